/**
 * `npm run -s inputs -- --out DIR [--frames K] FILES|FOLDERS...`: what training reads. Clips take the app's own road (import, sector, preprocessing),
 * and K evenly spaced frames of each, black ones left out, are written as input images: `inputs.u8` (N x 224 x 224 bytes) and `index.json`.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Result, Sector } from '../../preload/domain.ts';
import { createUnwrapper, INPUT_SIZE, PREPROCESSING_VERSION } from '../inference/preprocess.ts';
import { collectClips } from '../media/collect-clips.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { type FrameReader, openFrameStore } from '../media/frame-store.ts';
import { importClip } from '../media/import-clip.ts';
import { grayPath } from '../media/layout.ts';

const USAGE = 'Usage: inputs --out DIR [--frames K] [--store DIR] FILES|FOLDERS...\n';
const DEFAULT_FRAMES = 16;
/** Mean gray level below which a frame shows nothing: some recordings begin with a black one. */
const BLACK = 2;

export interface ClipInputs {
  readonly path: string;
  readonly sha256: string;
  readonly simulated: boolean;
  readonly frameCount: number;
  /** Decoded indices of the frames that follow each other in `inputs.u8` from image `first` on. */
  readonly frames: readonly number[];
  readonly first: number;
  readonly sector: Sector;
  readonly gain: number;
  /** SHA-256 of this clip's images: names what training saw. */
  readonly inputsSha256: string;
}

/** `wanted` evenly spaced indices of the frames that are not black. */
export function pickFrames(means: readonly number[], wanted: number): number[] {
  const visible = means.flatMap((mean, index) => (mean >= BLACK ? [index] : []));
  if (visible.length <= wanted) return visible;
  return Array.from({ length: wanted }, (_, i) => visible[Math.floor(((i + 0.5) * visible.length) / wanted)] ?? 0);
}

/** Mean level of every 7th pixel: enough to tell black from dark. */
function meanLevel(gray: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < gray.length; i += 7) sum += gray[i] ?? 0;
  return sum / Math.ceil(gray.length / 7);
}

async function inputImages(reader: FrameReader, sector: Sector, gain: number, wanted: number): Promise<{ frames: number[]; images: Uint8Array[] }> {
  const means: number[] = [];
  for (let frame = 0; frame < reader.count; frame++) means.push(meanLevel(await reader.read(frame)));
  const frames = pickFrames(means, wanted);
  const unwrap = createUnwrapper(reader.width, reader.height, sector);
  const images: Uint8Array[] = [];
  for (const frame of frames) images.push(unwrap(await reader.read(frame), gain));
  return { frames, images };
}

type Prepared = Omit<ClipInputs, 'first' | 'inputsSha256'> & { readonly images: readonly Uint8Array[] };

/** Imports one file into the store and prepares its frames. */
async function prepare(file: string, storeRoot: string, ffmpeg: string, wanted: number): Promise<Result<Prepared>> {
  const imported = await importClip({ source: file, storeRoot, ffmpeg, signal: new AbortController().signal });
  if (!imported.ok) return imported;
  const { media } = imported.value;
  const opened = openFrameStore(grayPath(storeRoot, media.sha256));
  if (!opened.ok) return opened;
  try {
    const { frames, images } = await inputImages(opened.value, media.sector, media.gain, wanted);
    const { sha256, simulated, sector, gain } = media;
    return { ok: true, value: { path: file, sha256, simulated, frameCount: media.frames, frames, sector, gain, images } };
  } finally {
    opened.value.close();
  }
}

interface Wishes {
  readonly out: string;
  readonly frames: number;
  readonly store: string | null;
  readonly inputs: readonly string[];
}

function read(args: readonly string[]): Wishes | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { out: { type: 'string' }, frames: { type: 'string', default: String(DEFAULT_FRAMES) }, store: { type: 'string' } },
    });
    const frames = Number(values.frames);
    if (values.out === undefined || positionals.length === 0 || !Number.isInteger(frames) || frames < 1) return null;
    return { out: values.out, frames, store: values.store ?? null, inputs: positionals };
  } catch {
    return null;
  }
}

async function writeAll(wishes: Wishes, files: readonly string[], store: string, ffmpeg: string): Promise<{ clips: ClipInputs[]; errors: object[] }> {
  const clips: ClipInputs[] = [];
  const errors: object[] = [];
  const pixels = await open(path.join(wishes.out, 'inputs.u8'), 'w');
  try {
    let first = 0;
    for (const [done, file] of files.entries()) {
      const prepared = await prepare(file, store, ffmpeg, wishes.frames);
      process.stderr.write(`${done + 1} of ${files.length}: ${prepared.ok ? `${prepared.value.images.length} frames` : prepared.error.message}\n`);
      if (!prepared.ok) {
        errors.push({ path: file, error: prepared.error });
        continue;
      }
      const { images, ...clip } = prepared.value;
      const hash = createHash('sha256');
      for (const image of images) {
        hash.update(image);
        await pixels.write(image);
      }
      clips.push({ ...clip, first, inputsSha256: hash.digest('hex') });
      first += images.length;
    }
  } finally {
    await pixels.close();
  }
  return { clips, errors };
}

/** Exit code 0 when all clips were prepared, 2 when some failed, 1 when none could. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = read(args);
  const ffmpeg = await findFfmpeg();
  if (wishes === null || ffmpeg === null) {
    process.stderr.write(wishes === null ? USAGE : 'No ffmpeg was found. Install it, or set PLEURA_FFMPEG.\n');
    return 1;
  }
  const files: string[] = [];
  for (const input of wishes.inputs) {
    const collected = await collectClips(input);
    if (collected.ok) files.push(...collected.value.files.map((file) => file.path));
    else process.stderr.write(`${collected.error.message} ${collected.error.hint}\n`);
  }
  await mkdir(wishes.out, { recursive: true });
  const store = wishes.store ?? (await mkdtemp(path.join(os.tmpdir(), 'pleura-inputs-')));
  try {
    const { clips, errors } = await writeAll(wishes, files, store, ffmpeg);
    const count = clips.reduce((sum, clip) => sum + clip.frames.length, 0);
    const index = { format: 'pleura-inputs/1', size: INPUT_SIZE, preprocessing: PREPROCESSING_VERSION, count, clips, errors };
    await writeFile(path.join(wishes.out, 'index.json'), `${JSON.stringify(index)}\n`);
    return clips.length === 0 ? 1 : errors.length > 0 ? 2 : 0;
  } finally {
    if (wishes.store === null) await rm(store, { recursive: true, force: true });
  }
}
