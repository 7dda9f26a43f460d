/**
 * A labelling session on the page: where the reader stands, what each clip's draft says, and the history across clips. Nothing here knows React or the bridge;
 * what it learns of a clip comes through `line`, and main sends nothing there that a blind reader may not see.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AppError, ClipId } from '../../preload/domain.ts';
import type { DraftSave, LabelClip, LabelGesture, LabellingPlan, LabellingSession, QueueItem, QueueState, RevealedClip } from '../../preload/labelling.ts';
import type { Reading, ReadingContent } from '../../preload/readings.ts';
import { changesNothing, contentOf, emptyContent, partsOf, sameValue } from './content.ts';
import type { Change } from './content.ts';
import { pushed, redone, undone } from './history.ts';
import type { History } from './history.ts';
import { createSaveQueue } from './save-queue.ts';
import type { Draft, SaveState, Snapshot } from './save-queue.ts';

export interface LabelLine {
  clip(clipId: ClipId): Promise<LabelClip>;
  save(save: DraftSave): Promise<unknown>;
  commit(save: DraftSave, clipId: ClipId, tookMs: number | null): Promise<Reading>;
  reveal(clipId: ClipId): Promise<RevealedClip>;
  asError(thrown: unknown): AppError;
  /** Monotonic, ms. */
  now(): number;
  readonly retryMs: number;
}

export interface LabelState {
  readonly sessionId: string;
  readonly plan: LabellingPlan;
  readonly queue: readonly QueueItem[];
  readonly position: number;
  readonly history: History;
  readonly clips: ReadonlyMap<ClipId, LabelClip>;
  readonly failures: ReadonlyMap<ClipId, AppError>;
  /** Only of clips that something was said of. */
  readonly drafts: ReadonlyMap<ClipId, Draft>;
  readonly saving: SaveState;
  /** Times of the commits of this sitting. */
  readonly commits: readonly number[];
}

/** `said`: committed and on to the next clip; `kept`: there was nothing new to commit; `no-verdict`: nothing was done. */
export type CommitOutcome = 'said' | 'kept' | 'no-verdict' | 'not-ready';

export interface LabelSession {
  readonly store: StoreApi<LabelState>;
  item(): QueueItem | null;
  /** One undo entry of the clip on screen; a change of nothing is none. */
  gesture(change: Change | null): boolean;
  /** Takes the last gesture back, on whatever clip, and shows that clip. Answers what was undone. */
  undo(): LabelGesture | null;
  redo(): LabelGesture | null;
  go(position: number): void;
  /** Commits the clip on screen. `stay` shows AI and others then; otherwise the next clip comes at once. `onFailed` hears of a commit that main refused. */
  commit(stay: boolean, onFailed: (item: QueueItem, error: AppError) => void): CommitOutcome;
  reveal(): Promise<AppError | null>;
  retry(): void;
  settled(): Promise<void>;
  stop(): void;
}

/** What the reader says of a clip now: the draft, else what was committed, else nothing. */
export function said(state: Pick<LabelState, 'clips' | 'drafts'>, clipId: ClipId): ReadingContent {
  const clip = state.clips.get(clipId);
  const committed = clip?.committed ?? null;
  return state.drafts.get(clipId)?.content ?? clip?.draft ?? (committed === null ? emptyContent : contentOf(committed));
}

/** Something differs from the committed reading, or AI and others were shown and the reader has not answered to that. */
export function openAnswer(state: Pick<LabelState, 'clips' | 'drafts'>, clipId: ClipId): 'nothing said' | 'changed' | 'to keep or revise' | 'committed' {
  const clip = state.clips.get(clipId);
  const committed = clip?.committed ?? null;
  if (committed === null) return 'nothing said';
  if (!sameValue(said(state, clipId), contentOf(committed))) return 'changed';
  return clip?.reveal !== null && committed.mode === 'blind' ? 'to keep or revise' : 'committed';
}

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function placeName({ zone }: QueueItem, position: number): string {
  return zone ?? `clip ${position + 1}`;
}

