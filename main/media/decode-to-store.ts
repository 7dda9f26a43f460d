import type { Result } from '../../preload/domain.ts';
import { decodeClip } from './decode.ts';
import type { DecodedClip } from './decode-request.ts';
import type { PixelKind } from './decode-arguments.ts';
import type { DecodeLimits } from './decode-limits.ts';
import { createFrameStore } from './frame-store.ts';
import type { FrameWriter } from './frame-store.ts';
import { failure } from './failure.ts';

export interface StoredDecode extends DecodedClip {
  /** SHA-256 of all frames in order, hex. */
  readonly contentHash: string;
}

/** Decodes a clip straight into a new frame store at `target`; removes it again on failure. */
export async function decodeToStore(request: {
  readonly ffmpeg: string | null;
  readonly file: string;
  readonly pix: PixelKind;
  readonly target: string;
  readonly signal: AbortSignal;
  readonly limits: DecodeLimits;
  readonly onProgress: (fraction: number) => void;
}): Promise<Result<StoredDecode>> {
  const opened: { writer: FrameWriter | null } = { writer: null };
  const decoded = await decodeClip({
    ...request,
    onSize: (size) => {
      opened.writer = createFrameStore(request.target, size);
    },
    onFrame: (frame, timeMs) => opened.writer?.append(frame, timeMs) ?? failure('internal'),
  });
  if (!decoded.ok || opened.writer === null) {
    await opened.writer?.abort();
    return decoded.ok ? failure('no-frames') : decoded;
  }
  const finished = await opened.writer.finish();
  return finished.ok ? { ok: true, value: { ...decoded.value, contentHash: finished.value.contentHash } } : finished;
}
