/** A dataset as a folder for training elsewhere: written beside its place and moved there whole, so that a half export never looks like one. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { AppError, Result } from '../../../preload/domain.ts';
import type { DatasetClip, DatasetCounts, DatasetRules, LeakReport } from '../../../preload/datasets.ts';
import { errnoOf } from '../../media/failure.ts';
import { exportClip } from './export-clip.ts';
import type { ExportedClip, PixelFormat } from './export-clip.ts';
import { clipsCsv, framesCsv, inputsIndex, manifestOf, namesFor, rangesCsv, strokesJson } from './export-tables.ts';
import type { ExportedDataset, MarkedClip, Names } from './export-tables.ts';
import type { Salt } from './pseudonyms.ts';
import { readme } from './export-readme.ts';

export interface ExportRequest {
  /** Must not exist yet; its folder must. */
  readonly out: string;
  readonly storeRoot: string;
  readonly clips: readonly DatasetClip[];
  readonly marks: readonly MarkedClip[];
  readonly rules: DatasetRules;
  readonly policy: object | null;
  readonly counts: DatasetCounts;
  readonly leaks: LeakReport;
  readonly program: string;
  readonly contentSha256: string;
  readonly locked: boolean;
  readonly salt: Salt;
  readonly pixels: PixelFormat;
}

export interface ExportControl {
  readonly signal: AbortSignal;
  readonly onProgress?: (share: number) => void;
}

export interface ExportSummary {
  readonly clips: number;
  readonly frames: number;
  readonly bytes: number;
}

/** Name of SHA-256 sums in the export, as `sha256sum -c` reads them. */
export const checksumsFile = 'checksums.txt';

/** Where an export is written until it is whole: hidden, beside its place. */
export function partialFolder(out: string): string {
  return join(dirname(out), `.${basename(out)}.partial`);
}

function refused(code: AppError['code'], message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code, message, hint } };
}

const cancelled = refused('cancelled', 'Stopped on request.', 'Nothing was left behind. Export it again when you like.');

function diskRefusal(error: unknown): { readonly ok: false; readonly error: AppError } {
  const errno = errnoOf(error);
  if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'EFBIG') return refused('disk-full', 'There is no room left on the disk.', 'Free some space and export again; nothing was left behind.');
  return refused('storage-failed', 'The export could not be written.', 'Choose a folder that may be written to; nothing was left behind.');
}

/** Every file below the folder, as relative paths with slashes, in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).toSorted();
}

export async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

async function writeChecksums(folder: string): Promise<number> {
  let bytes = 0;
  const lines: string[] = [];
  for (const file of await filesBelow(folder)) {
    lines.push(`${await fileSha256(join(folder, file))}  ${file}\n`);
    bytes += (await stat(join(folder, file))).size;
  }
  await writeFile(join(folder, checksumsFile), lines.join(''), { flag: 'wx' });
  return bytes;
}

/** Null when the signal stopped it. */
async function writePictures(request: ExportRequest, folder: string, names: Names, { signal, onProgress }: ExportControl): Promise<Result<{ clip: DatasetClip; pictures: ExportedClip }[]>> {
  const inputs: FileHandle = await open(join(folder, 'inputs', 'inputs.u8'), 'wx');
  try {
    const written: { clip: DatasetClip; pictures: ExportedClip }[] = [];
    // In the order of pseudonyms: the order of clips in the case log is none of the reader's business.
    const ordered = request.clips.map((clip) => ({ clip, name: names.clips.get(clip.clipId) ?? '' })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { clip, name } of ordered) {
      if (signal.aborted) return cancelled;
      const pictures = await exportClip({ folder, storeRoot: request.storeRoot, clip, name, pixels: request.pixels, perClip: request.rules.frames.perClip, inputs });
      if (!pictures.ok) return pictures;
      written.push({ clip, pictures: pictures.value });
      onProgress?.((0.97 * written.length) / ordered.length);
    }
    return { ok: true, value: written };
  } finally {
    await inputs.close();
  }
}

async function writeAll(request: ExportRequest, folder: string, control: ExportControl): Promise<Result<ExportSummary>> {
  const names = namesFor(request.salt, request.clips, request.marks);
  await mkdir(join(folder, 'inputs'), { recursive: true });
  await mkdir(join(folder, 'frames'));
  const pictures = await writePictures(request, folder, names, control);
  if (!pictures.ok) return pictures;
  const dataset: ExportedDataset = { ...request, clips: pictures.value };
  const json = (value: object) => `${JSON.stringify(value, null, 1)}\n`;
  const texts = {
    'clips.csv': clipsCsv(dataset, names), 'frames.csv': framesCsv(dataset, names), 'ranges.csv': rangesCsv(dataset, names), 'strokes.json': json(strokesJson(dataset, names)),
    'inputs/index.json': json(inputsIndex(dataset)), 'dataset.json': json(manifestOf(dataset, names)), 'README.md': readme(dataset, request.pixels),
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text, { flag: 'wx' });
  const bytes = await writeChecksums(folder);
  return { ok: true, value: { clips: dataset.clips.length, frames: pictures.value.reduce((sum, { pictures: { frames } }) => sum + frames.length, 0), bytes } };
}

/**
 * Writes the whole folder or nothing. Errors: `conflict` (there is something of this name), `disk-full`, `storage-failed`, `store-corrupt`, `file-not-found`,
 * `cancelled`.
 */
export async function exportDataset(request: ExportRequest, control: ExportControl): Promise<Result<ExportSummary>> {
  const folder = partialFolder(request.out);
  if (await stat(request.out).then(() => true, () => false)) return refused('conflict', 'There is something of this name already.', 'Choose another name; nothing was written.');
  try {
    // What a killed export left.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    const written = await writeAll(request, folder, control);
    if (written.ok && control.signal.aborted) return cancelled;
    if (!written.ok) return written;
    await rename(folder, request.out);
    control.onProgress?.(1);
    return written;
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return diskRefusal(error);
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
