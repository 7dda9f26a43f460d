/** How long others are waited for, and how much is asked of them at once. */
export interface TaskLimits {
  readonly connectMs: number;
  /** Longest silence. */
  readonly idleMs: number;
  /** Rows of a query. */
  readonly rows: number;
}

export const taskLimits: TaskLimits = { connectMs: 8_000, idleMs: 60_000, rows: 200 };
