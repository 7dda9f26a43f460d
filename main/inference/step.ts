/** One step of analysis: input images in, scored frames with their evidence out. */
import { performance } from 'node:perf_hooks';
import type { FrameGuard } from '../analysis/clip-guard.ts';
import type { Bundle } from './bundle.ts';
import type { ScoredFrame } from './engine-protocol.ts';
import { evidenceLayout } from './evidence.ts';
import { frameEvidence } from './gradcam.ts';
import { createGuard } from './guard.ts';
import { createHead } from './heads.ts';
import { inputTensor } from './preprocess.ts';
import type { Extractor } from './session.ts';

/** What the guard looks at: input images of a step's frames, and the gain that they were made with. */
export interface Pictures {
  readonly images: readonly Uint8Array[];
  readonly gain: number;
}

export interface StepResult {
  readonly scores: readonly ScoredFrame[];
  /** One a frame; empty where the bundle has no guard or was not asked. */
  readonly guards: readonly FrameGuard[];
  readonly inferMs: number;
  readonly explainMs: number;
}

export interface Stepper {
  /** Whether the bundle has a guard. */
  readonly guarded: boolean;
  /** Input tensor of the images, frames x 3 x 224 x 224. */
  tensor(images: readonly Uint8Array[]): Float32Array;
  /** Scores `frames`, whose input is `tensor`; `pictures` for the guard, null once it has judged the clip. Blocks the event loop during `session.run`; throws when the provider fails. */
  step(frames: readonly number[], tensor: Float32Array, pictures: Pictures | null): Promise<StepResult>;
}

/** The bundle's head, Grad-CAM and guard behind an open extractor. */
export function createStepper(bundle: Bundle, extractor: Extractor): Stepper {
  const { branches, featureCount } = bundle.manifest.extractor;
  const head = createHead(bundle.head);
  const guard = bundle.guard === null ? null : createGuard(bundle.guard);
  const layout = evidenceLayout(branches);
  const cut = (values: Float32Array, frame: number, size: number): Float32Array => values.subarray(frame * size, (frame + 1) * size);
  return {
    guarded: guard !== null,
    tensor: inputTensor,
    step: async (frames, tensor, pictures) => {
      const from = performance.now();
      const output = await extractor.run(tensor, frames.length);
      const ran = performance.now();
      const scores = frames.map((frame, index) => {
        const features = cut(output.features, index, featureCount);
        const maps = branches.map((branch, at) => cut(output.maps[at] ?? new Float32Array(), index, branch.channels * branch.height * branch.width));
        return { frame, ...head.score(features), evidence: frameEvidence(branches, layout, maps, head.gradient(features)) };
      });
      const guards = guard === null || pictures === null ? [] : pictures.images.map((image, index) => guard.look(image, pictures.gain, cut(output.features, index, featureCount)));
      return { scores, guards, inferMs: ran - from, explainMs: performance.now() - ran };
    },
  };
}
