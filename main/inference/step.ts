/** One step of analysis: input images in, scored frames with their evidence out. */
import { performance } from 'node:perf_hooks';
import type { Bundle } from './bundle.ts';
import type { ScoredFrame } from './engine-protocol.ts';
import { evidenceLayout } from './evidence.ts';
import { frameEvidence } from './gradcam.ts';
import { createHead } from './heads.ts';
import { inputTensor } from './preprocess.ts';
import type { Extractor } from './session.ts';

export interface StepResult {
  readonly scores: readonly ScoredFrame[];
  readonly inferMs: number;
  readonly explainMs: number;
}

export interface Stepper {
  /** Input tensor of the images, frames x 3 x 224 x 224. */
  tensor(images: readonly Uint8Array[]): Float32Array;
  /** Scores `frames`, whose input is `tensor`. Blocks the event loop during `session.run`; throws when the provider fails. */
  step(frames: readonly number[], tensor: Float32Array): Promise<StepResult>;
}

/** The bundle's head and Grad-CAM behind an open extractor. */
export function createStepper(bundle: Bundle, extractor: Extractor): Stepper {
  const { branches, featureCount } = bundle.manifest.extractor;
  const head = createHead(bundle.head);
  const layout = evidenceLayout(branches);
  const cut = (values: Float32Array, frame: number, size: number): Float32Array => values.subarray(frame * size, (frame + 1) * size);
  return {
    tensor: inputTensor,
    step: async (frames, tensor) => {
      const from = performance.now();
      const output = await extractor.run(tensor, frames.length);
      const ran = performance.now();
      const scores = frames.map((frame, index) => {
        const features = cut(output.features, index, featureCount);
        const maps = branches.map((branch, at) => cut(output.maps[at] ?? new Float32Array(), index, branch.channels * branch.height * branch.width));
        return { frame, ...head.score(features), evidence: frameEvidence(branches, layout, maps, head.gradient(features)) };
      });
      return { scores, inferMs: ran - from, explainMs: performance.now() - ran };
    },
  };
}
