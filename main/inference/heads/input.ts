/** The way from fused features to what a head sees, and back for gradients. */
import type { z } from 'zod';
import { product, transposedProduct } from './parts.ts';
import type { commonSchema } from './parts.ts';

export type InputParameters = z.output<typeof commonSchema.input>;

export interface HeadInput {
  /** Fused features -> the head's x. Throws on a vector of another length. */
  of(features: Float32Array): Float64Array;
  /** Gradient by x -> gradient by feature. */
  back(slope: Float64Array): Float64Array;
}

/** What does not fit within the input's own parameters, or null. */
export function checkInput({ mean, scale, projection }: InputParameters, features: number): string | null {
  const lengths = [mean.length, scale.length, projection?.columns ?? features];
  return lengths.every((length) => length === features) ? null : `it is made for ${lengths.join('/')} features, the extractor gives ${features}`;
}

/** Standardisation, and the projection where there is one. */
export function createInput({ mean, scale, projection }: InputParameters): HeadInput {
  const means = Float64Array.from(mean);
  const scales = Float64Array.from(scale);
  return {
    of: (features) => {
      if (features.length !== means.length) throw new RangeError(`The head takes ${means.length} features, ${features.length} came.`);
      // A loop: `from` with a function takes several times as long, and this is done for every frame.
      const standardised = new Float64Array(means.length);
      for (let index = 0; index < standardised.length; index += 1) standardised[index] = ((features[index] ?? 0) - (means[index] ?? 0)) / (scales[index] ?? 1);
      return projection === undefined ? standardised : product(projection, standardised);
    },
    back: (slope) => {
      const standardised = projection === undefined ? slope : transposedProduct(projection, slope);
      return standardised.map((value, index) => value / (scales[index] ?? 1));
    },
  };
}
