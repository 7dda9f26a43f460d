/** Saves a text where the user asked for it. */
import { writeFile } from 'node:fs/promises';
import type { Result } from '../preload/domain.ts';
import { storageFailure } from './media/failure.ts';

/** `path` null: the dialog was closed. Errors: `disk-full`, `storage-failed`. */
export async function saveText(path: string | null, text: string): Promise<Result<{ readonly saved: boolean }>> {
  if (path === null) return { ok: true, value: { saved: false } };
  try {
    await writeFile(path, text, 'utf8');
    return { ok: true, value: { saved: true } };
  } catch (error) {
    const { code } = storageFailure(error).error;
    const message = code === 'disk-full' ? 'There is no room left on the disk.' : 'The file could not be written.';
    return { ok: false, error: { code, message, hint: 'Choose another place and save it again.' } };
  }
}
