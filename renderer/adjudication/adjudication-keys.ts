/** Keys of adjudication: letters take a reader's answer, the keys of labelling give an own one, Enter decides. */
import type { AdjudicationCase } from '../../preload/agreement-pages.ts';
import type { SeverityScheme } from '../../preload/readings.ts';
import { bLineKeys, bLineWords, choices, findingKeys, findingNames, schemeWords, scores, verdictKeys, verdictWords } from '../labelling/words.ts';
import type { ChoiceFinding } from '../labelling/words.ts';
import { imageKeys, transportKeys } from '../review/review-keys.ts';
import type { ReviewPart, ReviewSession } from '../review/review-session.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { follow, nextALines, nextFinding, withBLines, withSeverity, withVerdict } from './adjudication-draft.ts';
import type { AdjudicationDraft } from './adjudication-draft.ts';

interface AdjudicationActions {
  readonly shown: AdjudicationCase;
  readonly draft: AdjudicationDraft;
  /** By which severity is scored with a key; null where no reader scored any. */
  readonly scheme: SeverityScheme | null;
  readonly change: (draft: AdjudicationDraft) => void;
  readonly decide: () => void;
  readonly step: (direction: 1 | -1) => void;
  readonly editReason: () => void;
  readonly session: ReviewSession;
  readonly part: ReviewPart;
}

/** Letters that no other key here needs; further readers are taken with Tab. */
const keyedLetters = 'ABCDE';

/** As in labelling, but for C, which is a reader's letter here. */
export const ownFindingKeys: Readonly<Record<ChoiceFinding, string>> = { ...findingKeys, consolidation: 'T' };

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

export function adjudicationKeys({ shown, draft, scheme, change, decide, step, editReason, session, part }: AdjudicationActions): readonly ShortcutBinding[] {
  const group = 'Adjudication';
  const own = 'Own answer';
  return [
    ...shown.answers.filter(({ letter }) => keyedLetters.includes(letter)).map((answer) => ({ keys: answer.letter, label: `Take the answer of reader ${answer.letter}`, group, once: true, run: () => change(follow(draft, answer)) })),
    { keys: 'Enter', label: 'Decide, and on to the next clip', group, once: true, run: decide },
    { keys: 'ArrowUp', label: 'Previous clip', group, run: () => step(-1) },
    { keys: 'ArrowDown', label: 'Next clip', group, run: () => step(1) },
    { keys: 'Shift+C', label: 'Write the reason', group, once: true, run: editReason },
    ...verdictKeys.map(([verdict, keys]) => ({ keys, label: `Verdict ${verdictWords[verdict]}`, group: own, once: true, run: () => change(withVerdict(draft, verdict)) })),
    ...bLineKeys.map(([bLines, keys]) => ({ keys, label: `B-lines ${bLineWords[bLines]}`, group: own, once: true, run: () => change(withBLines(draft, bLines)) })),
    { keys: '5', label: 'A-lines present, absent, not said', group: own, once: true, run: () => change(nextALines(draft)) },
    // The first scheme that readers scored by; another one is reached with Tab.
    ...(scheme === null ? [] : scores.map((score) => ({ keys: `Shift+${score}`, label: `Severity 0 to 3, ${schemeWords[scheme]}`, group: own, once: true, run: () => change(withSeverity(draft, { scheme, score })) }))),
    ...(['pleura', 'consolidation', 'effusion', 'sliding'] as const).map((name) => ({
      keys: ownFindingKeys[name], label: `${sentence(findingNames[name])}: ${choices[name].map(({ label }) => label).join(', ')}, not said`, group: own, once: true, run: () => change(nextFinding(draft, name)),
    })),
    ...transportKeys(session.player, part.media.frames - 1, () => session.player.toggle()),
    ...imageKeys([part]),
  ];
}
