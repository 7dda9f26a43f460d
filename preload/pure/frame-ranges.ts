/**
 * Frame ranges of a clip, as a reader marks them and a data set uses them. A set of ranges is normal when it is ordered by track and frame and ranges of
 * one track neither overlap nor touch; ranges of different tracks may lie over one another. Every function here takes and gives normal sets.
 * In preload because page and main must mean the same by it: no zod, no DOM, no Node in this folder.
 */
import type { FrameRange, RangeTrack } from '../readings.ts';

export type RangeSet = readonly FrameRange[];
export type RangeEdge = 'first' | 'last';

const inOrder = (a: FrameRange, b: FrameRange): number => (a.track < b.track ? -1 : a.track > b.track ? 1 : a.first - b.first);

/** The normal set of any ranges: reversed ones turned, held within the clip, overlapping and touching ones of a track joined. */
export function normalised(ranges: RangeSet, frames: number): RangeSet {
  const last = frames - 1;
  const joined: FrameRange[] = [];
  const turned = ranges.map(({ track, first, last: end }) => ({ track, first: Math.max(0, Math.min(first, end)), last: Math.min(last, Math.max(first, end)) }));
  for (const range of turned.filter((one) => one.first <= one.last).toSorted(inOrder)) {
    const before = joined.at(-1);
    if (before !== undefined && before.track === range.track && range.first <= before.last + 1) joined[joined.length - 1] = { ...before, last: Math.max(before.last, range.last) };
    else joined.push(range);
  }
  return joined;
}

export function isNormal(ranges: RangeSet, frames: number): boolean {
  return ranges.every((range, index) => {
    const next = ranges[index + 1];
    const within = Number.isInteger(range.first) && Number.isInteger(range.last) && range.first >= 0 && range.first <= range.last && range.last < frames;
    return within && (next === undefined || range.track < next.track || (range.track === next.track && next.first > range.last + 1));
  });
}

export function ofTrack(ranges: RangeSet, track: RangeTrack): RangeSet {
  return ranges.filter((range) => range.track === track);
}

/** Tracks that have a range, in order. */
export function tracksOf(ranges: RangeSet): readonly RangeTrack[] {
  return [...new Set(ranges.map(({ track }) => track))];
}

/** The range of a track that a frame lies in. */
export function rangeAt(ranges: RangeSet, track: RangeTrack, frame: number): FrameRange | null {
  return ranges.find((range) => range.track === track && range.first <= frame && frame <= range.last) ?? null;
}

export function framesIn(ranges: RangeSet, track: RangeTrack): number {
  return ofTrack(ranges, track).reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** Adds frames `first` to `last`, in either order; what they touch grows. */
export function added(ranges: RangeSet, range: FrameRange, frames: number): RangeSet {
  return normalised([...ranges, range], frames);
}

/** Takes frames `first` to `last` of one track away; ranges are cut, and parted where the middle goes. */
export function taken(ranges: RangeSet, { track, first, last }: FrameRange): RangeSet {
  return ranges.flatMap((range) => {
    if (range.track !== track || last < range.first || first > range.last) return [range];
    const left = { ...range, last: first - 1 };
    const right = { ...range, first: last + 1 };
    return [left, right].filter((part) => part.first <= part.last);
  });
}

export function removed(ranges: RangeSet, range: FrameRange): RangeSet {
  return ranges.filter((one) => one.track !== range.track || one.first !== range.first);
}

/** Where an edge of a range may lie: not beyond its other edge, and one frame short of touching its neighbour. */
export function edgeLimits(ranges: RangeSet, range: FrameRange, edge: RangeEdge, frames: number): { readonly from: number; readonly to: number } {
  const own = ofTrack(ranges, range.track);
  const at = own.findIndex(({ first }) => first === range.first);
  const before = own[at - 1];
  const after = own[at + 1];
  if (edge === 'first') return { from: before === undefined ? 0 : before.last + 2, to: range.last };
  return { from: range.first, to: after === undefined ? frames - 1 : after.first - 2 };
}

/** Moves one edge to a frame, held within its limits: an edge never swallows a neighbour. */
export function edgeMoved(ranges: RangeSet, range: FrameRange, edge: RangeEdge, frame: number, frames: number): RangeSet {
  const { from, to } = edgeLimits(ranges, range, edge, frames);
  const held = Math.min(to, Math.max(from, frame));
  return ranges.map((one) => (one.track === range.track && one.first === range.first ? { ...one, [edge]: held } : one));
}

/** The edge of a track that lies nearest to a frame; of two as near, the one that the frame is inside of, else the earlier. */
export function nearestEdge(ranges: RangeSet, track: RangeTrack, frame: number): { readonly range: FrameRange; readonly edge: RangeEdge } | null {
  const edges = ofTrack(ranges, track).flatMap((range) => [{ range, edge: 'first' as const, at: range.first }, { range, edge: 'last' as const, at: range.last }]);
  const [nearest] = edges.toSorted((a, b) => Math.abs(a.at - frame) - Math.abs(b.at - frame) || a.at - b.at);
  return nearest === undefined ? null : { range: nearest.range, edge: nearest.edge };
}

/**
 * Parts the range of a track so that a new one starts after the frame: that frame goes, as parts that touch would be one range again.
 * Null where the frame is no inner frame of a range.
 */
export function split(ranges: RangeSet, track: RangeTrack, frame: number): RangeSet | null {
  const range = rangeAt(ranges, track, frame);
  if (range === null || frame === range.first || frame === range.last) return null;
  return taken(ranges, { track, first: frame, last: frame });
}

/** Joins the range at or before the frame with the one after it; null where there are no two. */
export function mergedWithNext(ranges: RangeSet, track: RangeTrack, frame: number, frames: number): RangeSet | null {
  const own = ofTrack(ranges, track);
  const range = own.findLast(({ first }) => first <= frame);
  const next = range === undefined ? undefined : own[own.indexOf(range) + 1];
  if (range === undefined || next === undefined) return null;
  return added(ranges, { track, first: range.first, last: next.last }, frames);
}

/** Carries the range at the frame on over all frames to the track's next range, or to the clip's end; null outside any range or where it is there already. */
export function propagated(ranges: RangeSet, track: RangeTrack, frame: number, frames: number): RangeSet | null {
  const range = rangeAt(ranges, track, frame);
  if (range === null) return null;
  const { to } = edgeLimits(ranges, range, 'last', frames);
  return to === range.last ? null : edgeMoved(ranges, range, 'last', to, frames);
}

/** First and last frames of all ranges, each once, in order: where jumping stops. */
export function edgesOf(ranges: RangeSet): readonly number[] {
  return [...new Set(ranges.flatMap(({ first, last }) => [first, last]))].toSorted((a, b) => a - b);
}

/** The nearest edge after (1) or before (-1) a frame; null where there is none. */
export function nextEdge(ranges: RangeSet, frame: number, direction: 1 | -1): number | null {
  const edges = edgesOf(ranges);
  return (direction === 1 ? edges.find((edge) => edge > frame) : edges.findLast((edge) => edge < frame)) ?? null;
}
