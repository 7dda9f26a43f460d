/** Decoding without a worker thread, for tests of many files. */
import type { PixelKind } from '../decode-arguments.ts';
import { openClip } from './open-clip.ts';

export interface TestDecode {
  readonly frames: readonly Uint8Array[];
  readonly damaged: boolean;
  readonly timesMs: readonly number[];
}

/** Throws, or answers a code, as the worker's parts do. */
export async function decodeWhole(file: string, pix: PixelKind): Promise<TestDecode | string> {
  const clip = openClip({ file, pix, maxPixels: 4096 * 4096, minSide: 1 });
  if (typeof clip === 'string') return clip;
  const frames: Uint8Array[] = [];
  let damaged = clip.damaged;
  for (let index = 0; index < clip.count; index++) {
    const frame = await clip.frame(index, pix);
    frames.push(frame.pixels);
    damaged ||= frame.damaged;
  }
  return { frames, damaged, timesMs: clip.facts.timesMs };
}
