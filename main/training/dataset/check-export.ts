/** Checks an exported folder: every byte against its checksums, and the clips anew for leaks, from the pictures themselves. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError, Result } from '../../../preload/domain.ts';
import type { DuplicatePair, SplitSide } from '../../../preload/datasets.ts';
import { INPUT_SIZE } from '../../inference/preprocess.ts';
import { checksumsFile, fileSha256, filesBelow } from './export-folder.ts';
import { findDuplicates, leaks, nearThreshold } from './near-duplicates.ts';
import type { FingerprintedClip } from './near-duplicates.ts';
import { pictureHash } from './picture-hash.ts';

export interface CheckReport {
  /** Files that differ from their checksum, are missing, or have none. */
  readonly damaged: readonly { readonly file: string; readonly problem: 'changed' | 'missing' | 'extra' }[];
  readonly clips: number;
  readonly patients: number;
  readonly sides: readonly { readonly side: string; readonly clips: number; readonly patients: number; readonly positives: number }[];
  /** Patients with clips on two sides. */
  readonly patientsOnTwoSides: readonly string[];
  readonly pairs: readonly DuplicatePair[];
  /** No patient and no picture on two sides. */
  readonly clean: boolean;
}

const index = z.object({ format: z.literal('pleura-inputs/1'), size: z.literal(INPUT_SIZE), clips: z.array(z.object({ path: z.string(), frames: z.array(z.int()), first: z.int().min(0), inputsSha256: z.string() })) });

export type Row = Readonly<Record<string, string>>;

function bad(message: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message, hint: 'Name a folder that "dataset build" or the Labelling page exported.' } };
}

async function damagedFiles(folder: string, sums: string): Promise<CheckReport['damaged']> {
  const expected = new Map(sums.split('\n').filter((line) => line !== '').map((line) => [line.slice(66), line.slice(0, 64)]));
  const present = new Set(await filesBelow(folder));
  const damaged: { file: string; problem: 'changed' | 'missing' | 'extra' }[] = [];
  for (const [file, sha256] of expected) {
    if (!present.has(file)) damaged.push({ file, problem: 'missing' });
    else if ((await fileSha256(join(folder, file))) !== sha256) damaged.push({ file, problem: 'changed' });
  }
  for (const file of present) if (file !== checksumsFile && !expected.has(file)) damaged.push({ file, problem: 'extra' });
  return damaged;
}

function asSide(text: string): SplitSide | null {
  if (text === 'train' || text === 'validation' || text === 'test') return text;
  const fold = /^fold-(\d+)$/.exec(text)?.[1];
  return fold === undefined ? null : `fold-${Number(fold)}`;
}

/** Hashes of each clip's images in inputs.u8. */
async function fingerprints(folder: string, rows: readonly Row[]): Promise<Result<readonly FingerprintedClip[]>> {
  const parsed = index.safeParse(JSON.parse(await readFile(join(folder, 'inputs', 'index.json'), 'utf8')));
  if (!parsed.success) return bad('The inputs of this dataset are not as the format asks.');
  const images = await readFile(join(folder, 'inputs', 'inputs.u8'));
  const plane = INPUT_SIZE * INPUT_SIZE;
  const byFile = new Map(parsed.data.clips.map((clip) => [clip.path.replace(/^\.\.\//, ''), clip]));
  const found: FingerprintedClip[] = [];
  for (const row of rows) {
    const [entry, side] = [byFile.get(row['file'] ?? ''), asSide(row['split'] ?? '')];
    if (entry === undefined || side === null || images.length < (entry.first + entry.frames.length) * plane) return bad('The table of clips and the inputs do not belong together.');
    const hashes = entry.frames.map((_, i) => pictureHash(images.subarray((entry.first + i) * plane, (entry.first + i + 1) * plane), INPUT_SIZE));
    // A clip without a visible frame is like no other.
    const same = entry.frames.length === 0 ? (row['clip'] ?? '') : entry.inputsSha256;
    found.push({ clipId: row['clip'] ?? '', sha256: row['clip'] ?? '', patient: row['patient'] ?? '', side, framesSha256: same, hashes });
  }
  return { ok: true, value: found };
}

/** `readTable` makes rows of CSV text. Errors: `file-not-found`, `bad-request` for what is no exported dataset. */
export async function checkExport(folder: string, readTable: (text: string) => readonly Row[]): Promise<Result<CheckReport>> {
  const isFolder = await stat(folder).then((found) => found.isDirectory(), () => false);
  if (!isFolder) return { ok: false, error: { code: 'file-not-found', message: 'There is no such folder.', hint: 'Name the folder of an exported dataset.' } };
  const [sums, table] = await Promise.all([checksumsFile, 'clips.csv'].map((name) => readFile(join(folder, name), 'utf8').catch(() => null)));
  if (sums === null || sums === undefined || table === null || table === undefined) return bad('This folder holds no dataset: clips.csv or checksums.txt is missing.');
  const rows = readTable(table);
  const damaged = await damagedFiles(folder, sums);
  const clips = await fingerprints(folder, rows).catch(() => bad('The inputs of this dataset cannot be read.'));
  if (!clips.ok) return clips;
  const byPatient = Map.groupBy(clips.value, ({ patient }) => patient);
  const patientsOnTwoSides = [...byPatient].filter(([, mine]) => new Set(mine.map(({ side }) => side)).size > 1).map(([patient]) => patient);
  const pairs = findDuplicates(clips.value, nearThreshold);
  const positives = new Set(rows.filter((row) => row['positive'] === 'yes').map((row) => row['clip']));
  const sides = [...Map.groupBy(clips.value, ({ side }) => side)].map(([side, mine]) => ({ side, clips: mine.length, patients: new Set(mine.map(({ patient }) => patient)).size, positives: mine.filter(({ clipId }) => positives.has(clipId)).length }));
  return { ok: true, value: { damaged, clips: clips.value.length, patients: byPatient.size, sides, patientsOnTwoSides, pairs, clean: patientsOnTwoSides.length === 0 && leaks(pairs).length === 0 } };
}
