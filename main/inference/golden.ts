/** The self-test of a bundle on the provider in use: inputs by recipe, outputs against those that the bundle's maker computed with another runtime. */
import type { Bundle, Variant } from './bundle.ts';
import type { Golden } from './bundle-format.ts';
import { evidenceLayout } from './evidence.ts';
import { frameEvidence } from './gradcam.ts';
import { createHead } from './heads.ts';
import type { Head } from './heads.ts';
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
  /** What the tolerance is relative to; without it `expected`. */
  readonly scale?: number;
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Grad-CAM of the fused decision, cell by cell; a cell is small beside the whole, so the grid's largest value sets the scale. */
function compareEvidence(bundle: Bundle, head: Head, expected: readonly number[], features: Float32Array, maps: readonly Float32Array[]): Comparison[] {
  const { branches } = bundle.manifest.extractor;
  const layout = evidenceLayout(branches);
  const { fused } = layout;
  const got = frameEvidence(branches, layout, maps, head.gradient(features)).subarray(fused.offset, fused.offset + fused.width * fused.height);
  const scale = Math.max(...expected);
  if (expected.length !== got.length) return [{ where: 'evidence', got: Number.NaN, expected: scale }];
  return expected.map((value, cell) => ({ where: `evidence ${cell}`, got: got[cell] ?? Number.NaN, expected: value, scale }));
}

function compareImage(bundle: Bundle, golden: Golden, image: number, features: Float32Array, maps: readonly Float32Array[]): Comparison[] {
  const { manifest } = bundle;
  const head = createHead(bundle.head);
  const score = head.score(features);
  const missing = Number.NaN;
  const evidence = golden.evidence?.[image];
  return [
    { where: 'logit', got: score.logit, expected: golden.logits[image] ?? missing },
    { where: 'probability', got: score.probability, expected: golden.probabilities[image] ?? missing },
    ...golden.featureSamples.indices.map((index, at) => ({
      where: `feature ${index}`, got: features[index] ?? missing, expected: golden.featureSamples.values[image]?.[at] ?? missing,
    })),
    ...manifest.extractor.branches.map((branch, at) => ({
      where: `map ${branch.name}`, got: sumOf(maps[at] ?? new Float32Array()), expected: golden.mapSums[branch.name]?.[image] ?? missing,
    })),
    ...(evidence === undefined ? [] : compareEvidence(bundle, head, evidence, features, maps)),
  ];
}

/** How far one value is off, in units of the tolerance. A NaN on either side is the worst deviation there is. */
function deviation({ absolute, relative, evidence = absolute + relative }: Golden['tolerance'], { got, expected, scale }: Comparison): number {
  // Evidence is a share of the logit: its tolerance shrinks with its scale, but where there is none.
  const allowed = scale === undefined || scale === 0 ? absolute + relative * Math.abs(expected) : evidence * scale;
  const by = Math.abs(got - expected) / allowed;
  return Number.isNaN(by) ? Number.POSITIVE_INFINITY : by;
}

/** Runs a variant's golden images one by one, as clips are run. Throws only when the provider itself fails. */
export async function goldenTest(bundle: Bundle, { golden }: Variant, extractor: Extractor): Promise<GoldenOutcome> {
  let worst = { where: 'nothing', by: 0 };
  for (const [image, pixels] of goldenImages(golden.recipe).entries()) {
    const { features, maps } = await extractor.run(inputTensor([pixels]), 1);
    for (const comparison of compareImage(bundle, golden, image, features, maps)) {
      const by = deviation(golden.tolerance, comparison);
      if (by > worst.by) worst = { where: comparison.where, by };
    }
  }
  return { ok: worst.by <= 1, worst: worst.by, where: worst.where };
}
