import type { AppError } from '../preload/domain.ts';

export const damaged: AppError = {
  code: 'store-corrupt',
  message: 'The case log is damaged.',
  hint: 'Close Pleura, keep a copy of its data folder and restore the latest backup of pleura.db.',
};

/** True for what SQLite itself throws, as opposed to a bug of ours. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_');
}

/** Turns what SQLite or the file system throws into an error a user can act on. */
export function databaseError(error: unknown): AppError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space; what was saved before is safe.' };
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return damaged;
  }
  return { code: 'storage-failed', message: 'The case log could not be written.', hint: 'Check that the data folder can be written, then try again.' };
}
