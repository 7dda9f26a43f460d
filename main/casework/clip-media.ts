/** Frames and thumbnails of clips for the page. Reads run on the thread pool; a few open frame stores are kept. */
import { readFile } from 'node:fs/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipId } from '../../preload/domain.ts';
import { openFrameStore } from '../media/frame-store.ts';
import type { FrameReader } from '../media/frame-store.ts';
import { grayPath, rgbPath, thumbnailPath } from '../media/layout.ts';

export interface FrameBlock {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** The frames' raw bytes one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `missing`: no such clip; `range`: no such frames; `large`: more than one answer may carry; `damaged`: the store cannot be read. */
export type MediaAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: 'missing' | 'range' | 'large' | 'damaged' };

export interface ClipMediaReader {
  frames(clipId: ClipId, from: number, count: number): Promise<MediaAnswer<FrameBlock>>;
  /** The sprite, PNG. */
  thumbnails(clipId: ClipId): Promise<MediaAnswer<Uint8Array<ArrayBuffer>>>;
  close(): void;
}

/** Open stores kept: the clip on screen, the one beside it, and those just left. */
const readersKept = 8;
/** Largest answer, bytes. */
const answerLimit = 128 * 2 ** 20;

/** Frame stores never answer with shared memory; the type only says that they could. Copies in that case, which does not happen. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
}

interface Held {
  readonly reader: FrameReader;
  users: number;
  evicted: boolean;
}

export function createClipMedia(log: CaseLog, storeRoot: string): ClipMediaReader {
  const held = new Map<string, Held>();

  function release(entry: Held): void {
    entry.users -= 1;
    if (entry.evicted && entry.users === 0) entry.reader.close();
  }

  function evict(path: string, entry: Held): void {
    held.delete(path);
    entry.evicted = true;
    if (entry.users === 0) entry.reader.close();
  }

  /** Most recently used last. The caller releases what it got. */
  function acquire(path: string): Held | null {
    let entry = held.get(path);
    if (entry === undefined) {
      const opened = openFrameStore(path);
      if (!opened.ok) return null;
      entry = { reader: opened.value, users: 0, evicted: false };
    }
    held.delete(path);
    held.set(path, entry);
    entry.users += 1;
    for (const [oldest, other] of held) if (held.size > readersKept) evict(oldest, other);
    return entry;
  }

  function pathOf(clipId: ClipId): string | null {
    const clip = log.clips.get(clipId);
    const media = clip === null ? null : log.clips.media(clip.sha256);
    if (media === null) return null;
    return media.colour ? rgbPath(storeRoot, media.sha256) : grayPath(storeRoot, media.sha256);
  }

  return {
    frames: async (clipId, from, count) => {
      const path = pathOf(clipId);
      if (path === null) return { ok: false, reason: 'missing' };
      const entry = acquire(path);
      if (entry === null) return { ok: false, reason: 'damaged' };
      try {
        const { width, height, channels } = entry.reader;
        if (from + count > entry.reader.count) return { ok: false, reason: 'range' };
        if (count * width * height * channels > answerLimit && count > 1) return { ok: false, reason: 'large' };
        return { ok: true, value: { width, height, channels, bytes: unshared(await entry.reader.readMany(from, count)) } };
      } catch {
        return { ok: false, reason: 'damaged' };
      } finally {
        release(entry);
      }
    },
    thumbnails: async (clipId) => {
      const clip = log.clips.get(clipId);
      if (clip === null) return { ok: false, reason: 'missing' };
      const bytes = await readFile(thumbnailPath(storeRoot, clip.sha256)).catch(() => null);
      return bytes === null ? { ok: false, reason: 'damaged' } : { ok: true, value: new Uint8Array(bytes) };
    },
    close: () => {
      for (const [path, entry] of held) evict(path, entry);
    },
  };
}
