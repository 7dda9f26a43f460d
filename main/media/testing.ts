/** Helpers for this room's tests and commands: small clips made with ffmpeg's own test sources. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodeClip } from './decode.ts';
import { defaultLimits } from './decode-limits.ts';
import { findFfmpeg } from './ffmpeg.ts';

const execute = promisify(execFile);

/** Where ../shared/data lies, for tests that use real clips where they are present. */
export const sharedData = path.resolve(import.meta.dirname, '../../../shared/data');

/** A folder that goes away with the test. */
export async function temporaryFolder(after: (done: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pleura-media-'));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** ffmpeg for tests; throws where none is installed, since no test of this room means anything then. */
export async function testFfmpeg(): Promise<string> {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) throw new Error('ffmpeg is needed for the media tests');
  return ffmpeg;
}

export async function runFfmpeg(args: readonly string[]): Promise<Buffer> {
  const { stdout } = await execute(await testFfmpeg(), ['-nostdin', '-v', 'error', '-y', ...args], { encoding: 'buffer', maxBuffer: 2 ** 30 });
  return stdout;
}

const codecs: Readonly<Record<string, readonly string[]>> = {
  mp4: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '2'],
  mov: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
  mkv: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
  avi: ['-c:v', 'mpeg4', '-q:v', '4'],
  mpeg: ['-c:v', 'mpeg2video', '-q:v', '4'],
  wmv: ['-c:v', 'wmv2', '-q:v', '4'],
  webm: ['-c:v', 'libvpx', '-b:v', '400k', '-deadline', 'realtime'],
  gif: [],
  png: ['-frames:v', '1'],
  jpg: ['-frames:v', '1'],
};

export interface TestClip {
  readonly size?: string;
  readonly frames?: number;
  /** Coloured test card instead of gray noise. */
  readonly colour?: boolean;
  /** Further output options. */
  readonly options?: readonly string[];
}

/** Writes a moving test clip; its kind follows from the extension of `file`. */
export async function makeClip(file: string, clip: TestClip = {}): Promise<string> {
  const { size = '160x120', frames = 12, colour = false, options = [] } = clip;
  const source = `testsrc2=size=${size}:rate=25${colour ? '' : ',format=gray'}`;
  const codec = codecs[path.extname(file).slice(1)] ?? [];
  await runFfmpeg(['-f', 'lavfi', '-i', source, '-frames:v', String(frames), ...codec, ...options, file]);
  return file;
}

/** What ffmpeg itself gives for a file: the reference for frame identity. */
export function referenceFrames(file: string, pixelFormat: 'gray' | 'rgb24'): Promise<Buffer> {
  return runFfmpeg(['-i', file, '-fps_mode', 'passthrough', '-pix_fmt', pixelFormat, '-f', 'rawvideo', '-']);
}

/** Every gray frame of a clip, by the decoder of the app; throws the code of an error. */
export async function decodeAll(file: string): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  const decoded = await decodeClip({
    ffmpeg: await testFfmpeg(), file, pix: 'gray', signal: new AbortController().signal, limits: defaultLimits, onSize: () => undefined,
    onFrame: (frame) => {
      all.push(frame);
      return { ok: true, value: null };
    },
  });
  if (!decoded.ok) throw new Error(decoded.error.code);
  return all;
}
