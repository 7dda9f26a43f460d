/** Calibration fitted on scores that their models never trained on: Platt's sigmoid (1999) and isotonic regression (Zadrozny and Elkan 2002), as models/train fits them. */
import type { ClipCalibration } from '../analysis/clip-score.ts';
import { sigmoid } from '../inference/heads/parts.ts';

export interface Sigmoid {
  readonly slope: number;
  readonly intercept: number;
}

/** A slight pull towards nought, so that perfectly separated scores do not run away. */
const pull = 1e-3;

/** Probability = sigmoid(slope * score + intercept): the weighted logistic fit by Newton's method. The slope stays positive: a calibration never turns the order round. */
export function fitPlatt(scores: ArrayLike<number>, positive: ArrayLike<number | boolean>, weights?: ArrayLike<number>): Sigmoid {
  let [slope, intercept] = [0, 0];
  for (let round = 0; round < 50; round += 1) {
    let [g0, g1, h00, h01, h11] = [pull * slope, pull * intercept, pull, 0, pull];
    for (let at = 0; at < scores.length; at += 1) {
      const score = scores[at] ?? 0;
      const weight = weights?.[at] ?? 1;
      const p = sigmoid(slope * score + intercept);
      const [error, bend] = [weight * (p - Number(positive[at] ?? 0)), weight * p * (1 - p)];
      g0 += error * score;
      g1 += error;
      h00 += bend * score * score;
      h01 += bend * score;
      h11 += bend;
    }
    const determinant = h00 * h11 - h01 * h01;
    const clip = (step: number): number => Math.min(3, Math.max(-3, step));
    const [by0, by1] = [clip((h11 * g0 - h01 * g1) / determinant), clip((h00 * g1 - h01 * g0) / determinant)];
    slope -= by0;
    intercept -= by1;
    if (Math.max(Math.abs(by0), Math.abs(by1)) < 1e-9) break;
  }
  return { slope: Math.max(1e-3, slope), intercept };
}

/** Probabilities that a clip's calibration may not pass. */
const edge = 0.01;

interface Block {
  sum: number;
  weight: number;
  first: number;
  last: number;
}

/** The rising steps through the scores that lie nearest to the labels (pool adjacent violators), as the corners that a manifest holds. */
export function fitIsotonic(scores: readonly number[], positive: readonly boolean[]): Extract<ClipCalibration, { kind: 'isotonic' }> {
  const order = scores.map((_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const blocks: Block[] = [];
  for (const at of order) {
    const score = scores[at] ?? 0;
    const last = blocks.at(-1);
    if (last?.first === score && last.last === score) {
      last.sum += Number(positive[at]);
      last.weight += 1;
    } else blocks.push({ sum: Number(positive[at]), weight: 1, first: score, last: score });
  }
  const pooled: Block[] = [];
  for (const block of blocks) {
    let mine = { ...block };
    for (let before = pooled.at(-1); before !== undefined && before.sum / before.weight >= mine.sum / mine.weight; before = pooled.at(-1)) {
      pooled.pop();
      mine = { sum: before.sum + mine.sum, weight: before.weight + mine.weight, first: before.first, last: mine.last };
    }
    pooled.push(mine);
  }
  const corners = pooled.flatMap(({ sum, weight, first, last }) => {
    const probability = Math.min(1 - edge, Math.max(edge, sum / weight));
    return first === last ? [{ score: first, probability }] : [{ score: first, probability }, { score: last, probability }];
  });
  return { kind: 'isotonic', scores: corners.map((corner) => corner.score), probabilities: corners.map((corner) => corner.probability) };
}
