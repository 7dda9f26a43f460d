/**
 * Raw frames of one clip in memory: a bounded cache of blocks, read ahead in play direction.
 * A frame is always cut out of the block that was requested for it, whose size was checked, so no frame can appear under another index.
 */
import type { AppError } from '../../preload/domain.ts';
import { createBlockStore } from './block-store.ts';
import type { Frame, FrameShape, ReadFrames } from './frames.ts';
import { createSpotReader } from './spot-reader.ts';

export interface FrameCacheOptions {
  readonly shape: FrameShape;
  readonly budgetBytes: number;
  readonly read: ReadFrames;
  /** Frames `from` .. `from + count - 1` can be had now, or `failure` will tell why not. */
  readonly onArrive: (from: number, count: number) => void;
  /** How long a scrub must rest before more than its frame is read. */
  readonly settleMs?: number;
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
/** Blocks asked for without being on screen: all of an ordinary clip, the neighbourhood in a long one. Older ones stay while there is room. */
const AHEAD = 32;

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

export function createFrameCache({ shape, budgetBytes, read, onArrive, settleMs = 120 }: FrameCacheOptions): FrameCache {
  const frameBytes = shape.width * shape.height * shape.channels;
  const perBlock = framesPerBlock(shape);
  const blocks = Math.max(1, Math.ceil(shape.count / perBlock));
  const limit = Math.min(AHEAD, Math.max(1, Math.floor(budgetBytes / (frameBytes * perBlock))));
  const store = createBlockStore(budgetBytes);
  const failed = new Map<number, AppError>();
  const running = new Map<number, AbortController>();
  let wanted: readonly number[] = [];
  let target: { readonly index: number; readonly direction: -1 | 0 | 1 } | null = null;
  let disposed = false;
  const blockOf = (index: number): number => Math.floor(index / perBlock);

  const start = async (block: number): Promise<void> => {
    const abort = new AbortController();
    running.set(block, abort);
    const from = block * perBlock;
    const count = Math.min(perBlock, shape.count - from);
    const answer = await read(from, count, abort.signal);
    if (running.get(block) === abort) running.delete(block);
    if (abort.signal.aborted) return;
    if (answer.ok) store.put(block, answer.value, wanted);
    else failed.set(block, answer.error);
    onArrive(from, count);
    fill();
  };

  const fill = (): void => {
    if (disposed || spot.busy) return;
    for (const block of wanted) {
      if (store.has(block) || failed.has(block)) continue;
      // What is on screen never waits behind what is read ahead, and nothing is read ahead before it.
      if (running.size >= PARALLEL && block !== wanted[0]) return;
      if (!running.has(block)) void start(block);
      if (block === wanted[0]) return;
    }
  };

  const spot = createSpotReader({ read, onArrive: (index) => onArrive(index, 1), onRest: fill, settleMs });

  const abortStale = (): void => {
    const live = new Set(wanted.slice(0, PARALLEL * 2));
    for (const [block, abort] of running) {
      if (live.has(block)) continue;
      abort.abort();
      running.delete(block);
    }
  };

  return {
    get(index) {
      if (index < 0 || index >= shape.count) return null;
      const data = store.take(blockOf(index));
      const offset = (index % perBlock) * frameBytes;
      const bytes = data === null ? spot.frame(index) : data.subarray(offset, offset + frameBytes);
      return bytes === null ? null : { index, bytes, width: shape.width, height: shape.height, channels: shape.channels };
    },
    failure: (index) => failed.get(blockOf(index)) ?? null,
    want(index, direction) {
      if (target?.direction === direction && target.index === index) return;
      const block = blockOf(index);
      if (wanted[0] !== block || target?.direction !== direction) wanted = blocksWanted(block, direction, blocks, limit);
      target = { index, direction };
      abortStale();
      const coming = store.has(block) || running.has(block) || failed.has(block);
      if (direction === 0 && perBlock > 1 && !coming) spot.ask(index);
      else spot.cancel();
      fill();
    },
    retry() {
      failed.clear();
      fill();
    },
    get bytes() {
      return store.bytes;
    },
    dispose() {
      disposed = true;
      spot.cancel();
      for (const abort of running.values()) abort.abort();
      running.clear();
      store.clear();
    },
  };
}
