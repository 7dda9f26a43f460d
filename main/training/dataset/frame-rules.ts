/** Which decoded frames of a clip a dataset takes: Moafa et al.'s data filtering by the ranges that readers marked. */
import type { FrameRules } from '../../../preload/datasets.ts';
import type { FrameRange } from '../../../preload/readings.ts';

export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Tracks with a meaning for training; others are the readers' own. */
export const bLinesTrack = 'b-lines';
export const notReadableTrack = 'not-readable';

/** In order, inside 0..count-1, merged where they overlap or touch. */
export function tidy(spans: readonly Span[], count: number): Span[] {
  const inside = spans.map(({ first, last }) => ({ first: Math.max(0, first), last: Math.min(count - 1, last) })).filter(({ first, last }) => first <= last);
  const merged: Span[] = [];
  for (const span of inside.toSorted((a, b) => a.first - b.first || a.last - b.last)) {
    const before = merged.at(-1);
    if (before !== undefined && span.first <= before.last + 1) merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    else merged.push(span);
  }
  return merged;
}

/** What of `from` lies outside `taken`; both tidy. */
function without(from: readonly Span[], taken: readonly Span[]): Span[] {
  return from.flatMap((span) => {
    const left: Span[] = [];
    let first = span.first;
    for (const cut of taken) {
      if (cut.last < first || cut.first > span.last) continue;
      if (cut.first > first) left.push({ first, last: cut.first - 1 });
      first = cut.last + 1;
    }
    if (first <= span.last) left.push({ first, last: span.last });
    return left;
  });
}

/** Spans of frames that stay. A positive clip in which nobody marked B-lines keeps all its frames: nothing says which of them show none. */
export function keptSpans(clip: { readonly frameCount: number; readonly positive: boolean; readonly ranges: readonly FrameRange[] }, rules: FrameRules): readonly Span[] {
  const all = clip.frameCount > 0 ? [{ first: 0, last: clip.frameCount - 1 }] : [];
  const of = (track: string) => tidy(clip.ranges.filter((range) => range.track === track), clip.frameCount);
  const lines = of(bLinesTrack);
  const shown = rules.positivesByRange && clip.positive && lines.length > 0 ? lines : all;
  return rules.withoutNotReadable ? without(shown, of(notReadableTrack)) : shown;
}

export function frameTotal(spans: readonly Span[]): number {
  return spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** Every frame of the spans, in order. */
export function framesIn(spans: readonly Span[]): number[] {
  return spans.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

/** `wanted` evenly spaced ones of the given frames, each from the middle of its part; all of them for null. */
export function evenly(frames: readonly number[], wanted: number | null): number[] {
  if (wanted === null || frames.length <= wanted) return [...frames];
  return Array.from({ length: wanted }, (_, i) => frames[Math.floor(((i + 0.5) * frames.length) / wanted)] ?? 0);
}
