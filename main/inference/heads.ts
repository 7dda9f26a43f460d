/** Fusion heads: from the fused feature vector to a frame's probability, and the gradient that Grad-CAM needs. A further kind is a schema, a case and a function. */
import { z } from 'zod';

const vector = z.array(z.number());

const logisticRegression = z.object({
  kind: z.literal('logistic-regression'),
  /** Standardisation of the features: (feature - mean) / scale. */
  mean: vector,
  scale: z.array(z.number().positive()),
  weights: vector,
  bias: z.number(),
  /** Platt scaling: probability = sigmoid(slope * logit + intercept). */
  calibration: z.object({ slope: z.number(), intercept: z.number() }),
});

export const headSchema = z.discriminatedUnion('kind', [logisticRegression]);

export type HeadParameters = z.output<typeof headSchema>;

export interface HeadScore {
  /** Before calibration. */
  readonly logit: number;
  /** Calibrated probability that IS is present in the frame. */
  readonly probability: number;
}

export interface Head {
  /** Score of one fused feature vector. */
  score(features: Float32Array): HeadScore;
  /** d (calibrated logit) / d feature at this feature vector, one value a feature: what Grad-CAM weighs the maps by. */
  gradient(features: Float32Array): Float32Array;
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function logisticHead(parameters: z.output<typeof logisticRegression>): Head {
  const { slope, intercept } = parameters.calibration;
  const scale = Float64Array.from(parameters.scale);
  const perFeature = Float64Array.from(parameters.weights, (weight, index) => weight / (scale[index] ?? 1));
  // bias - sum(weight * mean / scale): the mean is taken out once, in double precision.
  const offset = parameters.mean.reduce((sum, mean, index) => sum - mean * (perFeature[index] ?? 0), parameters.bias);
  const slopes = Float32Array.from(perFeature, (weight) => slope * weight);
  return {
    score: (features) => {
      if (features.length !== perFeature.length) throw new RangeError(`The head takes ${perFeature.length} features, ${features.length} came.`);
      let logit = offset;
      for (let index = 0; index < features.length; index += 1) logit += (features[index] ?? 0) * (perFeature[index] ?? 0);
      return { logit, probability: sigmoid(slope * logit + intercept) };
    },
    // Linear: the same everywhere.
    gradient: () => slopes,
  };
}

/** The head that the parameters describe. */
export function createHead(parameters: HeadParameters): Head {
  switch (parameters.kind) {
    case 'logistic-regression': return logisticHead(parameters);
  }
}
