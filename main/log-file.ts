/** The log of unexpected errors: `logs/pleura.log` in the data folder. Kinds and places of errors only: their messages may name files, and so patients. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const largestBytes = 1_000_000;

/** Name, code and places within the program's own code. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12);
  return [`${error.name}${code}`, ...places].join('\n');
}

/** Returns the function that logs; it never throws. The file is turned over once at 1 MB. */
export function openLog(userData: string): (error: unknown) => void {
  const folder = join(userData, 'logs');
  const path = join(folder, 'pleura.log');
  return (error) => {
    try {
      mkdirSync(folder, { recursive: true });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > largestBytes) renameSync(path, `${path}.1`);
      appendFileSync(path, `${new Date().toISOString()} ${describeError(error)}\n`);
    } catch {
      // Nowhere left to say it.
    }
  };
}
