/**
 * The guard of a bundle (guard.json, made by models/train/guard.py): how far a frame looks like readable lung ultrasound, from its fused features and its
 * input image. A clip is judged from its first frames in main/analysis/clip-guard.ts.
 */
import { z } from 'zod';
import type { FrameGuard } from '../analysis/clip-guard.ts';
import { MEASURES, measurePicture } from './guard-picture.ts';
import { product, tensorSchema, vector } from './heads/parts.ts';

export const guardSchema = z.object({
  format: z.literal('pleura-guard/1'),
  /** u = projection ((features - mean) / scale): whitened principal components of lung frames. */
  features: z.object({ mean: vector, scale: z.array(z.number().positive()), projection: tensorSchema }),
  /** v = (measures - middle) / spread. */
  picture: z.object({ middle: vector.length(MEASURES), spread: z.array(z.number().positive()).length(MEASURES) }),
  /** Inputs of the regression beyond this, on either side, count as this. */
  furthest: z.number().positive(),
  /** Regression of lung (above 0) against foreign pictures, on u and v; its bias holds the threshold. */
  weights: vector,
  bias: z.number(),
  /** Gray level (of the frame itself, 0..255) that half a percent of the picture must exceed, else it is dark. */
  dark: z.number().min(0),
  /** Standard deviation of the input image's levels below which a lit picture is flat. */
  flat: z.number().min(0),
});

export type GuardParameters = z.output<typeof guardSchema>;

export interface Guard {
  /** `image`: the frame's input image, made with `gain`; `features`: what the extractor says of it. */
  look(image: Uint8Array, gain: number, features: Float32Array): FrameGuard;
}

/** What keeps the guard from reading `features` features, or null. */
export function checkGuard({ features, weights }: GuardParameters, count: number): string | null {
  const lengths = [features.mean.length, features.scale.length, features.projection.columns];
  if (!lengths.every((length) => length === count)) return `it is made for ${lengths.join('/')} features, the extractor gives ${count}`;
  return weights.length === features.projection.rows + MEASURES ? null : `it has ${weights.length} weights for ${features.projection.rows + MEASURES} inputs`;
}

/** Level of the frame that preprocessing turned into an input level: (level / gain) ^ 0.7 undone. */
function frameLevel(level: number, gain: number): number {
  return gain * (level / 255) ** (1 / 0.7);
}

export function createGuard(parameters: GuardParameters): Guard {
  const { features: fused, picture, furthest, weights, bias } = parameters;
  const within = (value: number): number => Math.min(furthest, Math.max(-furthest, value));
  const score = (features: Float32Array, measures: Float64Array): number => {
    const standardised = Float64Array.from(features, (value, index) => (value - (fused.mean[index] ?? 0)) / (fused.scale[index] ?? 1));
    const components = product(fused.projection, standardised);
    let logit = bias;
    components.forEach((value, index) => {
      logit += (weights[index] ?? 0) * within(value);
    });
    measures.forEach((value, index) => {
      logit += (weights[components.length + index] ?? 0) * within((value - (picture.middle[index] ?? 0)) / (picture.spread[index] ?? 1));
    });
    return logit;
  };
  return {
    look: (image, gain, features) => {
      const { measures, deviation, brightest, sketch } = measurePicture(image);
      const dark = frameLevel(brightest, gain) < parameters.dark;
      return { score: score(features, measures), dark, flat: !dark && deviation < parameters.flat, sketch };
    },
  };
}
