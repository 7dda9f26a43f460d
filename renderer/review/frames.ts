/** Frames as the page holds them: raw decoded bytes, named by their index. */
import type { Result } from '../../preload/domain.ts';

export interface FrameShape {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Row major, `width * height * channels` bytes, channels interleaved. */
export interface Frame {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Reads `count` concatenated frames from index `from`; the answer's length has been checked. */
export type ReadFrames = (from: number, count: number, signal: AbortSignal) => Promise<Result<Uint8Array>>;
