/** The adjudicator's decision while it is made. Pure. */
import type { ShownAnswer } from '../../preload/agreement-pages.ts';
import type { AgreementQuestion } from '../../preload/agreement.ts';
import { choices } from '../labelling/words.ts';
import type { ChoiceFinding } from '../labelling/words.ts';
import type { BLineClass, Findings, ReadingId, ReadingVerdict, Severity } from '../../preload/readings.ts';

export interface AdjudicationDraft {
  readonly verdict: ReadingVerdict | null;
  readonly findings: Findings;
  readonly reason: string;
  /** The reading whose answer was taken whole and not changed since. */
  readonly followed: ReadingId | null;
}

const nothingFound: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

export const emptyDraft: AdjudicationDraft = { verdict: null, findings: nothingFound, reason: '', followed: null };

/** Takes a reader's answer whole; the reason stays. */
export function follow(draft: AdjudicationDraft, { readingId, verdict, findings }: ShownAnswer): AdjudicationDraft {
  return { verdict, findings, reason: draft.reason, followed: readingId };
}

export function withVerdict(draft: AdjudicationDraft, verdict: ReadingVerdict): AdjudicationDraft {
  return draft.verdict === verdict ? draft : { ...draft, verdict, followed: null };
}

function withFindings(draft: AdjudicationDraft, findings: Partial<Findings>): AdjudicationDraft {
  return { ...draft, findings: { ...draft.findings, ...findings }, followed: null };
}

/** Said again it is taken back. */
export function withBLines(draft: AdjudicationDraft, bLines: BLineClass): AdjudicationDraft {
  return withFindings(draft, { bLines: draft.findings.bLines === bLines ? null : bLines });
}

/** Present, absent, not said. */
export function nextALines(draft: AdjudicationDraft): AdjudicationDraft {
  const { aLines } = draft.findings;
  return withFindings(draft, { aLines: aLines === null ? true : aLines ? false : null });
}

export function withALines(draft: AdjudicationDraft, aLines: boolean | null): AdjudicationDraft {
  return withFindings(draft, { aLines });
}

export function withSeverity(draft: AdjudicationDraft, severity: Severity | null): AdjudicationDraft {
  const same = severity !== null && draft.findings.severity?.scheme === severity.scheme && draft.findings.severity.score === severity.score;
  return withFindings(draft, { severity: same ? null : severity });
}

export function withFinding<N extends 'pleura' | 'consolidation' | 'effusion' | 'sliding'>(draft: AdjudicationDraft, name: N, value: Findings[N]): AdjudicationDraft {
  return withFindings(draft, { [name]: value });
}

/** The next of the finding's values; after the last one nothing is said. */
export function nextFinding(draft: AdjudicationDraft, name: ChoiceFinding): AdjudicationDraft {
  const values = choices[name].map(({ value }) => value);
  const said = draft.findings[name];
  return withFindings(draft, { [name]: values[said === null ? 0 : values.findIndex((value) => value === said) + 1] ?? null });
}

export function saysSomething({ verdict, findings }: AdjudicationDraft): boolean {
  return verdict !== null || Object.values(findings).some((finding) => finding !== null);
}

/** The answer to a question as a row of the table shows it; null where nothing was said. */
export function answerText({ verdict, findings }: Pick<AdjudicationDraft, 'verdict' | 'findings'>, question: AgreementQuestion): string | null {
  const { bLines, aLines, pleura, consolidation, effusion, sliding, severity } = findings;
  switch (question) {
    case 'verdict': return verdict;
    case 'b-lines': return bLines;
    case 'a-lines': return aLines === null ? null : aLines ? 'present' : 'absent';
    case 'pleura': return pleura;
    case 'consolidation': return consolidation;
    case 'effusion': return effusion;
    case 'sliding': return sliding;
    case 'severity-lus': return severity?.scheme === 'lus' ? String(severity.score) : null;
    case 'severity-soldati': return severity?.scheme === 'soldati' ? String(severity.score) : null;
  }
}

/** Unanswered differences of the clip: the decision leaves them to the policy. */
export function leftOpen(draft: AdjudicationDraft, differences: readonly { readonly question: AgreementQuestion }[]): readonly AgreementQuestion[] {
  return differences.map(({ question }) => question).filter((question) => answerText(draft, question) === null);
}

/** The next clip to decide after `clipId`; the first open one where it was the last; null where none is left. */
export function nextToDecide(items: readonly { readonly clipId: string; readonly state: string }[], clipId: string | null): string | null {
  const at = items.findIndex((item) => item.clipId === clipId);
  const open = (item: { readonly clipId: string; readonly state: string }) => item.state !== 'decided' && item.clipId !== clipId;
  return (items.slice(at + 1).find(open) ?? items.find(open))?.clipId ?? null;
}
