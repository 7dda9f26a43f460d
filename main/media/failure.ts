import type { AppError, ErrorCode } from '../../preload/domain.ts';

interface Words {
  readonly message: string;
  readonly hint: string;
}

/** What the media room can run into, in the user's words. Never a path or a file name: the caller knows the item. */
const words = {
  'file-not-found': { message: 'The file is no longer there.', hint: 'Check that the drive is connected and pick the file again.' },
  'file-unreadable': { message: 'The file cannot be read.', hint: 'Pick a regular file that you may read, or ask for the permission to read it.' },
  'file-empty': { message: 'The file is empty.', hint: 'Export the clip from the ultrasound device again.' },
  'file-too-large': { message: 'The clip is larger than one ultrasound clip may be.', hint: 'Cut it to the part that shows the zone (at most 4 GB and 20,000 frames) and import that.' },
  'file-changed': { message: 'The file changed or vanished while it was copied.', hint: 'Wait until it is completely written, then import it again.' },
  'not-a-clip': { message: 'This is not a video or image that Pleura can read.', hint: 'Use DICOM, mp4, mov, avi, mpeg, gif, wmv, mkv, webm, png or jpg.' },
  'no-frames': { message: 'The file holds no frame that can be decoded.', hint: 'Export the clip from the ultrasound device again.' },
  'frame-too-small': { message: 'The picture is smaller than 32 x 32 pixels.', hint: 'Export the clip at its full size.' },
  'frame-too-large': { message: 'The picture is larger than 4096 x 4096 pixels.', hint: 'Scale the clip down to 4k or less and import that.' },
  'dicom-broken': { message: 'The DICOM file is damaged so that it cannot be decoded.', hint: 'Send or copy it again from the ultrasound device or archive; it may have been cut off.' },
  'dicom-unsupported': { message: 'The DICOM file holds its image in a way that Pleura cannot read.', hint: 'Send it with another transfer syntax, uncompressed or JPEG, or export the clip as mp4.' },
  'dicom-no-picture': { message: 'The DICOM file holds no image: it may be a report, a measurement or a directory.', hint: 'Nothing to do: pick the images of the exam.' },
  'decode-failed': { message: 'The clip is damaged so that it cannot be decoded.', hint: 'Copy it again from the ultrasound device; it may have been cut off while copying.' },
  'decode-timeout': { message: 'Decoding the clip took too long and was stopped.', hint: 'Try again; if it happens again, convert the clip to mp4 first.' },
  'decoder-missing': { message: 'The video decoder (ffmpeg) was not found.', hint: 'Install ffmpeg, or name it in the environment variable PLEURA_FFMPEG.' },
  'disk-full': { message: 'There is no room left on the disk.', hint: 'Free some space, then import the clip again.' },
  'store-corrupt': { message: 'The stored frames of this clip are damaged.', hint: 'Import the original file again.' },
  'storage-failed': { message: 'The clip could not be stored.', hint: 'Check that the storage folder exists and may be written to.' },
  cancelled: { message: 'Cancelled.', hint: 'Start it again when you like.' },
  internal: { message: 'The import stopped unexpectedly on this clip.', hint: 'Try again; if it happens again, leave this clip out and report the fault.' },
} as const satisfies Partial<Record<ErrorCode, Words>>;

export type MediaErrorCode = keyof typeof words;

export interface Failure {
  readonly ok: false;
  readonly error: AppError;
}

/** The failed Result of a code, with its usual words. */
export function failure(code: MediaErrorCode): Failure {
  return { ok: false, error: { code, ...words[code] } };
}

/** Errno of a caught file system error, or null. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The failure that writing into the store ended with. */
export function storageFailure(error: unknown): Failure {
  const errno = errnoOf(error);
  return failure(errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'EFBIG' ? 'disk-full' : 'storage-failed');
}
