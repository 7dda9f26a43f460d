/** One clip's pictures in an export: its frames with all but the fan blanked, and the same frames as the network sees them. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import type { ClipMedia, Result } from '../../../preload/domain.ts';
import type { DatasetClip } from '../../../preload/datasets.ts';
import { createUnwrapper } from '../../inference/preprocess.ts';
import { failure } from '../../media/failure.ts';
import { FrameStoreError, openFrameStore } from '../../media/frame-store.ts';
import type { FrameReader } from '../../media/frame-store.ts';
import { grayPath } from '../../media/layout.ts';
import { encodePng } from '../../media/png.ts';
import { readRecord } from '../../media/record.ts';
import { blanked, fanMask } from './fan-mask.ts';
import { isBlack } from './fingerprint.ts';
import { evenly, framesIn } from './frame-rules.ts';
import { npyHeader } from './npy.ts';

/** `png`: a file a frame. `npy`: one array of frames x height x width bytes a clip. */
export type PixelFormat = 'png' | 'npy';

export interface ExportedFrame {
  /** Decoded index in the original clip. */
  readonly frame: number;
  readonly timeMs: number;
  /** Below the export's folder. */
  readonly file: string;
}

export interface ExportedClip {
  /** Name of the clip's pictures below the export's folder. */
  readonly file: string;
  readonly frames: readonly ExportedFrame[];
  readonly width: number;
  readonly height: number;
  readonly sector: ClipMedia['sector'];
  readonly gain: number;
  readonly inputsSha256: string;
}

export interface ClipExport {
  readonly folder: string;
  readonly storeRoot: string;
  readonly clip: DatasetClip;
  readonly name: string;
  readonly pixels: PixelFormat;
  readonly perClip: number | null;
  /** Open `inputs.u8`: what the network sees of the frames is appended. */
  readonly inputs: FileHandle;
}

/** Kept frames that show something. */
async function visible(reader: FrameReader, frames: readonly number[]): Promise<number[]> {
  const seen: number[] = [];
  for (const frame of frames) if (frame < reader.count && !isBlack(await reader.read(frame))) seen.push(frame);
  return seen;
}

async function writeClip({ folder, name, pixels, perClip, clip, inputs }: ClipExport, media: ClipMedia, reader: FrameReader): Promise<ExportedClip> {
  const { width, height } = reader;
  const chosen = evenly(await visible(reader, framesIn(clip.kept)), perClip);
  const mask = fanMask(width, height, media.sector);
  const unwrap = createUnwrapper(width, height, media.sector);
  const file = `frames/${name}${pixels === 'npy' ? '.npy' : ''}`;
  const hash = createHash('sha256');
  const arrays: Uint8Array[] = [];
  const frames: ExportedFrame[] = [];
  if (pixels === 'png') await mkdir(join(folder, file), { recursive: true });
  for (const frame of chosen) {
    const gray = await reader.read(frame);
    const image = unwrap(gray, media.gain);
    hash.update(image);
    await inputs.appendFile(image);
    const shown = blanked(gray, mask);
    const at = pixels === 'png' ? `${file}/${String(frame).padStart(6, '0')}.png` : file;
    if (pixels === 'png') await writeFile(join(folder, at), encodePng(shown, width, height, 1), { flag: 'wx' });
    else arrays.push(shown);
    frames.push({ frame, timeMs: media.frameTimesMs[frame] ?? 0, file: at });
  }
  if (pixels === 'npy') await writeFile(join(folder, file), Buffer.concat([npyHeader([arrays.length, height, width]), ...arrays]), { flag: 'wx' });
  return { file, frames, width, height, sector: media.sector, gain: media.gain, inputsSha256: hash.digest('hex') };
}

/** Errors: `store-corrupt`, `file-not-found`. Throws what the disk throws. */
export async function exportClip(request: ClipExport): Promise<Result<ExportedClip>> {
  const media = await readRecord(request.storeRoot, request.clip.sha256);
  if (media === null) return failure('store-corrupt');
  const opened = openFrameStore(grayPath(request.storeRoot, request.clip.sha256));
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: await writeClip(request, media, opened.value) };
  } catch (error) {
    if (error instanceof FrameStoreError) return failure('store-corrupt');
    throw error;
  } finally {
    opened.value.close();
  }
}
