/** Analyses kept between runs of an evaluation: named by the clip's bytes, the model and the wishes, so that nothing old can stand in for something else. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import type { AnalysisRecord } from '../analyse-clip.ts';

export interface RecordCache {
  /** Null where this clip was not analysed before. */
  get(file: string, path: string): Promise<AnalysisRecord | null>;
  /** Failed analyses are not kept: the next run tries them again. */
  put(file: string, record: AnalysisRecord): Promise<void>;
}

export const noCache: RecordCache = { get: () => Promise.resolve(null), put: () => Promise.resolve() };

/** `wishes`: all that changes an analysis beside the clip's bytes (model, frames, provider). */
export function createRecordCache(folder: string, wishes: readonly string[]): RecordCache {
  const place = async (file: string): Promise<string | null> => {
    const hash = createHash('sha256').update(JSON.stringify(['pleura-evaluation-cache/1', ...wishes]));
    try {
      await pipeline(createReadStream(file), hash);
      return join(folder, `${hash.digest('hex')}.json`);
    } catch {
      return null;
    }
  };
  return {
    get: async (file, path) => {
      const at = await place(file);
      const text = at === null ? null : await readFile(at, 'utf8').catch(() => null);
      if (text === null) return null;
      try {
        return { ...(JSON.parse(text) as AnalysisRecord), path };
      } catch {
        return null;
      }
    },
    put: async (file, record) => {
      const at = 'error' in record ? null : await place(file);
      if (at === null) return;
      const temporary = `${at}.${process.pid}.part`;
      // A full disk costs the cache, not the evaluation.
      await mkdir(folder, { recursive: true }).then(() => writeFile(temporary, JSON.stringify(record))).then(() => rename(temporary, at)).catch(() => {});
    },
  };
}
