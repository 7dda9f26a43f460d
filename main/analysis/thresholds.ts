/** Figures of a score with a threshold: a case is called positive from the threshold on. */
import { ofSums } from './metrics.ts';
import type { Figure } from './metrics.ts';

export interface Confusion {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
}

export type RateName = 'accuracy' | 'sensitivity' | 'specificity' | 'precision' | 'f1';

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Null where nothing is counted. F1 is also null without positives, called or real. */
export const rates: Readonly<Record<RateName, (confusion: Confusion) => number | null>> = {
  accuracy: (c) => ratio(c.truePositives + c.trueNegatives, c.truePositives + c.falseNegatives + c.trueNegatives + c.falsePositives),
  sensitivity: (c) => ratio(c.truePositives, c.truePositives + c.falseNegatives),
  specificity: (c) => ratio(c.trueNegatives, c.trueNegatives + c.falsePositives),
  precision: (c) => ratio(c.truePositives, c.truePositives + c.falsePositives),
  f1: (c) => ratio(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives),
};

/** Place of a case in the sums: true positives, false negatives, true negatives, false positives. */
const place = (called: boolean, positive: boolean): number => (positive ? (called ? 0 : 1) : called ? 3 : 2);

function confusionOf(sums: Float64Array): Confusion {
  const [truePositives = 0, falseNegatives = 0, trueNegatives = 0, falsePositives = 0] = sums;
  return { truePositives, falseNegatives, trueNegatives, falsePositives };
}

/** Counts at a threshold. */
export function confusion(cases: readonly { readonly positive: boolean; readonly score: number }[], threshold: number): Confusion {
  const sums = new Float64Array(4);
  for (const { positive, score } of cases) {
    const at = place(score >= threshold, positive);
    sums[at] = (sums[at] ?? 0) + 1;
  }
  return confusionOf(sums);
}

/** A rate at a threshold, as a figure to draw. */
export function atThreshold(rate: RateName, threshold: number): Figure {
  return ofSums(4, (score, positive, into) => (into[place(score >= threshold, positive)] = 1), (sums) => rates[rate](confusionOf(sums)));
}

/** A rate among the cases outside the band: positive from `high` on, negative below `low`, the others not called. */
export function outsideBand(rate: RateName, low: number, high: number): Figure {
  const values = (score: number, positive: boolean, into: Float64Array): void => {
    if (score >= high || score < low) into[place(score >= high, positive)] = 1;
  };
  return ofSums(4, values, (sums) => rates[rate](confusionOf(sums)));
}

/** Share of the cases outside the band. */
export function coverage(low: number, high: number): Figure {
  const values = (score: number, _: boolean, into: Float64Array): void => {
    into[0] = score >= high || score < low ? 1 : 0;
    into[1] = 1;
  };
  return ofSums(2, values, ([called = 0, all = 0]) => ratio(called, all));
}
