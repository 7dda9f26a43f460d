/** Gestures of labelling: what each makes of the draft. Null where it would do nothing. Pure. */
import type { FrameRange, RangeTrack, ReadingContent, ReadingVerdict, SeverityScheme, Stroke } from '../../preload/readings.ts';
import { added, edgeMoved, mergedWithNext, nearestEdge, propagated, rangeAt, removed, split } from '../../preload/pure/frame-ranges.ts';
import type { RangeEdge } from '../../preload/pure/frame-ranges.ts';
import { changesNothing } from './content.ts';
import type { Change } from './content.ts';
import { aLinesWords, bLineWords, choices, confidenceWords, findingNames, trackName, verdictWords } from './words.ts';
import type { ChoiceFinding } from './words.ts';

type Content = ReadingContent;

function unless(content: Content, change: Change): Change | null {
  return changesNothing(content, change.after) ? null : change;
}

export function setVerdict(content: Content, verdict: ReadingVerdict): Change | null {
  return unless(content, { label: `Set verdict ${verdictWords[verdict]}`, after: { verdict } });
}

export function setBLines(content: Content, bLines: Content['findings']['bLines']): Change | null {
  return unless(content, { label: bLines === null ? 'Clear B-lines' : `Set B-lines ${bLineWords[bLines]}`, after: { findings: { ...content.findings, bLines } } });
}

export function setALines(content: Content, aLines: boolean | null): Change | null {
  return unless(content, { label: aLines === null ? 'Clear A-lines' : `Set A-lines ${aLinesWords(aLines)}`, after: { findings: { ...content.findings, aLines } } });
}

/** Yes, no, unsaid, yes. */
export function nextALines(content: Content): Change | null {
  const { aLines } = content.findings;
  return setALines(content, aLines === null ? true : aLines ? false : null);
}

/** Pleura, consolidation, effusion or sliding; null clears it. */
export function setFinding(content: Content, name: ChoiceFinding, value: string | null): Change | null {
  const choice = choices[name].find((one) => one.value === value);
  const label = choice === undefined ? `Clear ${findingNames[name]}` : `Set ${findingNames[name]} ${choice.label}`;
  return unless(content, { label, after: { findings: { ...content.findings, [name]: choice?.value ?? null } } });
}

/** The next choice of a finding, and after the last one none. */
export function nextFinding(content: Content, name: ChoiceFinding): Change | null {
  const at = choices[name].findIndex(({ value }) => value === content.findings[name]);
  return setFinding(content, name, choices[name][at + 1]?.value ?? null);
}

export function setSeverity(content: Content, scheme: SeverityScheme, score: 0 | 1 | 2 | 3 | null): Change | null {
  const severity = score === null ? null : { scheme, score };
  return unless(content, { label: score === null ? 'Clear severity' : `Set severity ${score}`, after: { findings: { ...content.findings, severity } } });
}

export function setConfidence(content: Content, confidence: Content['confidence']): Change | null {
  return unless(content, { label: confidence === null ? 'Clear confidence' : `Set confidence ${confidence} (${confidenceWords[confidence]})`, after: { confidence } });
}

/** Typing in a row is one gesture. */
export function setComment(content: Content, comment: string): Change | null {
  return unless(content, { label: 'Edit comment', after: { comment }, joins: 'comment' });
}

// ---------------------------------------------------------------- ranges

function frameWords(first: number, last: number): string {
  return first === last ? `frame ${first + 1}` : `frames ${Math.min(first, last) + 1} to ${Math.max(first, last) + 1}`;
}

export function markRange(content: Content, range: FrameRange, frames: number): Change | null {
  return unless(content, { label: `Mark ${trackName(range.track)}, ${frameWords(range.first, range.last)}`, after: { ranges: added(content.ranges, range, frames) } });
}

export function removeRange(content: Content, track: RangeTrack, frame: number): Change | null {
  const range = rangeAt(content.ranges, track, frame);
  if (range === null) return null;
  return { label: `Remove ${trackName(track)}, ${frameWords(range.first, range.last)}`, after: { ranges: removed(content.ranges, range) } };
}

/** One edge of a range to a frame, as far as it may go. */
export function moveEdge(content: Content, range: FrameRange, edge: RangeEdge, frame: number, frames: number): Change | null {
  const name = edge === 'first' ? 'start' : 'end';
  return unless(content, { label: `Move ${name} of ${trackName(range.track)}`, after: { ranges: edgeMoved(content.ranges, range, edge, frame, frames) } });
}

/** The edge nearest to the cursor by whole frames, and where it lies then. */
export function nudgeEdge(content: Content, track: RangeTrack, cursor: number, delta: number, frames: number): { readonly change: Change; readonly frame: number } | null {
  const nearest = nearestEdge(content.ranges, track, cursor);
  if (nearest === null) return null;
  const { range, edge } = nearest;
  const change = moveEdge(content, range, edge, range[edge] + delta, frames);
  return change === null ? null : { change, frame: range[edge] + delta };
}

export function splitRange(content: Content, track: RangeTrack, frame: number): Change | null {
  const ranges = split(content.ranges, track, frame);
  return ranges === null ? null : { label: `Split ${trackName(track)} at frame ${frame + 1}`, after: { ranges } };
}

export function mergeRange(content: Content, track: RangeTrack, frame: number, frames: number): Change | null {
  const ranges = mergedWithNext(content.ranges, track, frame, frames);
  return ranges === null ? null : { label: `Merge ${trackName(track)}`, after: { ranges } };
}

export function propagateRange(content: Content, track: RangeTrack, frame: number, frames: number): Change | null {
  const ranges = propagated(content.ranges, track, frame, frames);
  return ranges === null ? null : { label: `Carry ${trackName(track)} on`, after: { ranges } };
}

// ---------------------------------------------------------------- strokes

const strokeNames: Readonly<Record<Stroke['kind'], string>> = { pleura: 'pleural line', 'b-line': 'B-line' };

export function addStroke(content: Content, stroke: Stroke): Change {
  return { label: `Draw ${strokeNames[stroke.kind]} on frame ${stroke.frame + 1}`, after: { strokes: [...content.strokes, stroke] } };
}

/** The newest stroke of the kind on the frame. */
export function removeStroke(content: Content, kind: Stroke['kind'], frame: number): Change | null {
  const at = content.strokes.findLastIndex((stroke) => stroke.kind === kind && stroke.frame === frame);
  return at === -1 ? null : { label: `Remove ${strokeNames[kind]} from frame ${frame + 1}`, after: { strokes: content.strokes.filter((_, index) => index !== at) } };
}

/** One point of the stroke at `index` to another place; tenths of a pixel are kept. */
export function movePoint(content: Content, index: number, point: number, x: number, y: number): Change | null {
  const stroke = content.strokes[index];
  if (stroke === undefined) return null;
  const points = stroke.points.map((old, at) => (at === point ? { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 } : old));
  return unless(content, { label: `Move ${strokeNames[stroke.kind]} on frame ${stroke.frame + 1}`, after: { strokes: content.strokes.map((old, at) => (at === index ? { ...stroke, points } : old)) } });
}

/** Copies the frame's strokes to the next frame, in place of those there. */
export function copyStrokesOn(content: Content, frame: number, frames: number): Change | null {
  const own = content.strokes.filter((stroke) => stroke.frame === frame);
  if (own.length === 0 || frame + 1 >= frames) return null;
  const others = content.strokes.filter((stroke) => stroke.frame !== frame + 1);
  return unless(content, { label: `Copy lines to frame ${frame + 2}`, after: { strokes: [...others, ...own.map((stroke) => ({ ...stroke, frame: frame + 1 }))] } });
}
