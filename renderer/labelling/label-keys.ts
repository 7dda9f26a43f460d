/** The keys of labelling. AI keys of the clip page do not exist here: there is nothing to show. */
import type { FrameRange, ReadingContent, SeverityScheme } from '../../preload/readings.ts';
import { nextEdge, tracksOf } from '../../preload/pure/frame-ranges.ts';
import type { ReviewPart, ReviewSession } from '../review/review-session.ts';
import { imageKeys, transportKeys } from '../review/review-keys.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import {
  copyStrokesOn, markRange, mergeRange, nextALines, nextFinding, nudgeEdge, propagateRange, removeRange, removeStroke, setBLines, setConfidence, setSeverity, setVerdict, splitRange,
} from './changes.ts';
import type { Change } from './content.ts';
import { holdsSomething, letGo, moveCursor, nextTrack, setPoint, takeTool } from './tools.ts';
import type { ToolStore } from './use-tools.ts';
import { bLineKeys, bLineWords, confidenceKeys, confidences, confidenceWords, findingKeys, scores, verdictKeys, verdictWords } from './words.ts';
import type { ChoiceFinding } from './words.ts';

export interface LabelActions {
  /** As it is at the press: two keys may come before the page is drawn anew. */
  readonly content: () => ReadingContent;
  readonly scheme: SeverityScheme;
  readonly review: ReviewSession;
  readonly part: ReviewPart;
  readonly tools: ToolStore;
  /** Says it; `hint` counts towards the keys that are known. */
  readonly change: (change: Change | null, hint?: string) => void;
  readonly count: (hint: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly commit: (stay: boolean) => void;
  readonly go: (direction: 1 | -1) => void;
  readonly finishLine: () => void;
  readonly nameTrack: () => void;
  readonly editComment: () => void;
}

function sayKeys({ content, scheme, change, editComment }: LabelActions): ShortcutBinding[] {
  const group = 'Reading';
  const findings: readonly (readonly [name: ChoiceFinding, label: string])[] = [
    ['pleura', 'Pleura: regular, irregular, broken'], ['consolidation', 'Consolidation: none, subpleural, lobar'], ['effusion', 'Effusion: none, small, large'], ['sliding', 'Sliding: present, absent, lung point'],
  ];
  return [
    ...verdictKeys.map(([verdict, keys]): ShortcutBinding => ({ keys, label: `Verdict ${verdictWords[verdict]}`, group, once: true, run: () => change(setVerdict(content(), verdict), 'verdict') })),
    // Before the plain digits: layouts that need Shift for digits reach those without it.
    ...scores.map((score): ShortcutBinding => ({ keys: `Shift+${score}`, label: 'Severity 0 to 3', group, once: true, run: () => change(setSeverity(content(), scheme, score)) })),
    ...bLineKeys.map(([bLines, keys]): ShortcutBinding => ({ keys, label: `B-lines ${bLineWords[bLines]}`, group, once: true, run: () => change(setBLines(content(), bLines), 'b-lines') })),
    { keys: '5', label: 'A-lines: present, absent', group, once: true, run: () => change(nextALines(content())) },
    ...findings.map(([name, label]): ShortcutBinding => ({ keys: findingKeys[name], label, group, once: true, run: () => change(nextFinding(content(), name)) })),
    ...confidences.map((value): ShortcutBinding => ({ keys: confidenceKeys[value], label: `Confidence ${value}, ${confidenceWords[value]}`, group, once: true, run: () => change(setConfidence(content(), value)) })),
    { keys: 'Shift+C', label: 'Comment', group, once: true, run: editComment },
  ];
}

function sessionKeys({ undo, redo, commit, go, count }: LabelActions): ShortcutBinding[] {
  const group = 'Session';
  const counted = (hint: string, run: () => void) => () => {
    count(hint);
    run();
  };
  return [
    { keys: 'Enter', label: 'Commit, and on to the next clip', group, once: true, run: counted('commit', () => commit(false)) },
    { keys: 'Shift+Enter', label: 'Commit, and compare with AI and other readers', group, once: true, run: counted('reveal', () => commit(true)) },
    { keys: 'ArrowUp', label: 'Previous clip', group, run: counted('clip', () => go(-1)) },
    { keys: 'ArrowDown', label: 'Next clip', group, run: counted('clip', () => go(1)) },
    { keys: 'Ctrl+Z', label: 'Undo, on whatever clip', group, run: counted('undo', undo) },
    { keys: 'Ctrl+Shift+Z', label: 'Redo', group, run: redo },
    { keys: 'Ctrl+Y', label: 'Redo', group, run: redo },
  ];
}

function rangeKeys({ content, part, review, tools, change, count, nameTrack }: LabelActions): ShortcutBinding[] {
  const group = 'Frame ranges';
  const { frames } = part.media;
  const at = (): number => part.wanted();
  const track = (): string => tools.getState().track;
  const mark = (range: FrameRange): void => change(markRange(content(), range, frames));
  const out = (): void => {
    count('range');
    const { inMark } = tools.getState();
    mark({ track: track(), first: inMark ?? at(), last: at() });
    tools.setState({ inMark: null });
  };
  const nudge = (delta: number) => () => {
    const moved = nudgeEdge(content(), track(), at(), delta, frames);
    if (moved === null) return;
    review.player.pause();
    change(moved.change);
    part.seek(moved.frame);
  };
  const jump = (direction: 1 | -1) => () => {
    const frame = nextEdge(content().ranges, at(), direction);
    if (frame !== null) part.seek(frame);
  };
  return [
    { keys: 'I', label: 'Range begins here', group, once: true, run: () => tools.setState({ inMark: at() }) },
    { keys: 'O', label: 'Range ends here', group, once: true, run: out },
    { keys: 'Shift+O', label: 'Whole clip', group, once: true, run: () => mark({ track: track(), first: 0, last: frames - 1 }) },
    { keys: 'T', label: 'Next track', group, run: () => tools.setState((now) => nextTrack(now, tracksOf(content().ranges))) },
    { keys: 'Shift+T', label: 'Track of your own', group, once: true, run: nameTrack },
    { keys: '[', label: 'Previous edge of a range', group, run: jump(-1) },
    { keys: ']', label: 'Next edge of a range', group, run: jump(1) },
    { keys: 'Alt+,', label: 'Nearest edge one frame back', group, run: nudge(-1) },
    { keys: 'Alt+.', label: 'Nearest edge one frame on', group, run: nudge(1) },
    { keys: 'Shift+S', label: 'Split the range here', group, once: true, run: () => change(splitRange(content(), track(), at())) },
    { keys: 'Shift+J', label: 'Merge with the next range', group, once: true, run: () => change(mergeRange(content(), track(), at(), frames)) },
    { keys: 'Shift+P', label: 'Carry the range on', group, once: true, run: () => change(propagateRange(content(), track(), at(), frames)) },
    { keys: 'Delete', label: 'Remove the range here', group, once: true, run: () => change(removeRange(content(), track(), at())) },
    { keys: 'Backspace', label: 'Remove the range here', group, once: true, run: () => change(removeRange(content(), track(), at())) },
  ];
}

function lineKeys({ content, part, review, tools, change, count }: LabelActions): ShortcutBinding[] {
  const group = 'Lines';
  const { frames, width, height } = part.media;
  const take = (kind: 'pleura' | 'b-line') => () => {
    count('lines');
    review.player.pause();
    tools.setState((now) => takeTool(now, kind, { x: (width - 1) / 2, y: (height - 1) / 2 }));
  };
  const copy = (): void => {
    const copied = copyStrokesOn(content(), part.wanted(), frames);
    if (copied === null) return;
    change(copied);
    review.player.step(1);
  };
  return [
    { keys: 'W', label: 'Draw the pleural line', group, once: true, run: take('pleura') },
    { keys: 'E', label: 'Remove the last pleural line', group, run: () => change(removeStroke(content(), 'pleura', part.wanted())) },
    { keys: 'S', label: 'Draw a B-line', group, once: true, run: take('b-line') },
    { keys: 'D', label: 'Remove the last B-line', group, run: () => change(removeStroke(content(), 'b-line', part.wanted())) },
    { keys: 'Shift+D', label: 'Copy the lines to the next frame', group, run: copy },
    { keys: 'H', label: 'Lines on or off', group, once: true, run: () => tools.setState(({ hidden }) => ({ hidden: !hidden })) },
  ];
}

/** While a line is in hand these come before all others. */
function drawingKeys({ part, tools, finishLine }: LabelActions): ShortcutBinding[] {
  const group = 'Drawing';
  const move = (x: number, y: number) => () => tools.setState((now) => moveCursor(now, { x, y }, part.media));
  return [
    { keys: 'ArrowLeft', label: 'Move the cross', group, run: move(-1, 0) },
    { keys: 'ArrowRight', label: 'Move the cross', group, run: move(1, 0) },
    { keys: 'ArrowUp', label: 'Move the cross', group, run: move(0, -1) },
    { keys: 'ArrowDown', label: 'Move the cross', group, run: move(0, 1) },
    { keys: 'Shift+ArrowLeft', label: 'Move the cross by 10', group, run: move(-10, 0) },
    { keys: 'Shift+ArrowRight', label: 'Move the cross by 10', group, run: move(10, 0) },
    { keys: 'Shift+ArrowUp', label: 'Move the cross by 10', group, run: move(0, -10) },
    { keys: 'Shift+ArrowDown', label: 'Move the cross by 10', group, run: move(0, 10) },
    { keys: 'Space', label: 'Set a point', group, once: true, run: () => tools.setState(setPoint) },
    { keys: 'Backspace', label: 'Take the last point back', group, run: () => tools.setState(({ points }) => ({ points: points.slice(0, -1) })) },
    { keys: 'Enter', label: 'Finish the line', group, once: true, run: finishLine },
  ];
}

export function labelKeys(actions: LabelActions): readonly ShortcutBinding[] {
  const { review, part, tools } = actions;
  const hands = tools.getState();
  const image = imageKeys([part]).flatMap((binding): ShortcutBinding[] => {
    // W draws here and I marks: windowing is a right drag, inverting moves to Shift.
    if (binding.keys === 'W') return [];
    return [binding.keys === 'I' ? { ...binding, keys: 'Shift+I' } : binding];
  });
  return [
    ...(hands.tool === null ? [] : drawingKeys(actions)),
    ...(holdsSomething(hands) ? [{ keys: 'Escape', label: 'Leave what is in hand', group: 'Session', once: true, run: () => tools.setState(letGo) }] : []),
    ...sayKeys(actions), ...rangeKeys(actions), ...lineKeys(actions), ...sessionKeys(actions),
    ...transportKeys(review.player, part.media.frames - 1, () => review.player.toggle()), ...image,
  ];
}
