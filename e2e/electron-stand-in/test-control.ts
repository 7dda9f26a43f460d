/** A test's hand inside main, as Playwright's `ElectronApplication.evaluate`: only the process that forked this one can use it. */
import process from 'node:process';

/** From the launcher. */
export interface Evaluate {
  readonly standIn: 'evaluate';
  readonly id: number;
  /** Source of a function `(electron, argument) => value`. */
  readonly source: string;
  readonly argument: unknown;
}

/** To the launcher. */
export type Told =
  | { readonly standIn: 'endpoint'; readonly endpoint: string }
  | { readonly standIn: 'value'; readonly id: number; readonly value: unknown }
  | { readonly standIn: 'error'; readonly id: number; readonly message: string };

export function tell(message: Told): void {
  if (process.connected) process.send?.(message);
}

/** Answers a test's launcher (`electron` is null for a user's), and ends the app when the launcher is gone. */
export function obeyLauncher(electron: object | null, onGone: () => void): void {
  if (process.send === undefined) return;
  process.on('message', (message: Evaluate) => {
    if (electron !== null && message.standIn === 'evaluate') void evaluate(electron, message);
  });
  process.on('disconnect', onGone);
  // The channel alone must not keep a finished app alive.
  (process as { readonly channel?: { unref(): void } }).channel?.unref();
}

async function evaluate(electron: object, { id, source, argument }: Evaluate): Promise<void> {
  try {
    // The text of a test's own function, from the test that started this process.
    const run = (0, eval)(`(${source})`) as (electron: object, argument: unknown) => unknown;
    tell({ standIn: 'value', id, value: await run(electron, argument) });
  } catch (error) {
    tell({ standIn: 'error', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
