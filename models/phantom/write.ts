/** Phantoms as files: a video that says in its container that it is simulated, and on demand raw frames and ground truth beside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { Result } from '../../preload/domain.ts';
import { foreignFrames } from './foreign/foreign.ts';
import type { ForeignSpec } from './foreign/foreign.ts';
import { renderFrames, truthHeader } from './render.ts';
import type { PhantomSpec } from './spec.ts';
import type { FrameTruth, PhantomTruth } from './truth.ts';

/** The container's comment begins with this; import reads it to mark a clip as simulated. */
export const PHANTOM_COMMENT = 'Pleura phantom seed';

export interface WriteOptions {
  /** The ffmpeg to run. */
  readonly ffmpeg: string;
  /** Also writes `<path>.gray`: width x height bytes a frame. */
  readonly raw?: boolean;
  /** Also writes `<path>.json`: PhantomTruth. */
  readonly truth?: boolean;
}

/** What an encoder has to know of a clip. */
type Shape = Pick<PhantomSpec, 'width' | 'height' | 'framesPerSecond' | 'seed'>;

function encoderArguments(spec: Shape, encoder: string, path: string): string[] {
  const quality = encoder === 'libx264' ? ['-preset', 'veryfast', '-crf', '17', '-threads', '1'] : ['-q:v', '2'];
  return [
    '-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${spec.width}x${spec.height}`, '-r', String(spec.framesPerSecond), '-i', 'pipe:0',
    '-c:v', encoder, ...quality, '-pix_fmt', 'yuv420p', '-metadata', `comment=${PHANTOM_COMMENT} ${spec.seed}`,
    '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', path,
  ];
}

/** Streams the frames through one encoder; false when ffmpeg cannot be run or fails. */
async function encode(spec: Shape, frames: Iterable<Uint8Array>, encoder: string, path: string, ffmpeg: string): Promise<boolean> {
  const child = spawn(ffmpeg, encoderArguments(spec, encoder, path), { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  // A refused encoder closes the pipe early; its exit code tells the story.
  child.stdin.on('error', () => undefined);
  for (const pixels of frames) {
    if (child.exitCode !== null || child.stdin.destroyed) break;
    if (!child.stdin.write(pixels)) await Promise.race([once(child.stdin, 'drain'), ended]);
  }
  child.stdin.end();
  return (await ended) === 0;
}

const notEncoded = { code: 'decoder-missing', message: 'ffmpeg could not write a video.', hint: 'Install ffmpeg with H.264 or MPEG-4 support, or set PLEURA_FFMPEG.' } as const;
const notStored = { code: 'storage-failed', message: 'A simulated clip could not be written.', hint: 'Check that the folder can be written and that the disk has room.' } as const;

/** Tries H.264, then MPEG-4 where ffmpeg has no libx264; `frames` begins anew for each try. */
async function encodeEither(spec: Shape, frames: () => Iterable<Uint8Array>, path: string, ffmpeg: string): Promise<boolean> {
  return (await encode(spec, frames(), 'libx264', path, ffmpeg)) || encode(spec, frames(), 'mpeg4', path, ffmpeg);
}

/** Writes a clip of anything but lung ultrasound, whole or not at all. Errors as of `writePhantom`. */
export async function writeForeign(spec: ForeignSpec, path: string, ffmpeg: string): Promise<Result<null>> {
  const temporary = `${path}.part`;
  try {
    if (!(await encodeEither(spec, () => foreignFrames(spec), temporary, ffmpeg))) return { ok: false, error: notEncoded };
    await rename(temporary, path);
    return { ok: true, value: null };
  } catch {
    return { ok: false, error: notStored };
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * Writes one phantom. H.264, or MPEG-4 where ffmpeg has no libx264; whole or not at all.
 * Draws on the calling thread (about 10 ms a frame): a process with a window must call it in a helper process.
 */
export async function writePhantom(spec: PhantomSpec, path: string, options: WriteOptions): Promise<Result<PhantomTruth>> {
  const temporary = `${path}.part`;
  let truths: FrameTruth[] = [];
  let rawWritten: Promise<void> = Promise.resolve();
  const frames = function* (): Generator<Uint8Array> {
    truths = [];
    const raw = options.raw === true ? createWriteStream(`${temporary}.gray`) : null;
    try {
      for (const { pixels, truth } of renderFrames(spec)) {
        truths.push(truth);
        raw?.write(pixels);
        yield pixels;
      }
    } finally {
      rawWritten = raw === null ? Promise.resolve() : finished(raw.end());
    }
  };
  try {
    if (!(await encodeEither(spec, frames, temporary, options.ffmpeg))) return { ok: false, error: notEncoded };
    await rawWritten;
    const truth: PhantomTruth = { ...truthHeader(spec), frames: truths };
    if (options.truth === true) await writeFile(`${path}.json`, `${JSON.stringify(truth)}\n`);
    if (options.raw === true) await rename(`${temporary}.gray`, `${path}.gray`);
    await rename(temporary, path);
    return { ok: true, value: truth };
  } catch {
    return { ok: false, error: notStored };
  } finally {
    await Promise.all([temporary, `${temporary}.gray`].map((file) => rm(file, { force: true }))).catch(() => undefined);
  }
}
