/** Which frames are scored next. Pure bookkeeping: no clock, no input or output. */
import { frameOrder, openingFrames } from '../analysis/frame-order.ts';

export interface FrameGroup {
  readonly key: string;
  /** In the order to be scored; not empty. */
  readonly frames: readonly number[];
}

export interface SchedulePlan {
  readonly key: string;
  readonly frames: number;
  /** Frames that are scored already. */
  readonly done: readonly number[];
  /** Score only this many frames of the coarse-to-fine order; null means all. */
  readonly limit: number | null;
}

interface Entry {
  readonly order: readonly number[];
  /** Frames not handed out yet. */
  readonly waiting: Set<number>;
  /** Those of the clip's opening frames that are not handed out yet. */
  readonly opening: Set<number>;
  /** Everything in `order` before this place is handed out. */
  place: number;
}

export interface Schedule {
  /** Number of frames that the plan still needs. */
  add(plan: SchedulePlan): number;
  remove(key: string): void;
  /** The frame on screen: next of all, when it still waits. */
  look(key: string, frame: number): void;
  /** Takes up to `most` frames of one clip; null when nothing waits. */
  next(most: number): FrameGroup | null;
}

function entryOf(plan: SchedulePlan): Entry {
  const done = new Set(plan.done);
  const planned = [...frameOrder(plan.frames)].slice(0, plan.limit ?? plan.frames);
  const order = planned.filter((frame) => !done.has(frame));
  const opening = planned.slice(0, openingFrames).filter((frame) => !done.has(frame));
  return { order, waiting: new Set(order), opening: new Set(opening), place: 0 };
}

function take(entry: Entry, frame: number): number {
  entry.waiting.delete(frame);
  entry.opening.delete(frame);
  return frame;
}

/** The entry's next frames in order, at most `most`. */
function takeInOrder(entry: Entry, most: number): number[] {
  const frames: number[] = [];
  while (frames.length < most && entry.place < entry.order.length) {
    const frame = entry.order[entry.place];
    entry.place += 1;
    if (frame !== undefined && entry.waiting.has(frame)) frames.push(take(entry, frame));
  }
  return frames;
}

/**
 * Clips in order of arrival, except that the opening frames of every clip come before finer frames of any,
 * so that each clip has a first verdict soon; and the frame that someone looks at comes before all.
 */
export function createSchedule(): Schedule {
  const entries = new Map<string, Entry>();
  let looked: { readonly key: string; readonly frame: number } | null = null;

  const takeLooked = (): FrameGroup | null => {
    const wanted = looked;
    looked = null;
    if (wanted === null) return null;
    const entry = entries.get(wanted.key);
    if (entry === undefined || !entry.waiting.has(wanted.frame)) return null;
    return { key: wanted.key, frames: [take(entry, wanted.frame)] };
  };

  return {
    add: (plan) => {
      const entry = entryOf(plan);
      entries.set(plan.key, entry);
      return entry.order.length;
    },
    remove: (key) => {
      entries.delete(key);
    },
    look: (key, frame) => {
      looked = { key, frame };
    },
    next: (most) => {
      const seen = takeLooked();
      if (seen !== null) return seen;
      for (const needsOpening of [true, false]) {
        for (const [key, entry] of entries) {
          if (needsOpening && entry.opening.size === 0) continue;
          // Opening frames are first in order, so taking in order finishes them first.
          const frames = takeInOrder(entry, needsOpening ? Math.min(most, entry.opening.size) : most);
          if (frames.length > 0) return { key, frames };
        }
      }
      return null;
    },
  };
}
