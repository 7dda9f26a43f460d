/** What could not be downloaded, remembered for a day in node_modules/.cache so that every start does not wait for it again. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const day = 24 * 60 * 60 * 1000;
const schema = z.record(z.string(), z.number());

/** What was tried ("electron 45.4.1") -> when it failed, ms since 1970. */
export type Attempts = Readonly<Record<string, number>>;

const file = (root: string) => join(root, 'node_modules', '.cache', 'pleura', 'attempts.json');

/** Failures so far; none where the file is missing or damaged. */
export async function readAttempts(root: string): Promise<Attempts> {
  try {
    return schema.parse(JSON.parse(await readFile(file(root), 'utf8')));
  } catch {
    return {};
  }
}

/** True when `what` failed less than a day before `now`. A time in the future (a clock set back) does not count. */
export function failedLately(attempts: Attempts, what: string, now: number): boolean {
  const at = attempts[what];
  return at !== undefined && at <= now && now - at < day;
}

/** Remembers a failure; setup goes on where that cannot be written. */
export async function rememberFailure(root: string, what: string, now: number): Promise<void> {
  try {
    await mkdir(dirname(file(root)), { recursive: true });
    await writeFile(file(root), JSON.stringify({ ...(await readAttempts(root)), [what]: now }));
  } catch {
    // The next start tries again: slower, not wrong.
  }
}
