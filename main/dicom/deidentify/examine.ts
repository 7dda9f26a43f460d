/** Looks at one file before anything is written: its frames, what lies outside the ultrasound image, and what may be text inside. */
import path from 'node:path';
import type { Box, Result, Sector } from '../../../preload/domain.ts';
import { decodeToStore } from '../../media/decode-to-store.ts';
import type { StoredDecode } from '../../media/decode-to-store.ts';
import { defaultLimits } from '../../media/decode-limits.ts';
import { measureGeometry, tissueBox } from '../../media/describe-frames.ts';
import { failure } from '../../media/failure.ts';
import { openFrameStore } from '../../media/frame-store.ts';
import type { FrameReader } from '../../media/frame-store.ts';
import { hasBorder } from '../../media/sector-inside.ts';
import { findText, keptPixels, letterLevels } from './picture-cleaning.ts';

/** A file as it would be exported. Close its frames when done. */
export interface ExaminedFile {
  readonly source: string;
  readonly decoded: StoredDecode;
  /** Gray, or RGB where the clip has colour: what is written. */
  readonly frames: FrameReader;
  readonly sector: Sector;
  /** Rows of marks inside the image that look like text, in pixels of the frame; blanked unless a person said to keep them. */
  readonly text: readonly Box[];
  /** 1 where a pixel stays. */
  readonly kept: Uint8Array;
  /** Where neither a fan nor a smaller rectangle was found the whole picture would stay, and text beside the image with it. */
  readonly wholePicture: boolean;
}

export interface ExamineOptions {
  readonly ffmpeg: string | null;
  readonly signal: AbortSignal;
  /** A folder of the caller's for decoded frames. */
  readonly workFolder: string;
  readonly keepText: boolean;
}

const sampled = 12;

/** Decodes a file and works out what of its picture stays. Errors: those of decoding. */
export async function examineFile(source: string, name: string, options: ExamineOptions): Promise<Result<ExaminedFile>> {
  const common = { ffmpeg: options.ffmpeg, file: path.resolve(source), signal: options.signal, limits: defaultLimits, onProgress: () => undefined };
  const grayPath = path.join(options.workFolder, `${name}.gray`);
  const gray = await decodeToStore({ ...common, pix: 'gray', target: grayPath });
  if (!gray.ok) return gray;
  const rgbPath = path.join(options.workFolder, `${name}.rgb`);
  const rgb = gray.value.colour ? await decodeToStore({ ...common, pix: 'rgb', target: rgbPath }) : gray;
  if (!rgb.ok) return rgb;
  const grayFrames = openFrameStore(grayPath);
  const frames = openFrameStore(gray.value.colour ? rgbPath : grayPath);
  if (!grayFrames.ok || !frames.ok) return failure('store-corrupt');
  const { width, height, count } = grayFrames.value;
  const within = tissueBox(gray.value);
  const { sector } = await measureGeometry(grayFrames.value, within);
  const picked = Array.from({ length: Math.min(sampled, count) }, (_, i) => Math.floor((i * count) / Math.min(sampled, count)));
  const text = findText(await Promise.all(picked.map(async (frame) => letterLevels(await frames.value.read(frame), frames.value.channels))), width, height, sector);
  grayFrames.value.close();
  return {
    ok: true,
    value: { source, decoded: rgb.value, frames: frames.value, sector, text, kept: keptPixels(sector, width, height, options.keepText ? [] : text), wholePicture: within === null && !hasBorder(sector, width, height) },
  };
}
