/**
 * Fusion heads: from the fused feature vector to a frame's probability, and the gradient that Grad-CAM needs.
 * A further kind is a file in heads/ with a schema, a check and a core, and a line in each table here.
 */
import { z } from 'zod';
import { checkInput, createInput } from './heads/input.ts';
import { checkLinear, linearCore, linearSvmSchema, logisticRegressionSchema } from './heads/linear.ts';
import { checkNearestNeighbours, nearestNeighboursCore, nearestNeighboursSchema } from './heads/nearest-neighbours.ts';
import { sigmoid } from './heads/parts.ts';
import type { HeadCore } from './heads/parts.ts';
import { checkPerceptron, perceptronCore, perceptronSchema } from './heads/perceptron.ts';
import { checkRbfSvm, rbfSvmCore, rbfSvmSchema } from './heads/rbf-svm.ts';
import { checkTrees, gradientBoostingCore, gradientBoostingSchema, randomForestCore, randomForestSchema } from './heads/trees.ts';

export const headSchema = z.discriminatedUnion('kind', [
  logisticRegressionSchema, linearSvmSchema, rbfSvmSchema, nearestNeighboursSchema, randomForestSchema, gradientBoostingSchema, perceptronSchema,
]);

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
  /**
   * d (calibrated logit) / d feature at this feature vector, one value a feature: what Grad-CAM weighs the maps by.
   * Trees are constant by pieces: theirs is the gradient of `softLogit`.
   */
  gradient(features: Float32Array): Float32Array;
  /** The calibrated logit that `gradient` belongs to: with softened splits for trees, else that of `score`. */
  softLogit(features: Float32Array): number;
}

function checkKind(head: HeadParameters, dimensions: number): string | null {
  switch (head.kind) {
    case 'logistic-regression':
    case 'linear-svm': return checkLinear(head, dimensions);
    case 'rbf-svm': return checkRbfSvm(head, dimensions);
    case 'k-nearest-neighbours': return checkNearestNeighbours(head, dimensions);
    case 'random-forest':
    case 'gradient-boosting': return checkTrees(head, dimensions);
    case 'mlp': return checkPerceptron(head, dimensions);
  }
}

/** What does not fit within a head, or between it and an extractor of so many features; null when all does. */
export function checkHead(head: HeadParameters, features: number): string | null {
  return checkInput(head.input, features) ?? checkKind(head, head.input.projection?.rows ?? features);
}

function coreOf(head: HeadParameters): HeadCore {
  switch (head.kind) {
    case 'logistic-regression':
    case 'linear-svm': return linearCore(head);
    case 'rbf-svm': return rbfSvmCore(head);
    case 'k-nearest-neighbours': return nearestNeighboursCore(head);
    case 'random-forest': return randomForestCore(head);
    case 'gradient-boosting': return gradientBoostingCore(head);
    case 'mlp': return perceptronCore(head);
  }
}

/** The head that the parameters describe; they must have passed `checkHead`. */
export function createHead(parameters: HeadParameters): Head {
  const { slope, intercept } = parameters.calibration;
  const input = createInput(parameters.input);
  const core = coreOf(parameters);
  return {
    score: (features) => {
      const logit = core.logit(input.of(features));
      return { logit, probability: sigmoid(slope * logit + intercept) };
    },
    gradient: (features) => new Float32Array(input.back(core.slope(input.of(features))).map((value) => slope * value)),
    softLogit: (features) => slope * (core.softLogit ?? core.logit)(input.of(features)) + intercept,
  };
}
