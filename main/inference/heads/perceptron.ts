/** Multilayer perceptron. */
import { z } from 'zod';
import { commonSchema, product, tensorSchema, transposedProduct, vector } from './parts.ts';
import type { HeadCore } from './parts.ts';

export const perceptronSchema = z.object({
  kind: z.literal('mlp'),
  ...commonSchema,
  /** Weights out x in; the last layer has one output, the logit, and no activation. */
  layers: z.array(z.object({ weights: tensorSchema, bias: vector })).min(1),
  activation: z.enum(['relu', 'tanh']),
});

export type PerceptronParameters = z.output<typeof perceptronSchema>;
type Layer = PerceptronParameters['layers'][number];

/** What does not fit a head's input of `dimensions` values, or null. */
export function checkPerceptron({ layers }: PerceptronParameters, dimensions: number): string | null {
  let width = dimensions;
  for (const { weights, bias } of layers) {
    if (weights.columns !== width || bias.length !== weights.rows) return `a layer of ${weights.rows} x ${weights.columns} with ${bias.length} biases follows ${width} values`;
    width = weights.rows;
  }
  return width === 1 ? null : `its last layer has ${width} outputs`;
}

function sums({ weights, bias }: Layer, x: Float64Array): Float64Array {
  return product(weights, x).map((value, index) => value + (bias[index] ?? 0));
}

/** The logit is the last layer's output. */
export function perceptronCore({ layers, activation }: PerceptronParameters): HeadCore {
  const hidden = layers.slice(0, -1);
  const last = layers.at(-1);
  if (last === undefined) throw new RangeError('A perceptron needs a layer.');
  const activate = activation === 'tanh' ? Math.tanh : (value: number): number => Math.max(0, value);
  /** d activation / d sum, from the activation's own value. */
  const slopeAt = activation === 'tanh' ? (active: number): number => 1 - active ** 2 : (active: number): number => (active > 0 ? 1 : 0);
  /** Values after each hidden layer's activation. */
  const activations = (x: Float64Array): Float64Array[] => {
    const found: Float64Array[] = [];
    for (const layer of hidden) found.push(sums(layer, found.at(-1) ?? x).map(activate));
    return found;
  };
  return {
    logit: (x) => sums(last, activations(x).at(-1) ?? x)[0] ?? 0,
    slope: (x) => {
      const active = activations(x);
      let slope = transposedProduct(last.weights, Float64Array.of(1));
      for (let index = hidden.length - 1; index >= 0; index -= 1) {
        const values = active[index];
        const layer = hidden[index];
        if (values === undefined || layer === undefined) continue;
        slope = transposedProduct(layer.weights, slope.map((value, at) => value * slopeAt(values[at] ?? 0)));
      }
      return slope;
    },
  };
}
