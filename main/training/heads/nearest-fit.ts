/** k nearest neighbours: nothing to fit, the frames are the head. */
import { shareLogit } from '../../inference/heads/parts.ts';
import type { Gemm } from '../gemm.ts';
import { squaredLengths } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';
import type { Examples } from './linear-fit.ts';

/** Nearer than this a sample is the same point; as in main/inference/heads/nearest-neighbours.ts. */
const nearest = 1e-9;

/** Rows of the k smallest of `distances`, nearest first. */
function smallest(distances: Float64Array, k: number): number[] {
  const rows: number[] = [];
  const at = (row: number | undefined): number => distances[row ?? -1] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row < distances.length; row += 1) {
    if (rows.length === k && (distances[row] ?? 0) >= at(rows.at(-1))) continue;
    let place = rows.length;
    while (place > 0 && at(rows[place - 1]) > (distances[row] ?? 0)) place -= 1;
    rows.splice(place, 0, row);
    if (rows.length > k) rows.pop();
  }
  return rows;
}

/** Logits of `rows` for each k (rising), from one search of the neighbours. */
export async function nearestLogits({ x, labels, weights }: Examples, rows: Matrix, ks: readonly number[], gemm: Gemm): Promise<readonly Float64Array[]> {
  const products = await gemm.productTransposed(rows, x);
  const [ofRows, ofSamples] = [squaredLengths(rows), squaredLengths(x)];
  const logits = ks.map(() => new Float64Array(rows.rows));
  const distances = new Float64Array(x.rows);
  for (let row = 0; row < rows.rows; row += 1) {
    for (let at = 0; at < x.rows; at += 1) distances[at] = Math.max(0, (ofRows[row] ?? 0) + (ofSamples[at] ?? 0) - 2 * (products.values[row * x.rows + at] ?? 0));
    const neighbours = smallest(distances, Math.max(...ks));
    let [share, all, counted] = [0, 0, 0];
    ks.forEach((k, index) => {
      for (const sample of neighbours.slice(counted, k)) {
        const vote = (weights[sample] ?? 0) / Math.max(nearest, Math.sqrt(distances[sample] ?? 0));
        all += vote;
        share += vote * (labels[sample] ?? 0);
      }
      counted = Math.min(k, neighbours.length);
      const target = logits[index];
      if (target !== undefined) target[row] = shareLogit(all === 0 ? 0.5 : share / all);
    });
  }
  return logits;
}
