/**
 * Raw frames of one clip in memory: a bounded cache of blocks, read ahead in play direction.
 * A frame is always cut out of the block that was requested for it, whose size was checked, so no frame can appear under another index.
 */
import type { AppError, Result } from '../../preload/domain.ts';

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

export interface FrameCacheOptions {
  readonly shape: FrameShape;
  readonly budgetBytes: number;
  readonly read: ReadFrames;
  /** Frames `from` .. `from + count - 1` can be had now, or `failure` will tell why not. */
  readonly onArrive: (from: number, count: number) => void;
}

export interface FrameCache {
  /** The frame, when it is in memory. */
  get(index: number): Frame | null;
  /** Why the frame cannot be had; null while it may still come. */
  failure(index: number): AppError | null;
  /** Tells what is on screen and where playback goes; reads it and what follows, and drops requests that no longer matter. */
  want(index: number, direction: -1 | 0 | 1): void;
  /** Forgets failures and asks again. */
  retry(): void;
  readonly bytes: number;
  dispose(): void;
}

/** About 1 MB a request keeps the first frame quick; at least one frame, at most 16. */
const BLOCK_BYTES = 1 << 20;
const BLOCK_FRAMES = 16;
const PARALLEL = 3;

export function framesPerBlock(shape: FrameShape): number {
  const frameBytes = shape.width * shape.height * shape.channels;
  return Math.min(BLOCK_FRAMES, Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, frameBytes))));
}

/**
 * Blocks worth having, most urgent first: the one on screen, then onward in `direction` (round the end, as loops go), two behind in case the user
 * turns back. Still pictures read on both sides alternately.
 */
export function blocksWanted(current: number, direction: -1 | 0 | 1, blocks: number, limit: number): number[] {
  const order = [current];
  const seen = new Set(order);
  const add = (block: number): void => {
    const wrapped = ((block % blocks) + blocks) % blocks;
    if (order.length >= limit || seen.has(wrapped)) return;
    seen.add(wrapped);
    order.push(wrapped);
  };
  if (direction !== 0) {
    for (let ahead = 1; ahead <= 2; ahead += 1) add(current + direction * ahead);
    add(current - direction);
    for (let ahead = 3; ahead < blocks; ahead += 1) add(current + direction * ahead);
    return order;
  }
  for (let away = 1; away < blocks && order.length < Math.min(limit, blocks); away += 1) {
    add(current + away);
    add(current - away);
  }
  return order;
}

export function createFrameCache({ shape, budgetBytes, read, onArrive }: FrameCacheOptions): FrameCache {
  const frameBytes = shape.width * shape.height * shape.channels;
  const perBlock = framesPerBlock(shape);
  const blocks = Math.max(1, Math.ceil(shape.count / perBlock));
  const limit = Math.max(1, Math.floor(budgetBytes / (frameBytes * perBlock)));
  /** Map order is age: the first entry was used longest ago. */
  const held = new Map<number, Uint8Array>();
  const failed = new Map<number, AppError>();
  const running = new Map<number, AbortController>();
  let wanted: readonly number[] = [];
  let target: { index: number; direction: -1 | 0 | 1 } | null = null;
  let bytes = 0;
  let disposed = false;

  const keep = (block: number, data: Uint8Array): void => {
    held.set(block, data);
    bytes += data.byteLength;
    const spare = new Set(wanted);
    for (const [old, oldData] of held) {
      if (bytes <= budgetBytes) break;
      if (old === block || spare.has(old)) continue;
      held.delete(old);
      bytes -= oldData.byteLength;
    }
  };

  const start = async (block: number): Promise<void> => {
    const abort = new AbortController();
    running.set(block, abort);
    const from = block * perBlock;
    const count = Math.min(perBlock, shape.count - from);
    const answer = await read(from, count, abort.signal);
    if (running.get(block) === abort) running.delete(block);
    if (disposed || abort.signal.aborted) return;
    if (answer.ok) keep(block, answer.value);
    else failed.set(block, answer.error);
    onArrive(from, count);
    fill();
  };

  const fill = (): void => {
    if (disposed) return;
    for (const block of wanted) {
      // What is on screen never waits behind what is read ahead.
      if (running.size >= PARALLEL && block !== wanted[0]) return;
      if (!held.has(block) && !running.has(block) && !failed.has(block)) void start(block);
    }
  };

  const blockOf = (index: number): number => Math.floor(index / perBlock);

  return {
    get(index) {
      const block = blockOf(index);
      const data = held.get(block);
      if (data === undefined || index < 0 || index >= shape.count) return null;
      held.delete(block);
      held.set(block, data);
      const offset = (index - block * perBlock) * frameBytes;
      return { index, bytes: data.subarray(offset, offset + frameBytes), width: shape.width, height: shape.height, channels: shape.channels };
    },
    failure: (index) => failed.get(blockOf(index)) ?? null,
    want(index, direction) {
      if (target?.direction === direction && wanted[0] === blockOf(index)) return;
      target = { index, direction };
      wanted = blocksWanted(blockOf(index), direction, blocks, limit);
      const live = new Set(wanted.slice(0, PARALLEL * 2));
      for (const [block, abort] of running) {
        if (live.has(block)) continue;
        abort.abort();
        running.delete(block);
      }
      fill();
    },
    retry() {
      failed.clear();
      fill();
    },
    get bytes() {
      return bytes;
    },
    dispose() {
      disposed = true;
      for (const abort of running.values()) abort.abort();
      running.clear();
      held.clear();
      bytes = 0;
    },
  };
}
