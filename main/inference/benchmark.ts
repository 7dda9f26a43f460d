/** How fast the engine is here: the whole step a frame against bare `session.run` on the same input, in turns, so that noise hits both alike. */
import { performance } from 'node:perf_hooks';
import { setImmediate as letMessagesIn } from 'node:timers/promises';
import type { BenchmarkResult, Sector } from '../../preload/domain.ts';
import type { ClipSource } from './clip-source.ts';
import { createUnwrapper } from './preprocess.ts';
import type { Extractor } from './session.ts';
import type { Stepper } from './step.ts';

const side = 350;
const sector: Sector = {
  kind: 'convex', apexX: 175, apexY: -60, leftAngle: -0.5, rightAngle: 0.5, innerRadius: 70, outerRadius: 400, box: { x: 0, y: 0, width: side, height: side },
};

/** A clip of noise in a fan, for machines without one at hand. */
export function noiseClip(): ClipSource {
  const unwrap = createUnwrapper(side, side, sector);
  const noise = (seed: number): Uint8Array => {
    let state = seed >>> 0;
    return Uint8Array.from({ length: side * side }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
  };
  return {
    read: (frames) => Promise.resolve(frames.map(noise)),
    images: (grays) => grays.map((gray) => unwrap(gray, 255)),
    close: () => {},
  };
}

/** Times `frames` frames of a clip; `onFrame` is called after each. Reading is left out: it overlaps inference in real work. */
export async function benchmark(extractor: Extractor, stepper: Stepper, clip: ClipSource, frames: number, onFrame: () => void): Promise<BenchmarkResult> {
  let stepMs = 0;
  let runMs = 0;
  const timeStep = async (frame: number, gray: readonly Uint8Array[]): Promise<void> => {
    const from = performance.now();
    const images = clip.images(gray);
    await stepper.step([frame], stepper.tensor(images), null);
    stepMs += performance.now() - from;
  };
  const timeRun = async (tensor: Float32Array): Promise<void> => {
    const from = performance.now();
    await extractor.run(tensor, 1);
    runMs += performance.now() - from;
  };
  await extractor.run(stepper.tensor(clip.images(await clip.read([0]))), 1);
  for (let frame = 0; frame < frames; frame += 1) {
    const gray = await clip.read([frame]);
    const tensor = stepper.tensor(clip.images(gray));
    if (frame % 2 === 0) await timeStep(frame, gray);
    await timeRun(tensor);
    if (frame % 2 === 1) await timeStep(frame, gray);
    onFrame();
    await letMessagesIn();
  }
  clip.close();
  return { provider: extractor.provider, precision: extractor.precision, engineMsPerFrame: stepMs / frames, sessionRunMsPerFrame: runMs / frames, threads: extractor.threads };
}
