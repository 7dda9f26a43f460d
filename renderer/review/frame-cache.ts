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
  /** Map order is age: the first entry was used longest ago. */
  const held = new Map<number, Uint8Array>();
  const failed = new Map<number, AppError>();
  const running = new Map<number, AbortController>();
  let wanted: readonly number[] = [];
  let wantedDirection: -1 | 0 | 1 = 0;
  let target: { readonly index: number; readonly direction: -1 | 0 | 1 } | null = null;
  /** One frame read alone, ahead of its block, so that a scrub shows it sooner; the latest only. */
  let spot: { readonly index: number; readonly data: Uint8Array } | null = null;
  let spotting: { readonly index: number; readonly abort: AbortController } | null = null;
  let settling: ReturnType<typeof setTimeout> | null = null;
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

  const startSpot = async (index: number): Promise<void> => {
    unsettle();
    spotting?.abort.abort();
    const mine = { index, abort: new AbortController() };
    spotting = mine;
    const answer = await read(index, 1, mine.abort.signal);
    if (spotting === mine) spotting = null;
    if (disposed || mine.abort.signal.aborted) return;
    // A failure is left to the block, which says so for all its frames.
    if (answer.ok) {
      spot = { index, data: answer.value };
      onArrive(index, 1);
    }
    if (settleMs === 0) fill();
    else settling = setTimeout(settled, settleMs);
  };

  const settled = (): void => {
    settling = null;
    fill();
  };

  const unsettle = (): void => {
    if (settling !== null) clearTimeout(settling);
    settling = null;
  };

  const fill = (): void => {
    if (disposed || spotting !== null || settling !== null) return;
    for (const block of wanted) {
      if (held.has(block) || failed.has(block)) continue;
      // What is on screen never waits behind what is read ahead, and nothing is read ahead before it.
      if (running.size >= PARALLEL && block !== wanted[0]) return;
      if (!running.has(block)) void start(block);
      if (block === wanted[0]) return;
    }
  };

  const blockOf = (index: number): number => Math.floor(index / perBlock);

  return {
    get(index) {
      const block = blockOf(index);
      const data = held.get(block);
      const picture = { index, width: shape.width, height: shape.height, channels: shape.channels };
      if (data === undefined) return spot?.index === index ? { ...picture, bytes: spot.data } : null;
      if (index < 0 || index >= shape.count) return null;
      held.delete(block);
      held.set(block, data);
      const offset = (index - block * perBlock) * frameBytes;
      return { ...picture, bytes: data.subarray(offset, offset + frameBytes) };
    },
    failure: (index) => failed.get(blockOf(index)) ?? null,
    want(index, direction) {
      if (target?.direction === direction && target.index === index) return;
      target = { index, direction };
      const block = blockOf(index);
      const alone = direction === 0 && perBlock > 1 && !held.has(block) && !running.has(block) && !failed.has(block) && spot?.index !== index;
      if (alone && spotting?.index !== index) void startSpot(index);
      if (!alone) {
        unsettle();
        spotting?.abort.abort();
        spotting = null;
      }
      if (wanted[0] !== block || wantedDirection !== direction) {
        wanted = blocksWanted(block, direction, blocks, limit);
        wantedDirection = direction;
      }
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
      unsettle();
      spotting?.abort.abort();
      for (const abort of running.values()) abort.abort();
      running.clear();
      held.clear();
      spot = null;
      bytes = 0;
    },
  };
}
