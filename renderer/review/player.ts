/**
 * Runs the cine clock against a display: asks for the frame that belongs on screen now, and tells which one really is there.
 * `shown` names only a frame that was drawn; a frame that is not read yet leaves the earlier one on screen under its own number.
 */
import {
  clampFrame, createCine, directionOf, frameAt, hasEnded, nextSpeed, pause, play, seek, setLoop, setSpeed, step,
} from './cine.ts';
import type { Cine, Timeline } from './cine.ts';

export interface PlayerState {
  /** The frame asked for: where the cursor stands. */
  readonly wanted: number;
  /** The frame on the canvas; null before the first. */
  readonly shown: number | null;
  readonly direction: -1 | 0 | 1;
  readonly speed: number;
  readonly loop: boolean;
}

/** The display's clock: performance.now and requestAnimationFrame. */
export interface DisplayClock {
  now(): number;
  request(callback: (now: number) => void): number;
  cancel(handle: number): void;
}

export interface PlayerOptions {
  readonly timeline: Timeline;
  /** Draws a frame at once; false while it is not in memory. */
  readonly draw: (frame: number) => boolean;
  /** Reads ahead from the frame wanted. */
  readonly lookAhead: (frame: number, direction: -1 | 0 | 1) => void;
  readonly clock: DisplayClock;
}

export interface Player {
  state(): PlayerState;
  subscribe(listener: () => void): () => void;
  play(direction: 1 | -1): void;
  pause(): void;
  /** Plays forwards, or pauses. */
  toggle(): void;
  step(delta: number): void;
  seek(frame: number): void;
  setSpeed(speed: number): void;
  /** One offered rate faster (1) or slower (-1). */
  changeSpeed(direction: 1 | -1): void;
  setLoop(loop: boolean): void;
  /** Something of the picture has changed: draw it again at the next display frame. */
  redraw(): void;
  /** Frames have been read: shows the one waited for at once. */
  arrived(): void;
  /** Sets `shown` to nothing: the canvas is new. */
  reset(): void;
  dispose(): void;
}

/** Playback that is this late waits for the frame instead of running on without pictures. */
const PATIENCE_MS = 150;

export function createPlayer({ timeline, draw, lookAhead, clock }: PlayerOptions): Player {
  let cine: Cine = createCine(timeline);
  let shown: number | null = null;
  let dirty = true;
  let lateSince: number | null = null;
  let handle: number | null = null;
  let snapshot: PlayerState = { wanted: 0, shown, direction: 0, speed: cine.speed, loop: cine.loop };
  const listeners = new Set<() => void>();

  const publish = (wanted: number): void => {
    const next: PlayerState = { wanted, shown, direction: directionOf(cine), speed: cine.speed, loop: cine.loop };
    const same = next.wanted === snapshot.wanted && next.shown === snapshot.shown && next.direction === snapshot.direction && next.speed === snapshot.speed && next.loop === snapshot.loop;
    if (same) return;
    snapshot = next;
    for (const listener of listeners) listener();
  };

  const show = (wanted: number, now: number): void => {
    if (!dirty && wanted === shown) return;
    if (draw(wanted)) {
      shown = wanted;
      dirty = false;
      lateSince = null;
      return;
    }
    // The canvas may have been cleared (resize): what was on it belongs back there.
    if (dirty && shown !== null && draw(shown)) dirty = false;
    if (directionOf(cine) === 0) return;
    lateSince ??= now;
    if (now - lateSince > PATIENCE_MS) cine = seek(cine, wanted, now);
  };

  const tick = (now: number): void => {
    if (hasEnded(cine, now)) cine = pause(cine, now);
    const wanted = frameAt(cine, now);
    show(wanted, now);
    lookAhead(wanted, directionOf(cine));
    publish(wanted);
    if (directionOf(cine) !== 0) schedule();
  };

  const schedule = (): void => {
    handle ??= clock.request((now) => {
      handle = null;
      tick(now);
    });
  };

  /** User's gestures draw at once instead of waiting for the next display frame. */
  const act = (change: (now: number) => Cine): void => {
    const now = clock.now();
    cine = change(now);
    tick(now);
  };

  return {
    state: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    play: (direction) => act((now) => play(cine, direction, now)),
    pause: () => act((now) => pause(cine, now)),
    toggle: () => act((now) => (directionOf(cine) === 0 ? play(cine, 1, now) : pause(cine, now))),
    step: (delta) => act((now) => step(cine, delta, now)),
    seek: (frame) => act((now) => seek(cine, clampFrame(timeline, frame), now)),
    setSpeed: (speed) => act((now) => setSpeed(cine, speed, now)),
    changeSpeed: (direction) => act((now) => setSpeed(cine, nextSpeed(cine.speed, direction), now)),
    setLoop: (loop) => act((now) => setLoop(cine, loop, now)),
    redraw() {
      dirty = true;
      schedule();
    },
    arrived() {
      if (snapshot.shown !== snapshot.wanted) tick(clock.now());
    },
    reset() {
      shown = null;
      dirty = true;
      schedule();
    },
    dispose() {
      if (handle !== null) clock.cancel(handle);
      handle = null;
      listeners.clear();
    },
  };
}

export const displayClock: DisplayClock = {
  now: () => performance.now(),
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
};
