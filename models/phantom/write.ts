/** Phantoms as files: a video that says in its container that it is simulated, and on demand raw frames and ground truth beside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { Result } from '../../preload/domain.ts';
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

function encoderArguments(spec: PhantomSpec, encoder: string, path: string): string[] {
  const quality = encoder === 'libx264' ? ['-preset', 'veryfast', '-crf', '17', '-threads', '1'] : ['-q:v', '2'];
  return [
    '-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${spec.width}x${spec.height}`, '-r', String(spec.framesPerSecond), '-i', 'pipe:0',
    '-c:v', encoder, ...quality, '-pix_fmt', 'yuv420p', '-metadata', `comment=${PHANTOM_COMMENT} ${spec.seed}`,
    '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', path,
  ];
}

/** Streams the frames through one encoder; false when ffmpeg cannot be run or fails. */
async function encode(spec: PhantomSpec, encoder: string, path: string, options: WriteOptions): Promise<readonly FrameTruth[] | null> {
  const child = spawn(options.ffmpeg, encoderArguments(spec, encoder, path), { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  // A refused encoder closes the pipe early; its exit code tells the story.
  child.stdin.on('error', () => undefined);
  const raw = options.raw === true ? createWriteStream(`${path}.gray`) : null;
  const truths: FrameTruth[] = [];
  for (const { pixels, truth } of renderFrames(spec)) {
    if (child.exitCode !== null || child.stdin.destroyed) break;
    truths.push(truth);
    raw?.write(pixels);
    if (!child.stdin.write(pixels)) await Promise.race([once(child.stdin, 'drain'), ended]);
  }
  child.stdin.end();
  const code = await ended;
  if (raw !== null) await finished(raw.end());
  return code === 0 ? truths : null;
}

/**
 * Writes one phantom. H.264, or MPEG-4 where ffmpeg has no libx264; whole or not at all.
 * Draws on the calling thread (about 10 ms a frame): a process with a window must call it in a helper process.
 */
export async function writePhantom(spec: PhantomSpec, path: string, options: WriteOptions): Promise<Result<PhantomTruth>> {
  const temporary = `${path}.part`;
  try {
    const truths = (await encode(spec, 'libx264', temporary, options)) ?? (await encode(spec, 'mpeg4', temporary, options));
    if (truths === null) {
      return { ok: false, error: { code: 'decoder-missing', message: 'ffmpeg could not write a video.', hint: 'Install ffmpeg with H.264 or MPEG-4 support, or set PLEURA_FFMPEG.' } };
    }
    const truth: PhantomTruth = { ...truthHeader(spec), frames: truths };
    if (options.truth === true) await writeFile(`${path}.json`, `${JSON.stringify(truth)}\n`);
    if (options.raw === true) await rename(`${temporary}.gray`, `${path}.gray`);
    await rename(temporary, path);
    return { ok: true, value: truth };
  } catch {
    return { ok: false, error: { code: 'storage-failed', message: 'A simulated clip could not be written.', hint: 'Check that the folder can be written and that the disk has room.' } };
  } finally {
    await Promise.all([temporary, `${temporary}.gray`].map((file) => rm(file, { force: true }))).catch(() => undefined);
  }
}
