/** Support vector machine with a Gaussian kernel (Boser, Guyon and Vapnik 1992). */
import { z } from 'zod';
import { addDifference, commonSchema, squaredDistance, tensorSchema, vector } from './parts.ts';
import type { HeadCore } from './parts.ts';

export const rbfSvmSchema = z.object({
  kind: z.literal('rbf-svm'),
  ...commonSchema,
  gamma: z.number().positive(),
  bias: z.number(),
  /** Signed weight of each support vector. */
  dual: vector,
  support: tensorSchema,
});

export type RbfSvmParameters = z.output<typeof rbfSvmSchema>;

/** What does not fit a head's input of `dimensions` values, or null. */
export function checkRbfSvm({ dual, support }: RbfSvmParameters, dimensions: number): string | null {
  if (dual.length !== support.rows) return `it has ${dual.length} weights for ${support.rows} support vectors`;
  return support.columns === dimensions ? null : `its support vectors have ${support.columns} values for ${dimensions} inputs`;
}

/** logit = bias + sum dual_i exp(-gamma |x - support_i|^2). Far from every support vector the slope vanishes. */
export function rbfSvmCore({ gamma, bias, dual, support }: RbfSvmParameters): HeadCore {
  const kernel = (x: Float64Array, row: number): number => (dual[row] ?? 0) * Math.exp(-gamma * squaredDistance(x, support, row));
  return {
    logit: (x) => {
      let sum = bias;
      for (let row = 0; row < support.rows; row += 1) sum += kernel(x, row);
      return sum;
    },
    slope: (x) => {
      const slope = new Float64Array(support.columns);
      for (let row = 0; row < support.rows; row += 1) addDifference(slope, -2 * gamma * kernel(x, row), x, support, row);
      return slope;
    },
  };
}
