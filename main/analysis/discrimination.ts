/** How well a score orders positives before negatives, whatever the threshold. */
import type { Figure, Sample, Times } from './metrics.ts';

/** Calls `visit` with the drawn positives and negatives at each distinct score, falling. */
function eachLevel(sample: Sample, times: Times, visit: (positives: number, negatives: number) => void): void {
  const { scores, positive, group } = sample;
  for (let from = 0; from < scores.length; ) {
    let positives = 0;
    let negatives = 0;
    const score = scores[from];
    for (; from < scores.length && scores[from] === score; from += 1) {
      const drawn = times[group[from] ?? 0] ?? 0;
      if (positive[from] === 1) positives += drawn;
      else negatives += drawn;
    }
    visit(positives, negatives);
  }
}

/** Area under the ROC curve (Mann-Whitney, ties count half); null without both classes. */
export const auc: Figure = (sample) => (times) => {
  let positives = 0;
  let negatives = 0;
  let inOrder = 0;
  eachLevel(sample, times, (ofPositives, ofNegatives) => {
    // Every negative of this level lies below the positives before it, and ties with those beside it.
    inOrder += ofNegatives * (positives + ofPositives / 2);
    positives += ofPositives;
    negatives += ofNegatives;
  });
  return positives === 0 || negatives === 0 ? null : inOrder / (positives * negatives);
};

/** Average precision: sum over distinct scores of the rise in recall times the precision there, without interpolation; null without both classes. */
export const averagePrecision: Figure = (sample) => (times) => {
  let positives = 0;
  let called = 0;
  let sum = 0;
  eachLevel(sample, times, (ofPositives, ofNegatives) => {
    positives += ofPositives;
    called += ofPositives + ofNegatives;
    if (called > 0) sum += (ofPositives * positives) / called;
  });
  return positives === 0 || positives === called ? null : sum / positives;
};
