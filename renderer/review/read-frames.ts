/** Reads raw frames from the app's own origin. */
import type { AppError, ClipId, Result } from '../../preload/domain.ts';
import type { FrameShape, ReadFrames } from './frames.ts';

const unreadable: AppError = {
  code: 'store-corrupt',
  message: 'These frames cannot be read from the media store.',
  hint: 'Try again. If it stays so, import the original file once more; decisions already made are kept.',
};

const gone: AppError = {
  code: 'not-found',
  message: 'The frames of this clip are not in the media store.',
  hint: 'Import the original file again; decisions already made are kept.',
};

export function framesUrl(clipId: ClipId, from: number, count: number): string {
  return `/media/clips/${encodeURIComponent(clipId)}/frames?from=${from}&count=${count}`;
}

export function thumbnailsUrl(clipId: ClipId): string {
  return `/media/clips/${encodeURIComponent(clipId)}/thumbnails.png`;
}

function headerNumber(response: Response, name: string): number {
  return Number(response.headers.get(name) ?? Number.NaN);
}

/** A reader for one clip. An answer of another size than the clip's is refused: its frames would be drawn under wrong numbers. */
export function createFrameReader(clipId: ClipId, shape: FrameShape, fetchImpl: typeof fetch): ReadFrames {
  return async (from, count, signal): Promise<Result<Uint8Array>> => {
    try {
      const response = await fetchImpl(framesUrl(clipId, from, count), { signal });
      if (!response.ok) return { ok: false, error: response.status === 404 ? gone : unreadable };
      const bytes = new Uint8Array(await response.arrayBuffer());
      const fits =
        headerNumber(response, 'x-frame-width') === shape.width &&
        headerNumber(response, 'x-frame-height') === shape.height &&
        headerNumber(response, 'x-frame-channels') === shape.channels &&
        bytes.length === count * shape.width * shape.height * shape.channels;
      return fits ? { ok: true, value: bytes } : { ok: false, error: unreadable };
    } catch {
      return { ok: false, error: unreadable };
    }
  };
}
