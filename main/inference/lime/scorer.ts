/** What LIME explains: the fused decision's calibrated logit of an input image, by the bundle's extractor and head. */
import type { Head } from '../heads.ts';
import { inputTensor } from '../preprocess.ts';
import type { Extractor } from '../session.ts';
import type { LimeScorer } from './lime.ts';

/** Keeps the logit finite where the probability is 0 or 1 to the last bit. */
const extreme = 1e-12;

/** Log odds of a calibrated probability. */
export function calibratedLogit(probability: number): number {
  const within = Math.min(1 - extreme, Math.max(extreme, probability));
  return Math.log(within / (1 - within));
}

/** Scores all images in one run of the extractor. */
export function createScorer(extractor: Extractor, head: Head): LimeScorer {
  return async (images) => {
    const { features } = await extractor.run(inputTensor(images), images.length);
    const each = features.length / images.length;
    return Float64Array.from(images, (_, index) => calibratedLogit(head.score(features.subarray(index * each, (index + 1) * each)).probability));
  };
}
