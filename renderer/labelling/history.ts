/** Undo and redo across the clips of a session: one entry a gesture, without limit. Pure. */
import type { LabelGesture } from '../../preload/labelling.ts';

export interface History {
  readonly entries: readonly LabelGesture[];
  /** The first so many are done; the rest can be redone. */
  readonly applied: number;
}

export const noHistory: History = { entries: [], applied: 0 };

/** Adds a gesture; what could be redone is gone. `join` lets it replace the last one's end, keeping that one's beginning. */
export function pushed({ entries, applied }: History, gesture: LabelGesture, join: boolean): History {
  const done = entries.slice(0, applied);
  const last = done.at(-1);
  const kept = join && last !== undefined && last.clipId === gesture.clipId ? [...done.slice(0, -1), { ...gesture, before: last.before }] : [...done, gesture];
  return { entries: kept, applied: kept.length };
}

/** The gesture to take back, and the history without it; null where there is none. */
export function undone(history: History): { readonly gesture: LabelGesture; readonly history: History } | null {
  const gesture = history.entries[history.applied - 1];
  return gesture === undefined ? null : { gesture, history: { ...history, applied: history.applied - 1 } };
}

/** The gesture to do again; null where there is none. */
export function redone(history: History): { readonly gesture: LabelGesture; readonly history: History } | null {
  const gesture = history.entries[history.applied];
  return gesture === undefined ? null : { gesture, history: { ...history, applied: history.applied + 1 } };
}
