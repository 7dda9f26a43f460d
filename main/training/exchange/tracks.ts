/** Labels of other tools as our tracks and strokes, and frames as ranges. */
import type { FrameRange, Stroke } from '../../../preload/readings.ts';
import { plainWord } from './answers.ts';

const trackWords: Readonly<Record<string, string>> = {
  'b-line': 'b-lines', 'b-lines': 'b-lines', bline: 'b-lines', blines: 'b-lines', 'b-lines-visible': 'b-lines',
  'not-readable': 'not-readable', unreadable: 'not-readable', 'not-readable-frames': 'not-readable',
};
const strokeWords: Readonly<Record<string, Stroke['kind']>> = {
  pleura: 'pleura', 'pleura-line': 'pleura', 'pleural-line': 'pleura', 'b-line': 'b-line', 'b-lines': 'b-line', bline: 'b-line', blines: 'b-line',
};
const longestTrack = 60;

/** Our track for another tool's label: a known word in any spelling, else the label itself. Empty labels are none. */
export function trackNamed(label: string): string | null {
  const own = label.trim();
  return trackWords[plainWord(own)] ?? (own === '' || own.length > longestTrack ? null : own);
}

export function strokeNamed(label: string): Stroke['kind'] | null {
  return strokeWords[plainWord(label)] ?? null;
}

/** Ranges in order, those of one track merged where they overlap or touch. */
export function tidyRanges(ranges: readonly FrameRange[]): FrameRange[] {
  const merged: FrameRange[] = [];
  for (const range of ranges.toSorted((a, b) => (a.track < b.track ? -1 : a.track > b.track ? 1 : a.first - b.first || a.last - b.last))) {
    const before = merged.at(-1);
    if (before !== undefined && before.track === range.track && range.first <= before.last + 1) merged[merged.length - 1] = { ...before, last: Math.max(before.last, range.last) };
    else merged.push(range);
  }
  return merged;
}

/** In an order that does not depend on the file: by frame, kind and place. */
export function tidyStrokes(strokes: readonly Stroke[]): Stroke[] {
  const key = (stroke: Stroke) => `${stroke.kind} ${JSON.stringify(stroke.points)}`;
  return strokes.toSorted((a, b) => a.frame - b.frame || (key(a) < key(b) ? -1 : 1));
}
