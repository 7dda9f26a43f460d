/** How patient the engine's host is. */

export interface EngineLimits {
  /** Deaths in a row, without a reported frame in between, before the host gives up. */
  readonly crashes: number;
  /** The same for one analysis or explanation: a poison clip fails alone. */
  readonly crashesPerAnalysis: number;
  /** Silence with work outstanding that counts as a hang, ms. One run takes well under a second. */
  readonly silenceMs: number;
  /** Silence while starting, ms: graphics drivers may compile for a long time. */
  readonly startMs: number;
  /** Pause before the first restart, ms; doubles with each death in a row. */
  readonly pauseMs: number;
}

export const defaultLimits: EngineLimits = { crashes: 5, crashesPerAnalysis: 3, silenceMs: 60_000, startMs: 180_000, pauseMs: 100 };
