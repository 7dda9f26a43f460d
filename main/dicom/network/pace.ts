/** Holds a runaway sender to a rate: who is too fast waits, and with it the connection. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Pace {
  /** Waits until one more may come. */
  next(): Promise<void>;
}

/** `perMinute` on average, with bursts of as many as fit into ten seconds. */
export function createPace(perMinute: number): Pace {
  const every = 60_000 / perMinute;
  const burst = Math.max(1, Math.floor(perMinute / 6));
  let due = Number.NEGATIVE_INFINITY;
  return {
    next: async () => {
      const now = performance.now();
      due = Math.max(due + every, now - (burst - 1) * every);
      if (due > now) await delay(due - now);
    },
  };
}
