/** Whether scores mean what they say: a score of 0.7 should be right seven times in ten. */
import type { CalibrationBin } from '../../preload/evaluation.ts';
import { ofSums } from './metrics.ts';
import type { Figure } from './metrics.ts';

export const calibrationBins = 10;

/** Bin of a score: ten of equal width, [0, 0.1) to [0.9, 1]. */
function binOf(score: number): number {
  return Math.min(calibrationBins - 1, Math.max(0, Math.floor(score * calibrationBins)));
}

/** Mean squared difference between score and truth (Brier 1950); null without cases. */
export const brier: Figure = ofSums(
  2,
  (score, positive, into) => {
    into[0] = (score - (positive ? 1 : 0)) ** 2;
    into[1] = 1;
  },
  ([sum = 0, cases = 0]) => (cases === 0 ? null : sum / cases),
);

/**
 * Expected calibration error (Guo et al. 2017) over ten bins of equal width: the mean over cases of |mean score - share of positives| of their bin.
 * Null without cases. Few cases a bin make it large by chance alone.
 */
export const expectedCalibrationError: Figure = ofSums(
  2 * calibrationBins,
  (score, positive, into) => {
    // In each bin: score minus truth, and one case.
    into[2 * binOf(score)] = score - (positive ? 1 : 0);
    into[2 * binOf(score) + 1] = 1;
  },
  (sums) => {
    let apart = 0;
    let cases = 0;
    for (let bin = 0; bin < calibrationBins; bin += 1) {
      apart += Math.abs(sums[2 * bin] ?? 0);
      cases += sums[2 * bin + 1] ?? 0;
    }
    return cases === 0 ? null : apart / cases;
  },
);

/** The bins that hold cases, for a reliability plot. */
export function reliability(cases: readonly { readonly positive: boolean; readonly score: number }[]): CalibrationBin[] {
  const bins = Map.groupBy(cases, (item) => binOf(item.score));
  return [...bins].sort(([a], [b]) => a - b).map(([bin, members]) => ({
    from: bin / calibrationBins,
    to: (bin + 1) / calibrationBins,
    cases: members.length,
    meanScore: members.reduce((sum, item) => sum + item.score, 0) / members.length,
    positiveShare: members.filter((item) => item.positive).length / members.length,
  }));
}
