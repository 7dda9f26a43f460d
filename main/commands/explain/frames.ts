/** Frames to explain, on the app's own road from file to network input, and for phantoms the truth in the same coordinates. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMasks } from '../../../models/phantom/masks.ts';
import type { PhantomSpec } from '../../../models/phantom/spec.ts';
import { writePhantom } from '../../../models/phantom/write.ts';
import type { ClipMedia } from '../../../preload/domain.ts';
import type { Mask } from '../../analysis/explanation-map.ts';
import { cutOff } from '../../inference/lime/background.ts';
import { createUnwrapper, INPUT_SIZE, sectorPoint } from '../../inference/preprocess.ts';
import { openFrameStore } from '../../media/frame-store.ts';
import { importClip } from '../../media/import-clip.ts';
import { grayPath } from '../../media/layout.ts';
import { parseCsv, yesOrNo } from '../labels-table.ts';

export interface BenchFrame {
  /** Frames of one clip are drawn together. */
  readonly clip: string;
  /** Network input, 224 x 224. */
  readonly image: Uint8Array;
  /** 1 where the input shows no image; null where all of it does. */
  readonly background: Uint8Array | null;
}

export interface PhantomFrame extends BenchFrame {
  readonly bLine: Mask;
  readonly pleura: Mask;
}

/** Where clips are read: the folder takes the frame stores, and is removed by whoever made it. */
export interface Reading {
  readonly ffmpeg: string;
  readonly folder: string;
}

interface ReadClip {
  readonly media: ClipMedia;
  readonly images: readonly Uint8Array[];
}

/** Input images of some frames of a file; null where it cannot be read. */
async function readClip(file: string, pick: (frames: number) => readonly number[], { ffmpeg, folder }: Reading): Promise<ReadClip | null> {
  const storeRoot = join(folder, 'store');
  const imported = await importClip({ source: file, storeRoot, ffmpeg, signal: new AbortController().signal });
  if (!imported.ok) return null;
  const { media } = imported.value;
  const opened = openFrameStore(grayPath(storeRoot, media.sha256));
  if (!opened.ok) return null;
  try {
    const unwrap = createUnwrapper(media.width, media.height, media.sector);
    const images: Uint8Array[] = [];
    for (const frame of pick(media.frames)) images.push(unwrap(await opened.value.read(frame), media.gain));
    return { media, images };
  } finally {
    opened.value.close();
  }
}

/** `count` frames spread over a clip, each from the middle of its part. */
export function spread(count: number): (frames: number) => number[] {
  return (frames) => Array.from({ length: Math.min(count, frames) }, (_, i) => Math.floor(((i + 0.5) * frames) / Math.min(count, frames)));
}

function maskOf(kind: 'b-line' | 'pleura', spec: PhantomSpec, frame: number, { sector }: ClipMedia): Mask {
  const truth = createMasks(spec)(frame);
  const inside = Uint8Array.from({ length: INPUT_SIZE * INPUT_SIZE }, (_, pixel) => {
    const { x, y } = sectorPoint(sector, ((pixel % INPUT_SIZE) + 0.5) / INPUT_SIZE, (Math.floor(pixel / INPUT_SIZE) + 0.5) / INPUT_SIZE);
    return truth(x, y) === kind ? 1 : 0;
  });
  return { width: INPUT_SIZE, height: INPUT_SIZE, inside };
}

/** Writes phantoms as videos and reads them back as the app does, sector found in the picture; masks come from what was drawn. Throws where one cannot be written or read. */
export async function phantomFrames(specs: readonly PhantomSpec[], each: number, reading: Reading): Promise<PhantomFrame[]> {
  const found: PhantomFrame[] = [];
  for (const spec of specs) {
    const file = join(reading.folder, spec.name);
    const written = await writePhantom(spec, file, { ffmpeg: reading.ffmpeg });
    const clip = written.ok ? await readClip(file, spread(each), reading) : null;
    if (clip === null) throw new Error(`The phantom ${spec.name} could not be written and read.`);
    const background = cutOff(clip.media.sector);
    spread(each)(spec.frames).forEach((frame, index) => {
      const image = clip.images[index];
      if (image !== undefined) found.push({ clip: spec.name, image, background, bLine: maskOf('b-line', spec, frame, clip.media), pleura: maskOf('pleura', spec, frame, clip.media) });
    });
  }
  return found;
}

/** Files of clips with B-lines of a labelled data set (clips.csv with file, b_lines and patient or group), one a patient, spread over the table. */
async function bLineFiles(folder: string, count: number): Promise<{ readonly file: string; readonly clip: string }[]> {
  const csv = await readFile(join(folder, 'clips.csv'), 'utf8').catch(() => '');
  const rows = parseCsv(csv).filter((row) => yesOrNo(row['b_lines']) === true && row['file'] !== undefined);
  const byPatient = [...Map.groupBy(rows, (row) => row['patient'] ?? row['group'] ?? row['file'] ?? '').values()];
  return spread(count)(byPatient.length).flatMap((index) => {
    const clips = byPatient[index] ?? [];
    const file = clips[clips.length >> 1]?.['file'];
    return file === undefined ? [] : [{ file: join(folder, file), clip: file }];
  });
}

/** For each clip with B-lines the frame that scores highest of eight. Fewer or none where the data are not there or cannot be read. */
export async function realFrames(folders: readonly string[], count: number, score: (images: readonly Uint8Array[]) => Promise<readonly number[]>, reading: Reading): Promise<BenchFrame[]> {
  const files = (await Promise.all(folders.map((folder) => bLineFiles(folder, Math.ceil(count / folders.length))))).flat().slice(0, count);
  const found: BenchFrame[] = [];
  for (const { file, clip } of files) {
    const read = await readClip(file, spread(8), reading);
    if (read === null || read.images.length === 0) continue;
    const scores = await score(read.images);
    const image = read.images[scores.indexOf(Math.max(...scores))];
    if (image !== undefined) found.push({ clip, image, background: cutOff(read.media.sector) });
  }
  return found;
}
