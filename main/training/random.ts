/** Reproducible random numbers of the fitting. */
import { seededUniform } from '../analysis/bootstrap.ts';

export type Uniform = () => number;

export { seededUniform };

/** A seed of its own for every part of a run, so that leaving one part out changes no other. */
export function seedFrom(seed: number, ...parts: readonly (string | number)[]): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (const sign of parts.join('/')) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}

/** Standard normal numbers (Box and Muller 1958). */
export function normals(uniform: Uniform): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle<T extends { [index: number]: number; readonly length: number }>(items: T, uniform: Uniform): T {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(uniform() * (last + 1));
    const kept = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = kept;
  }
  return items;
}

/** Draws `count` indices with replacement, each with the chance its weight gives it. */
export function drawByWeight(weights: ArrayLike<number>, count: number, uniform: Uniform): Uint32Array {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let at = 0; at < weights.length; at += 1) {
    total += weights[at] ?? 0;
    sums[at] = total;
  }
  return Uint32Array.from({ length: count }, () => {
    const wanted = uniform() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
