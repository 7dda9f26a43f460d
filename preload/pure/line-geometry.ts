/**
 * How much of the pleura B-lines cover on one frame. Lines are projected along the beams: onto the angle about the apex for a convex probe, onto x for a
 * linear one, so that a B-line counts for the beams it runs in, however deep it is drawn. (The measure of SlicerUltrasound's AnnotateUltrasound.)
 */
import type { Sector } from '../domain.ts';
import type { Stroke } from '../readings.ts';

/** Beams from `from` to `to`: radians for a convex sector, pixels for a rectangular one. */
export interface BeamSpan {
  readonly from: number;
  readonly to: number;
}

export interface PleuraCoverage {
  readonly frame: number;
  /** 0..1: share of the pleura's beams that B-lines run in; null without a pleural line. */
  readonly share: number | null;
  /** B-line strokes on the frame. */
  readonly bLines: number;
}

type Point = Stroke['points'][number];

/** Angle from straight down, or x; the distance beyond the sector's box is kept as it is. */
function beamOf(sector: Sector, { x, y }: Point): number {
  return sector.kind === 'rect' ? x : Math.atan2(x - sector.apexX, y - sector.apexY);
}

/** Beams that a line runs through; null for one without points. */
export function beamSpan(sector: Sector, points: Stroke['points']): BeamSpan | null {
  if (points.length === 0) return null;
  const beams = points.map((point) => beamOf(sector, point));
  return { from: Math.min(...beams), to: Math.max(...beams) };
}

/** The same beams as spans that do not overlap, in order. */
export function joinedSpans(spans: readonly BeamSpan[]): readonly BeamSpan[] {
  const joined: BeamSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const before = joined.at(-1);
    if (before !== undefined && span.from <= before.to) joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, span.to) };
    else joined.push(span);
  }
  return joined;
}

function lengthOf(spans: readonly BeamSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Coverage of one frame's strokes. A B-line beside the pleura counts for nothing, one over its end only for what lies under it. */
export function pleuraCoverage(sector: Sector, strokes: readonly Stroke[], frame: number): PleuraCoverage {
  const own = strokes.filter((stroke) => stroke.frame === frame);
  const spansOf = (kind: Stroke['kind']): readonly BeamSpan[] => joinedSpans(own.filter((stroke) => stroke.kind === kind).flatMap(({ points }) => beamSpan(sector, points) ?? []));
  const pleura = spansOf('pleura');
  const bLines = own.filter(({ kind }) => kind === 'b-line').length;
  const whole = lengthOf(pleura);
  if (whole === 0) return { frame, share: null, bLines };
  const shared = pleura.flatMap((line) => spansOf('b-line').flatMap((span) => {
    const [from, to] = [Math.max(line.from, span.from), Math.min(line.to, span.to)];
    return from < to ? [{ from, to }] : [];
  }));
  return { frame, share: Math.min(1, lengthOf(shared) / whole), bLines };
}

/** Frames with a stroke, in order, each with its coverage. */
export function coverageByFrame(sector: Sector, strokes: readonly Stroke[]): readonly PleuraCoverage[] {
  const frames = [...new Set(strokes.map(({ frame }) => frame))].toSorted((a, b) => a - b);
  return frames.map((frame) => pleuraCoverage(sector, strokes, frame));
}
