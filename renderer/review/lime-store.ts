/**
 * LIME maps of one analysis in memory. LIME takes seconds of the engine, so it is asked for only where the reader rests, one frame at a time,
 * and is called off as soon as the reader goes on. Like a Grad-CAM map, a LIME map belongs to its frame alone.
 */
import type { AppError, Lime, Result } from '../../preload/domain.ts';

/** What main tells of a map while it settles. */
export interface LimeReport {
  readonly frame: number;
  readonly lime: Lime | null;
  readonly error: AppError | null;
}

/** `working` has no map until the first samples are in; `stopped` is the reader's wish. */
export type LimeStage = 'idle' | 'working' | 'settled' | 'stopped' | 'failed';

export interface LimeStoreOptions {
  /** The settled map, or null: then the work has begun and reports follow. */
  readonly ask: (frame: number) => Promise<Result<Lime | null>>;
  readonly callOff: (frame: number) => void;
  /** Something that is shown of this frame has changed. */
  readonly onChange: (frame: number) => void;
  /** The reader has looked at one frame for so long, milliseconds. */
  readonly restMs: number;
  /** Maps kept; about 100 KB each. */
  readonly capacity?: number;
}

export interface LimeStore {
  /** The latest map, settled or not. */
  get(frame: number): Lime | null;
  stage(frame: number): LimeStage;
  error(frame: number): AppError | null;
  /** The frame that the reader looks at; null while none rests on screen or no LIME is wanted. */
  rest(frame: number | null): void;
  report(report: LimeReport): void;
  /** Stops the work on the frame that the reader looks at; what is there stays. False when there is none. */
  stop(): boolean;
  /** Begins again after a stop or a failure. */
  again(): void;
  dispose(): void;
}

interface Entry {
  readonly stage: LimeStage;
  readonly lime: Lime | null;
  readonly error: AppError | null;
}

const nothing: Entry = { stage: 'idle', lime: null, error: null };

export function createLimeStore({ ask, callOff, onChange, restMs, capacity = 32 }: LimeStoreOptions): LimeStore {
  const held = new Map<number, Entry>();
  let looked: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let disposed = false;

  const entry = (frame: number): Entry => held.get(frame) ?? nothing;

  const put = (frame: number, next: Entry): void => {
    held.delete(frame);
    if (next.stage !== 'idle') held.set(frame, next);
    for (const old of held.keys()) {
      if (held.size <= capacity) break;
      held.delete(old);
    }
    onChange(frame);
  };

  const start = async (frame: number): Promise<void> => {
    timer = null;
    put(frame, { stage: 'working', lime: null, error: null });
    const answer = await ask(frame);
    // The reader may have gone on, or reports may have come before the answer.
    if (disposed || entry(frame).stage !== 'working') return;
    if (!answer.ok) put(frame, { stage: 'failed', lime: null, error: answer.error });
    else if (answer.value?.frame === frame) put(frame, { stage: 'settled', lime: answer.value, error: null });
  };

  const clear = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  /** Half a map says little and would begin again from nothing: it is not kept. */
  const leave = (): void => {
    clear();
    if (looked === null || entry(looked).stage !== 'working') return;
    const frame = looked;
    looked = null;
    callOff(frame);
    put(frame, nothing);
  };

  return {
    get: (frame) => entry(frame).lime,
    stage: (frame) => entry(frame).stage,
    error: (frame) => entry(frame).error,
    rest(frame) {
      if (frame === looked) return;
      leave();
      looked = frame;
      if (frame !== null && entry(frame).stage === 'idle') timer = setTimeout(() => void start(frame), restMs);
    },
    report({ frame, lime, error }) {
      const { stage, lime: earlier } = entry(frame);
      if (stage !== 'working') return;
      // Called off by this page, which has begun anew since then.
      if (error?.code === 'cancelled') return;
      if (error !== null) put(frame, { stage: 'failed', lime: null, error });
      else if (lime?.frame === frame && lime.samples >= (earlier?.samples ?? 0)) put(frame, { stage: lime.settled ? 'settled' : 'working', lime, error: null });
    },
    stop() {
      if (looked === null || (timer === null && entry(looked).stage !== 'working')) return false;
      clear();
      callOff(looked);
      put(looked, { ...entry(looked), stage: 'stopped' });
      return true;
    },
    again() {
      if (looked !== null && ['stopped', 'failed'].includes(entry(looked).stage)) void start(looked);
    },
    dispose() {
      disposed = true;
      clear();
      if (looked !== null && entry(looked).stage === 'working') callOff(looked);
      held.clear();
    },
  };
}
