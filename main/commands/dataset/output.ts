/** What every part of the command prints with. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import type { AppError } from '../../../preload/domain.ts';

/** Prints the error; the exit code that goes with it. */
export function tellError({ code, message, hint }: AppError): 1 {
  process.stderr.write(`${message} ${hint} (${code})\n`);
  return 1;
}

/** To stdout for "-", into the file for any other name, nowhere for null; `lines` for a person otherwise. False where the file cannot be written. */
export async function print(target: string | null, record: object, lines: readonly string[]): Promise<boolean> {
  const json = `${JSON.stringify(record)}\n`;
  if (target === '-') {
    await new Promise((done) => process.stdout.write(json, done));
    return true;
  }
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  if (target === null) return true;
  const written = await writeFile(target, json).then(() => true, () => false);
  if (!written) process.stderr.write('The JSON file could not be written.\n');
  return written;
}

export function bad(message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message, hint } };
}
