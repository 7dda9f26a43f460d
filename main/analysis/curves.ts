/** Points of the curves that a report draws. Figures are computed from all cases; curves are thinned for the file's sake. */
import type { PrecisionRecallPoint, RocPoint, SweepPoint } from '../../preload/evaluation.ts';
import { confusion, rates } from './thresholds.ts';

interface Scored {
  readonly positive: boolean;
  readonly score: number;
}

/** Most points of a curve. */
const mostPoints = 200;

/** Distinct scores, falling, with the positives and all cases that reach them. */
function levels(cases: readonly Scored[]): { readonly threshold: number; readonly positives: number; readonly called: number }[] {
  const found: { threshold: number; positives: number; called: number }[] = [];
  let positives = 0;
  cases.toSorted((a, b) => b.score - a.score).forEach(({ positive, score }, index) => {
    if (positive) positives += 1;
    const last = found.at(-1);
    if (last?.threshold === score) {
      last.positives = positives;
      last.called = index + 1;
    } else found.push({ threshold: score, positives, called: index + 1 });
  });
  return found;
}

/** At most `mostPoints` of a curve, evenly, both ends kept. */
function thinned<T>(points: readonly T[]): T[] {
  if (points.length <= mostPoints) return [...points];
  return Array.from({ length: mostPoints }, (_, i) => Math.round((i * (points.length - 1)) / (mostPoints - 1))).flatMap((at) => points[at] ?? []);
}

/** Corners of the ROC curve from (0, 0) to (1, 1); empty without both classes. */
export function rocCurve(cases: readonly Scored[]): RocPoint[] {
  const positives = cases.filter((item) => item.positive).length;
  const negatives = cases.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const start: RocPoint = { threshold: null, falsePositiveRate: 0, sensitivity: 0 };
  const points = [start, ...levels(cases).map((level): RocPoint => ({
    threshold: level.threshold, falsePositiveRate: (level.called - level.positives) / negatives, sensitivity: level.positives / positives,
  }))];
  const corners = points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined || after === undefined) return true;
    const along = before.sensitivity === point.sensitivity && after.sensitivity === point.sensitivity;
    const up = before.falsePositiveRate === point.falsePositiveRate && after.falsePositiveRate === point.falsePositiveRate;
    return !along && !up;
  });
  return thinned(corners);
}

/** Precision and recall at every distinct score, falling; empty without both classes. */
export function precisionRecallCurve(cases: readonly Scored[]): PrecisionRecallPoint[] {
  const positives = cases.filter((item) => item.positive).length;
  if (positives === 0 || positives === cases.length) return [];
  return thinned(levels(cases).map((level) => ({ threshold: level.threshold, recall: level.positives / positives, precision: level.positives / level.called })));
}

/** Figures at thresholds 0.00, 0.01, ... 1.00. */
export function thresholdSweep(cases: readonly Scored[]): SweepPoint[] {
  return Array.from({ length: 101 }, (_, i) => {
    const threshold = i / 100;
    const counts = confusion(cases, threshold);
    return {
      threshold, sensitivity: rates.sensitivity(counts), specificity: rates.specificity(counts), accuracy: rates.accuracy(counts),
      precision: rates.precision(counts), f1: rates.f1(counts),
    };
  });
}
