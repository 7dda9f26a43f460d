/** Why a bundle is not taken, in words. Names of entries are told only where they are plain file names of a bundle. */
import type { AppError, Result } from '../../preload/domain.ts';
import { errnoOf } from '../media/failure.ts';

interface Refusal {
  readonly ok: false;
  readonly error: AppError;
}

function refusal(code: AppError['code'], message: string, hint: string): Refusal {
  return { ok: false, error: { code, message, hint } };
}

/** `what`: a sentence that says what is wrong with it. */
export function refused(what: string): Refusal {
  return refusal('model-invalid', `The bundle was not installed: ${what}`, 'Nothing was changed. Get the bundle again from whoever made it.');
}

export const alreadyInstalled = refusal('conflict', 'This very bundle is installed already.', 'Nothing to do: you find it in the list.');
export const notThere = refusal('file-not-found', 'The file or folder is no longer there.', 'Check that the drive is connected and choose it again.');
export const cancelledInstall = refusal('cancelled', 'The installation was stopped.', 'Nothing was changed.');
export const noRoom = refusal('disk-full', 'There is no room left on the disk.', 'Nothing was changed. Free some space, then install the bundle again.');

/** A file name of a bundle as it is, anything else as "an entry". */
export function entryWords(name: string): string {
  return /^[\w-][\w.-]{0,80}$/.test(name) ? name : 'an entry';
}

/** What writing into the models folder ended with. */
export function storageRefusal(error: unknown): Refusal {
  const errno = errnoOf(error);
  if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'EFBIG') return noRoom;
  return refusal('storage-failed', 'The bundle could not be stored.', 'Check that Pleura\'s data folder exists and may be written to.');
}

/** Carries a refusal out of streams and loops. */
export class Refused extends Error {
  readonly result: Refusal;

  constructor(result: Refusal) {
    super(result.error.message);
    this.result = result;
  }
}

/** Runs `work`; a `Refused` becomes its result, whatever else it throws a storage failure. */
export async function refusals<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Refused ? error.result : storageRefusal(error);
  }
}
