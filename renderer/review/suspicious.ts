/** Where the reader's eye should go next: runs of frames at or above the operating point. Unscored frames do not break a run. */

export interface SuspiciousRun {
  readonly first: number;
  readonly last: number;
  /** Frame of the highest probability in the run. */
  readonly peak: number;
}

/** Runs in frame order; `probabilities` by frame index, null where not scored. */
export function suspiciousRuns(probabilities: readonly (number | null)[], operatingPoint: number): SuspiciousRun[] {
  const runs: SuspiciousRun[] = [];
  let open: { first: number; last: number; peak: number } | null = null;
  probabilities.forEach((probability, frame) => {
    if (probability === null) return;
    if (probability < operatingPoint) {
      if (open !== null) runs.push(open);
      open = null;
      return;
    }
    if (open === null) open = { first: frame, last: frame, peak: frame };
    else open = { ...open, last: frame, peak: probability > (probabilities[open.peak] ?? 0) ? frame : open.peak };
  });
  if (open !== null) runs.push(open);
  return runs;
}

/** Peak of the next (1) or previous (-1) run from `frame`, or null when there is none that way. */
export function nextSuspicious(runs: readonly SuspiciousRun[], frame: number, direction: 1 | -1): number | null {
  const peaks = runs.map((run) => run.peak);
  const found = direction === 1 ? peaks.find((peak) => peak > frame) : peaks.findLast((peak) => peak < frame);
  return found ?? null;
}
