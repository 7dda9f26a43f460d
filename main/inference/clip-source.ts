/** A clip's frames as input images, read ahead on the thread pool while the extractor computes. */
import type { Result } from '../../preload/domain.ts';
import { openFrameStore } from '../media/frame-store.ts';
import type { StoredClip } from './engine-protocol.ts';
import { createUnwrapper } from './preprocess.ts';

export interface ClipSource {
  /** Gray frames, decompressed off this thread. Rejects when the store is damaged. */
  read(frames: readonly number[]): Promise<readonly Uint8Array[]>;
  /** Input images (224 x 224) of gray frames. */
  images(grays: readonly Uint8Array[]): Uint8Array[];
  close(): void;
}

export type OpenClip = (request: StoredClip & { readonly key: string }) => Result<ClipSource>;

/** Opens the frame store of a request. Errors: those of `openFrameStore`; `store-corrupt` when it holds other frames than the request says. */
export const openClip: OpenClip = (request) => {
  const opened = openFrameStore(request.grayPath);
  if (!opened.ok) return opened;
  const reader = opened.value;
  if (reader.channels !== 1 || reader.count !== request.frames) {
    reader.close();
    return { ok: false, error: { code: 'store-corrupt', message: 'The stored frames are not those of this clip.', hint: 'Import the clip again; the original file is safe.' } };
  }
  // About 100 ms of sampling geometry: made when the first frame needs it.
  let unwrap: ReturnType<typeof createUnwrapper> | null = null;
  let reads: Promise<unknown> = Promise.resolve();
  return {
    ok: true,
    value: {
      read: (frames) => {
        const read = Promise.all(frames.map((frame) => reader.read(frame)));
        reads = Promise.allSettled([reads, read]);
        return read;
      },
      images: (grays) => {
        unwrap ??= createUnwrapper(reader.width, reader.height, request.sector);
        const make = unwrap;
        return grays.map((gray) => make(gray, request.gain));
      },
      // A read on its way must not meet a file descriptor that someone else owns by now.
      close: () => void reads.then(() => reader.close()),
    },
  };
};
