/**
 * Sends what changed to main, in order and one at a time: at once after each gesture, so that a kill takes no more than the gesture in hand.
 * A commit goes through the same line, with the draft and history that it belongs to.
 */
import type { AppError, ClipId } from '../../preload/domain.ts';
import type { DraftSave, LabelGesture } from '../../preload/labelling.ts';
import type { Reading, ReadingContent } from '../../preload/readings.ts';
import type { History } from './history.ts';

export interface Draft {
  readonly content: ReadingContent;
  readonly spentMs: number;
}

export interface Snapshot {
  readonly position: number;
  readonly drafts: ReadonlyMap<ClipId, Draft>;
  readonly history: History;
}

export type SaveState = { readonly kind: 'saved' } | { readonly kind: 'saving' } | { readonly kind: 'failed'; readonly error: AppError };

export interface SaveQueueOptions {
  readonly sessionId: string;
  /** What main has already. */
  readonly held: Snapshot;
  readonly save: (save: DraftSave) => Promise<unknown>;
  readonly commit: (save: DraftSave, clipId: ClipId, tookMs: number | null) => Promise<Reading>;
  readonly asError: (thrown: unknown) => AppError;
  readonly onState: (state: SaveState) => void;
  /** A save that failed is tried again after so long. */
  readonly retryMs: number;
}

export interface SaveQueue {
  save(snapshot: Snapshot): void;
  commit(snapshot: Snapshot, clipId: ClipId, tookMs: number | null): Promise<Reading>;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  stop(): void;
}

/** First entry that main does not have as it is now. */
function firstDifference(held: readonly LabelGesture[], now: readonly LabelGesture[]): number {
  const at = now.findIndex((entry, index) => held[index] !== entry);
  return at === -1 ? now.length : at;
}

/** What main needs to know to go from `held` to `now`; the draft of `always` is sent in any case. */
export function difference(sessionId: string, held: Snapshot, now: Snapshot, always: ClipId | null): DraftSave {
  const changed = [...now.drafts].filter(([clipId, draft]) => clipId === always || held.drafts.get(clipId) !== draft);
  const from = firstDifference(held.history.entries, now.history.entries);
  return {
    sessionId, position: now.position, drafts: changed.map(([clipId, draft]) => ({ clipId, ...draft })),
    history: { from, entries: now.history.entries.slice(from), applied: now.history.applied },
  };
}

export function createSaveQueue({ sessionId, held: first, save, commit, asError, onState, retryMs }: SaveQueueOptions): SaveQueue {
  let held = first;
  let line: Promise<unknown> = Promise.resolve();
  /** A save that waits in line and nothing behind it: a newer one takes its place. */
  let waiting: { snapshot: Snapshot } | null = null;
  let newest = first;
  let retry: ReturnType<typeof setTimeout> | null = null;
  let stopped = false;

  const send = async <T>(snapshot: Snapshot, always: ClipId | null, act: (save: DraftSave) => Promise<T>): Promise<T> => {
    onState({ kind: 'saving' });
    try {
      const answer = await act(difference(sessionId, held, snapshot, always));
      held = snapshot;
      onState({ kind: 'saved' });
      return answer;
    } catch (thrown) {
      onState({ kind: 'failed', error: asError(thrown) });
      // What is not kept yet is tried again, whatever comes: nothing may hang on one failure.
      if (!stopped) retry ??= setTimeout(() => {
        retry = null;
        queue.save(newest);
      }, retryMs);
      throw thrown;
    }
  };
  const enter = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = line.then(work);
    line = turn.catch(() => undefined);
    return turn;
  };
  const queue: SaveQueue = {
    save(snapshot) {
      newest = snapshot;
      if (waiting !== null) {
        waiting.snapshot = snapshot;
        return;
      }
      const mine = { snapshot };
      waiting = mine;
      enter(() => {
        if (waiting === mine) waiting = null;
        return send(mine.snapshot, null, save);
      }).catch(() => undefined);
    },
    commit(snapshot, clipId, tookMs) {
      newest = snapshot;
      waiting = null;
      return enter(() => send(snapshot, clipId, (made) => commit(made, clipId, tookMs)));
    },
    settled: async () => {
      await line;
    },
    stop() {
      stopped = true;
      if (retry !== null) clearTimeout(retry);
    },
  };
  return queue;
}
