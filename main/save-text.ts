/** Saves what the user asked for where they asked for it. */
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Result } from '../preload/domain.ts';
import { storageFailure } from './media/failure.ts';

/** Whole or not at all: written beside its place, then put there. Errors: `disk-full`, `storage-failed`. */
export async function saveBytes(path: string, bytes: Uint8Array): Promise<Result<{ readonly saved: boolean }>> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, bytes, { flush: true });
    await rename(partial, path);
    return { ok: true, value: { saved: true } };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    return notWritten(error);
  }
}

function notWritten(error: unknown): Result<never> {
  const { code } = storageFailure(error).error;
  const message = code === 'disk-full' ? 'There is no room left on the disk.' : 'The file could not be written.';
  return { ok: false, error: { code, message, hint: 'Choose another place and save it again.' } };
}

/** `path` null: the dialog was closed. Errors: `disk-full`, `storage-failed`. */
export async function saveText(path: string | null, text: string): Promise<Result<{ readonly saved: boolean }>> {
  if (path === null) return { ok: true, value: { saved: false } };
  try {
    await writeFile(path, text, 'utf8');
    return { ok: true, value: { saved: true } };
  } catch (error) {
    return notWritten(error);
  }
}
