/** The self-test of a bundle on the provider in use: inputs by recipe, outputs against those that the bundle's maker computed with another runtime. */
import type { Bundle } from './bundle.ts';
import type { Golden } from './bundle-format.ts';
import { createHead } from './heads.ts';
import { INPUT_SIZE, inputTensor } from './preprocess.ts';
import type { Extractor } from './session.ts';

/** Blocks along each side of a golden image; each is 8 x 8 pixels. */
const blocks = 28;

/**
 * Golden input images, 224 x 224 bytes each: image k fills its 28 x 28 blocks, row by row, with the top byte of the
 * linear congruential sequence state = state * 1664525 + 1013904223 (mod 2^32) that starts at seed + k.
 */
export function goldenImages(recipe: Golden['recipe']): Uint8Array[] {
  const side = INPUT_SIZE / blocks;
  return Array.from({ length: recipe.count }, (_, k) => {
    const image = new Uint8Array(INPUT_SIZE * INPUT_SIZE);
    let state = (recipe.seed + k) >>> 0;
    for (let block = 0; block < blocks * blocks; block += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const top = Math.floor(block / blocks) * side;
      const left = (block % blocks) * side;
      for (let row = top; row < top + side; row += 1) image.fill(state >>> 24, row * INPUT_SIZE + left, row * INPUT_SIZE + left + side);
    }
    return image;
  });
}

/** The golden images as the extractor's input, count x 3 x 224 x 224. */
export function goldenTensor(recipe: Golden['recipe']): Float32Array {
  return inputTensor(goldenImages(recipe));
}

export interface GoldenOutcome {
  readonly ok: boolean;
  /** Largest deviation in units of the tolerance: the test passes up to 1. */
  readonly worst: number;
  /** Which output deviates most. */
  readonly where: string;
}

interface Comparison {
  readonly where: string;
  readonly got: number;
  readonly expected: number;
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function compareImage(bundle: Bundle, image: number, features: Float32Array, maps: readonly Float32Array[]): Comparison[] {
  const { golden, manifest, head } = bundle;
  const score = createHead(head).score(features);
  const missing = Number.NaN;
  return [
    { where: 'logit', got: score.logit, expected: golden.logits[image] ?? missing },
    { where: 'probability', got: score.probability, expected: golden.probabilities[image] ?? missing },
    ...golden.featureSamples.indices.map((index, at) => ({
      where: `feature ${index}`, got: features[index] ?? missing, expected: golden.featureSamples.values[image]?.[at] ?? missing,
    })),
    ...manifest.extractor.branches.map((branch, at) => ({
      where: `map ${branch.name}`, got: sumOf(maps[at] ?? new Float32Array()), expected: golden.mapSums[branch.name]?.[image] ?? missing,
    })),
  ];
}

/** Runs the golden images one by one, as clips are run. Throws only when the provider itself fails. */
export async function goldenTest(bundle: Bundle, extractor: Extractor): Promise<GoldenOutcome> {
  const { absolute, relative } = bundle.golden.tolerance;
  const deviations: { where: string; by: number }[] = [];
  for (const [image, pixels] of goldenImages(bundle.golden.recipe).entries()) {
    const { features, maps } = await extractor.run(inputTensor([pixels]), 1);
    for (const { where, got, expected } of compareImage(bundle, image, features, maps)) {
      const by = Math.abs(got - expected) / (absolute + relative * Math.abs(expected));
      // A NaN on either side is the worst deviation there is.
      deviations.push({ where, by: Number.isNaN(by) ? Number.POSITIVE_INFINITY : by });
    }
  }
  const worst = deviations.reduce((most, deviation) => (deviation.by > most.by ? deviation : most), { where: 'nothing', by: 0 });
  return { ok: worst.by <= 1, worst: worst.by, where: worst.where };
}
