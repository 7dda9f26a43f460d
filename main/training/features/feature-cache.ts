/**
 * Features of clips kept between trainings, one file a clip: named by the clip's bytes, the extractor's graph, the preprocessing and the frames asked for, so that
 * nothing old can stand in for something else. Bounded: what was not used for longest goes first.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';

export interface ClipFeatures {
  /** Decoded indices, rising. */
  readonly frames: readonly number[];
  /** frames x width. */
  readonly values: Float32Array;
}

export interface FeatureCache {
  /** Null where there is nothing, or nothing whole. */
  get(key: string, width: number): Promise<ClipFeatures | null>;
  /** A full disk costs the cache, not the training. */
  put(key: string, features: ClipFeatures): Promise<void>;
}

export const noFeatureCache: FeatureCache = { get: () => Promise.resolve(null), put: () => Promise.resolve() };

/** Name of a clip's features: everything that changes them. */
export function featureKey(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(['pleura-features/1', ...parts])).digest('hex');
}

const headerSchema = z.object({ frames: z.array(z.int().min(0)), width: z.int().min(1) });

/** File: length of the header (32 bits), header as JSON, SHA-256 of the floats, the floats. */
function encode({ frames, values }: ClipFeatures): Buffer {
  const header = Buffer.from(JSON.stringify({ frames, width: values.length / Math.max(1, frames.length) }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const floats = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([length, header, createHash('sha256').update(floats).digest(), floats]);
}

function decode(bytes: Buffer, width: number): ClipFeatures | null {
  try {
    const length = bytes.readUInt32LE(0);
    const header = headerSchema.parse(JSON.parse(bytes.subarray(4, 4 + length).toString('utf8')));
    const floats = bytes.subarray(4 + length + 32);
    const sum = bytes.subarray(4 + length, 4 + length + 32);
    if (header.width !== width || floats.length !== header.frames.length * width * 4 || !createHash('sha256').update(floats).digest().equals(sum)) return null;
    const values = new Float32Array(floats.length / 4);
    Buffer.from(values.buffer).set(floats);
    return { frames: header.frames, values };
  } catch {
    return null;
  }
}

/** Removes the least recently used files until the folder holds at most `mostBytes`. */
async function trim(folder: string, mostBytes: number): Promise<void> {
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name.endsWith('.features'));
  const files = await Promise.all(names.map(async (name) => {
    const info = await stat(join(folder, name)).catch(() => null);
    return info === null ? [] : [{ path: join(folder, name), bytes: info.size, used: info.mtimeMs }];
  }));
  const newest = files.flat().toSorted((a, b) => b.used - a.used);
  let kept = 0;
  for (const { path, bytes } of newest) {
    kept += bytes;
    if (kept > mostBytes) await rm(path, { force: true }).catch(() => {});
  }
}

export function createFeatureCache(folder: string, mostBytes = 4 * 2 ** 30): FeatureCache {
  let unlooked = 0;
  const place = (key: string): string => join(folder, `${key}.features`);
  return {
    get: async (key, width) => {
      const bytes = await readFile(place(key)).catch(() => null);
      const features = bytes === null ? null : decode(bytes, width);
      if (features !== null) await utimes(place(key), new Date(), new Date()).catch(() => {});
      return features;
    },
    put: async (key, features) => {
      const bytes = encode(features);
      const temporary = `${place(key)}.${process.pid}.part`;
      await mkdir(folder, { recursive: true, mode: 0o700 })
        .then(() => writeFile(temporary, bytes)).then(() => rename(temporary, place(key)))
        .catch(() => rm(temporary, { force: true }).catch(() => {}));
      unlooked += bytes.length;
      if (unlooked < mostBytes / 16) return;
      unlooked = 0;
      await trim(folder, mostBytes);
    },
  };
}
