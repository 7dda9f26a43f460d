import { createHash } from 'node:crypto';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { AppError, Result } from '../../preload/domain.ts';
import { checkSource } from '../media/copy-original.ts';
import { decodeClip } from '../media/decode.ts';
import type { PixelKind } from '../media/decode-arguments.ts';
import { defaultLimits } from '../media/decode-limits.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { sniff } from '../media/sniff.ts';

const usage = 'Usage: npm run -s frames -- FILE [--pix gray|rgb] [--json]\n';

/** What `frames --json` prints: the identity of every decoded frame. */
export interface FrameList {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly durationMs: number;
  readonly frameTimesMs: readonly number[];
  readonly sha256: readonly string[];
}

/** Decodes a file the way import does and hashes each frame (hex SHA-256 of its raw bytes). */
export async function listFrames(file: string, pix: PixelKind, signal: AbortSignal): Promise<Result<FrameList>> {
  const ffmpeg = await findFfmpeg();
  const checked = await checkSource(file, defaultLimits.maxFileBytes);
  if (!checked.ok) return checked;
  const sha256: string[] = [];
  const decoded = await decodeClip({
    ffmpeg, file: path.resolve(file), pix, signal, limits: (await sniff(file)).dicom ? { ...defaultLimits, minSide: 1 } : defaultLimits,
    onSize: () => undefined,
    onFrame: (frame) => {
      sha256.push(createHash('sha256').update(frame).digest('hex'));
      return { ok: true, value: null };
    },
  });
  if (!decoded.ok) return decoded;
  const { width, height, frames, durationMs, frameTimesMs } = decoded.value;
  return { ok: true, value: { width, height, frames, durationMs, frameTimesMs, sha256 } };
}

interface Options {
  readonly file: string;
  readonly pix: PixelKind;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { pix: { type: 'string', default: 'gray' }, json: { type: 'boolean', default: false } } });
    const file = positionals[0];
    if (file === undefined || positionals.length > 1 || (values.pix !== 'gray' && values.pix !== 'rgb')) return null;
    return { file, pix: values.pix, json: values.json };
  } catch {
    return null;
  }
}

function table(list: FrameList): string {
  const rows = list.sha256.map((hash, i) => `${String(i).padStart(6)}  ${(list.frameTimesMs[i] ?? 0).toFixed(1).padStart(10)}  ${hash.slice(0, 16)}`);
  return [`${list.width} x ${list.height}, ${list.frames} frames, ${(list.durationMs / 1000).toFixed(2)} s`, ' frame     time ms  sha256', ...rows, ''].join('\n');
}

function report(options: Options, error: AppError): number {
  if (options.json) process.stdout.write(`${JSON.stringify({ path: options.file, error })}\n`);
  else process.stderr.write(`${options.file}: ${error.message} ${error.hint} (${error.code})\n`);
  return 1;
}

/** `frames FILE`: exit 0 with the frames, 1 with an error. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    process.stderr.write(usage);
    return 1;
  }
  const listed = await listFrames(options.file, options.pix, new AbortController().signal);
  if (!listed.ok) return report(options, listed.error);
  process.stdout.write(options.json ? `${JSON.stringify(listed.value)}\n` : table(listed.value));
  return 0;
}