export function createLabelSession(opened: LabellingSession, line: LabelLine): LabelSession {
  const { sessionId, plan, queue, history: entries, applied } = opened;
  const position = Math.min(Math.max(0, opened.position), Math.max(0, queue.length - 1));
  const history: History = { entries, applied };
  const store = createStore<LabelState>()(() => ({
    sessionId, plan, queue, position, history, clips: new Map(), failures: new Map(), drafts: new Map(), saving: { kind: 'saved' }, commits: [],
  }));
  const { getState: get, setState: set } = store;
  const snapshotOf = (state: LabelState): Snapshot => ({ position: state.position, drafts: state.drafts, history: state.history });
  const saver = createSaveQueue({
    sessionId, held: snapshotOf(get()), retryMs: line.retryMs, asError: line.asError, onState: (saving) => set({ saving }),
    save: (save) => line.save(save), commit: (save, clipId, tookMs) => line.commit(save, clipId, tookMs),
  });
  const loading = new Map<ClipId, Promise<void>>();
  let since = line.now();
  /** Joining ends with whatever else the reader does. */
  let joining: string | null = null;

  const itemAt = (at: number): QueueItem | null => get().queue[at] ?? null;
  const item = (): QueueItem | null => itemAt(get().position);
  const keep = (): void => saver.save(snapshotOf(get()));
  const setQueue = (clipId: ClipId, to: QueueState): void => set(({ queue: old }) => ({ queue: old.map((one) => (one.clipId === clipId ? { ...one, state: to } : one)) }));

  const load = (clipId: ClipId): Promise<void> => {
    if (get().clips.has(clipId)) return Promise.resolve();
    const begun = loading.get(clipId);
    if (begun !== undefined) return begun;
    const asked = line.clip(clipId).then(
      (clip) => set(({ clips }) => ({ clips: withEntry(clips, clipId, clip) })),
      (thrown: unknown) => set(({ failures }) => ({ failures: withEntry(failures, clipId, line.asError(thrown)) })),
    ).finally(() => loading.delete(clipId));
    loading.set(clipId, asked);
    return asked;
  };
  /** The clip on screen first, then the one that Enter will show, then the one before. */
  const loadAround = (): void => {
    const at = get().position;
    const wanted = [at, at + 1, at - 1].flatMap((one) => itemAt(one) ?? []);
    void wanted.reduce((before, { clipId }) => before.then(() => load(clipId)), Promise.resolve());
  };
  const spent = (clipId: ClipId): number => (get().drafts.get(clipId) ?? get().clips.get(clipId))?.spentMs ?? 0;
  /** Time on the clip on screen goes to its draft, where it has one. */
  const settleTime = (): number => {
    const now = line.now();
    const on = now - since;
    since = now;
    const clipId = item()?.clipId ?? '';
    const total = spent(clipId) + on;
    const draft = get().drafts.get(clipId);
    if (draft !== undefined) set(({ drafts }) => ({ drafts: withEntry(drafts, clipId, { ...draft, spentMs: total }) }));
    return total;
  };
  const say = (clipId: ClipId, content: ReadingContent): void => {
    set(({ drafts }) => ({ drafts: withEntry(drafts, clipId, { content, spentMs: spent(clipId) }) }));
    if (get().queue.find((one) => one.clipId === clipId)?.state === 'unread') setQueue(clipId, 'begun');
  };
  const show = (to: number): void => {
    if (to === get().position || itemAt(to) === null) return;
    settleTime();
    set({ position: to });
    joining = null;
    loadAround();
  };
  const step = (moved: ReturnType<typeof undone>, back: boolean): LabelGesture | null => {
    if (moved === null) return null;
    const { gesture } = moved;
    const at = get().queue.findIndex(({ clipId }) => clipId === gesture.clipId);
    show(at);
    const apply = (): void => say(gesture.clipId, { ...said(get(), gesture.clipId), ...(back ? gesture.before : gesture.after) });
    set({ history: moved.history });
    joining = null;
    if (get().clips.has(gesture.clipId)) {
      apply();
      keep();
    } else void load(gesture.clipId).then(() => {
      apply();
      keep();
    });
    return gesture;
  };
  const toReveal = async (clipId: ClipId): Promise<AppError | null> => {
    try {
      const reveal = await line.reveal(clipId);
      const clip = get().clips.get(clipId);
      if (clip !== undefined) set(({ clips }) => ({ clips: withEntry(clips, clipId, { ...clip, reveal }) }));
      setQueue(clipId, 'revealed');
      return null;
    } catch (thrown) {
      return line.asError(thrown);
    }
  };
  loadAround();

  return {
    store,
    item,
    gesture(change) {
      const own = item();
      if (change === null || own === null || !get().clips.has(own.clipId)) return false;
      const content = said(get(), own.clipId);
      if (changesNothing(content, change.after)) return false;
      const label = `${change.label} on ${placeName(own, get().position)}`;
      const gesture: LabelGesture = { clipId: own.clipId, label, before: partsOf(content, change.after), after: change.after };
      const join = change.joins !== undefined && joining === change.joins;
      set(({ history: old }) => ({ history: pushed(old, gesture, join) }));
      joining = change.joins ?? null;
      say(own.clipId, { ...content, ...change.after });
      settleTime();
      keep();
      return true;
    },
    undo: () => step(undone(get().history), true),
    redo: () => step(redone(get().history), false),
    go(to) {
      show(to);
      keep();
    },
    commit(stay, onFailed) {
      const own = item();
      const clip = own === null ? undefined : get().clips.get(own.clipId);
      if (own === null || clip === undefined) return 'not-ready';
      const { clipId } = own;
      const content = said(get(), clipId);
      if (content.verdict === null) return 'no-verdict';
      const answer = openAnswer(get(), clipId);
      const shown = clip.reveal !== null;
      const goOn = (): void => {
        if (!stay || shown) show(get().position + 1);
      };
      if (answer === 'committed') {
        if (stay && !shown) void toReveal(clipId).then((error) => error !== null && onFailed(own, error));
        goOn();
        keep();
        return 'kept';
      }
      say(clipId, content);
      const tookMs = settleTime();
      setQueue(clipId, shown ? 'revealed' : 'committed');
      set(({ commits }) => ({ commits: [...commits, line.now()] }));
      const committing = saver.commit(snapshotOf(get()), clipId, tookMs);
      goOn();
      keep();
      committing.then(
        async (reading) => {
          const now = get().clips.get(clipId) ?? clip;
          set(({ clips }) => ({ clips: withEntry(clips, clipId, { ...now, committed: reading }) }));
          if (stay && !shown) {
            const error = await toReveal(clipId);
            if (error !== null) onFailed(own, error);
          }
        },
        (thrown: unknown) => {
          setQueue(clipId, own.state === 'unread' ? 'begun' : own.state);
          onFailed(own, line.asError(thrown));
        },
      );
      return 'said';
    },
    reveal: () => toReveal(item()?.clipId ?? ''),
    retry() {
      const clipId = item()?.clipId ?? '';
      set(({ failures }) => ({ failures: new Map([...failures].filter(([id]) => id !== clipId)) }));
      loadAround();
    },
    settled: () => saver.settled(),
    stop: () => saver.stop(),
  };
}
