/** Logistic regression, and the linear support vector machine, whose logit is its decision value. */
import { z } from 'zod';
import { commonSchema, vector } from './parts.ts';
import type { HeadCore } from './parts.ts';

const shared = { ...commonSchema, weights: vector, bias: z.number() };
export const logisticRegressionSchema = z.object({ kind: z.literal('logistic-regression'), ...shared });
export const linearSvmSchema = z.object({ kind: z.literal('linear-svm'), ...shared });

export type LinearParameters = z.output<typeof logisticRegressionSchema> | z.output<typeof linearSvmSchema>;

/** What does not fit a head's input of `dimensions` values, or null. */
export function checkLinear({ weights }: LinearParameters, dimensions: number): string | null {
  return weights.length === dimensions ? null : `it has ${weights.length} weights for ${dimensions} inputs`;
}

/** logit = bias + weights . x */
export function linearCore({ weights, bias }: LinearParameters): HeadCore {
  const slopes = Float64Array.from(weights);
  return {
    logit: (x) => {
      let sum = bias;
      for (let index = 0; index < slopes.length; index += 1) sum += (slopes[index] ?? 0) * (x[index] ?? 0);
      return sum;
    },
    // Linear: the same everywhere.
    slope: () => slopes,
  };
}
