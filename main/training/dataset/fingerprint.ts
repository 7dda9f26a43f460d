/** A clip's pictures, as far as telling recordings apart needs them: hashes of some of its frames, read from the frame store. */
import type { Result } from '../../../preload/domain.ts';
import { createUnwrapper, INPUT_SIZE } from '../../inference/preprocess.ts';
import { failure } from '../../media/failure.ts';
import { FrameStoreError, openFrameStore } from '../../media/frame-store.ts';
import type { FrameReader } from '../../media/frame-store.ts';
import { grayPath } from '../../media/layout.ts';
import { readRecord } from '../../media/record.ts';
import { evenly } from './frame-rules.ts';
import { hashText, pictureHash, readHash } from './picture-hash.ts';
import type { PictureHash } from './picture-hash.ts';

/** Of what `fingerprint` makes: change the hash, its frames or the threshold, and this must change with them. */
export const fingerprintVersion = 1;
/** Frames hashed of a clip. Two cuts of one recording share few frames exactly, but their neighbours are alike. */
const hashedFrames = 12;
/** Mean gray level below which a frame shows nothing. */
const black = 2;

export interface Fingerprint {
  /** SHA-256 of all decoded gray frames. */
  readonly framesSha256: string;
  readonly hashes: readonly PictureHash[];
}

/** Mean level of every 7th pixel: enough to tell black from dark. */
export function meanLevel(gray: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < gray.length; i += 7) sum += gray[i] ?? 0;
  return sum / Math.ceil(gray.length / 7);
}

export function isBlack(gray: Uint8Array): boolean {
  return meanLevel(gray) < black;
}

async function hashesOf(reader: FrameReader, unwrap: (gray: Uint8Array) => Uint8Array): Promise<PictureHash[]> {
  const hashes: PictureHash[] = [];
  for (const frame of evenly(Array.from({ length: reader.count }, (_, i) => i), hashedFrames)) {
    const gray = await reader.read(frame);
    if (!isBlack(gray)) hashes.push(pictureHash(unwrap(gray), INPUT_SIZE));
  }
  return hashes;
}

/** Errors: `store-corrupt`, `file-not-found` where the clip's frames are not in the store. */
export async function fingerprint(storeRoot: string, sha256: string): Promise<Result<Fingerprint>> {
  const media = await readRecord(storeRoot, sha256);
  if (media === null) return failure('store-corrupt');
  const opened = openFrameStore(grayPath(storeRoot, sha256));
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const unwrap = createUnwrapper(reader.width, reader.height, media.sector);
    return { ok: true, value: { framesSha256: reader.contentHash, hashes: await hashesOf(reader, (gray) => unwrap(gray, media.gain)) } };
  } catch (error) {
    if (error instanceof FrameStoreError) return failure('store-corrupt');
    throw error;
  } finally {
    reader.close();
  }
}

export function fingerprintText({ framesSha256, hashes }: Fingerprint): string {
  return [framesSha256, ...hashes.map(hashText)].join(' ');
}

/** Null for what is no such text. */
export function readFingerprint(text: string): Fingerprint | null {
  const [framesSha256 = '', ...rest] = text.split(' ');
  const hashes = rest.map(readHash);
  return /^[0-9a-f]{64}$/.test(framesSha256) && hashes.every((hash) => hash !== null) ? { framesSha256, hashes } : null;
}
