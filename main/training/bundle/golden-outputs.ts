/**
 * golden.json for a bundle with a new head. What the graph gives (features, maps) stays as the bundle's first maker computed it with another runtime; what the head
 * makes of it is computed here. A head can be more sensitive than the one before: the tolerance grows by what features off by as much as this machine's own
 * are off change the logits.
 */
import type { Bundle, Variant } from '../../inference/bundle.ts';
import type { Golden } from '../../inference/bundle-format.ts';
import { evidenceLayout } from '../../inference/evidence.ts';
import { goldenImages } from '../../inference/golden.ts';
import { frameEvidence } from '../../inference/gradcam.ts';
import { createHead } from '../../inference/heads.ts';
import type { Head, HeadParameters } from '../../inference/heads.ts';
import type { OnnxBinding } from '../../inference/onnx.ts';
import { inputTensor } from '../../inference/preprocess.ts';
import { openExtractor } from '../../inference/session.ts';
import type { ExtractorOutput } from '../../inference/session.ts';
import { normals, seededUniform } from '../random.ts';

const shakes = 24;
/** Shaken features are this many times as far off as this machine's. */
const margin = 2;
/** Grad-CAM of trees and neighbours may jump with the features: then it is left out of the self-test. */
const steadyEvidence = 0.15;
const leastNoise = 1e-4;

/** Root mean square of how far this machine's features are from the expected ones, relative to 1 + |expected|. */
function noiseOf({ featureSamples }: Golden, runs: readonly ExtractorOutput[]): number {
  let [sum, count] = [0, 0];
  runs.forEach(({ features }, image) => featureSamples.indices.forEach((index, at) => {
    const expected = featureSamples.values[image]?.[at] ?? 0;
    sum += (((features[index] ?? 0) - expected) / (1 + Math.abs(expected))) ** 2;
    count += 1;
  }));
  return Math.max(leastNoise, margin * Math.sqrt(sum / Math.max(1, count)));
}

interface Spread {
  /** Largest change of a logit or probability, relative to 1 + its size. */
  readonly scores: number;
  /** Largest change of an evidence cell, relative to the grid's largest. */
  readonly cells: number;
}

function fusedEvidence(bundle: Bundle, head: Head, features: Float32Array, { maps }: ExtractorOutput): Float32Array {
  const { branches } = bundle.manifest.extractor;
  const layout = evidenceLayout(branches);
  const { fused } = layout;
  return frameEvidence(branches, layout, maps, head.gradient(features)).subarray(fused.offset, fused.offset + fused.width * fused.height);
}

/** What noise in the features makes of the head's outputs. */
function spreadOf(bundle: Bundle, head: Head, run: ExtractorOutput, noise: number): Spread {
  const normal = normals(seededUniform(7));
  const still = head.score(run.features);
  const cells = fusedEvidence(bundle, head, run.features, run);
  const peak = Math.max(1e-9, ...cells);
  let [scores, evidence] = [0, 0];
  for (let shake = 0; shake < shakes; shake += 1) {
    const features = run.features.map((value) => value + noise * (1 + Math.abs(value)) * normal());
    const moved = head.score(features);
    scores = Math.max(scores, Math.abs(moved.logit - still.logit) / (1 + Math.abs(still.logit)), Math.abs(moved.probability - still.probability) / (1 + still.probability));
    fusedEvidence(bundle, head, features, run).forEach((value, cell) => (evidence = Math.max(evidence, Math.abs(value - (cells[cell] ?? 0)) / peak)));
  }
  return { scores, cells: evidence };
}

const short = (value: number): number => Number(value.toPrecision(8));

/** The golden file of one variant with the new head. Throws when the variant does not open on the CPU. */
export async function goldenWithHead(bundle: Bundle, variant: Variant, parameters: HeadParameters, binding: OnnxBinding): Promise<Golden> {
  const { golden } = variant;
  const extractor = await openExtractor(binding, bundle, variant, 'cpu', 1);
  try {
    const runs: ExtractorOutput[] = [];
    for (const image of goldenImages(golden.recipe)) runs.push(await extractor.run(inputTensor([image]), 1));
    const head = createHead(parameters);
    const noise = noiseOf(golden, runs);
    const spreads = runs.map((run) => spreadOf(bundle, head, run, noise));
    const cells = Math.max(...spreads.map((spread) => spread.cells));
    const steady = cells < steadyEvidence;
    const needed = Math.max(...spreads.map((spread) => 1.5 * spread.scores));
    const absolute = Math.max(golden.tolerance.absolute, Number(needed.toPrecision(3)));
    const { evidence: _, ...kept } = golden;
    return {
      ...kept, tolerance: { absolute, relative: Math.max(golden.tolerance.relative, absolute), ...(steady ? { evidence: Math.max(golden.tolerance.evidence ?? 2 * golden.tolerance.absolute, 2 * absolute, Number((1.5 * cells).toPrecision(3))) } : {}) },
      logits: runs.map(({ features }) => short(head.score(features).logit)), probabilities: runs.map(({ features }) => short(head.score(features).probability)),
      ...(steady ? { evidence: runs.map((run) => Array.from(fusedEvidence(bundle, head, run.features, run), short)) } : {}),
    };
  } finally {
    await extractor.release();
  }
}
