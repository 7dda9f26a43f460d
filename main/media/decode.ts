import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import type { Result } from '../../preload/domain.ts';
import { ColourProbe } from './colour-probe.ts';
import { cutOff } from './cut-off.ts';
import { decodeArguments, sidePipes } from './decode-arguments.ts';
import type { ClipSize, DecodedClip, DecodeRequest } from './decode-request.ts';
import { DecodeLog } from './decode-log.ts';
import { failure } from './failure.ts';
import type { Failure, MediaErrorCode } from './failure.ts';
import { decodeDicom } from './dicom/decode-dicom.ts';
import { FrameCutter } from './frame-cutter.ts';
import { FrameTimes } from './frame-times.ts';
import { sniff } from './sniff.ts';

/** The metadata's whole text is small; a hostile container's is not. */
const maxMetadata = 64 * 1024;

/**
 * Decodes a clip: DICOM by its own decoder, everything else with one ffmpeg child: every frame once, in order, exactly as ffmpeg's `-fps_mode passthrough -pix_fmt gray|rgb24` gives it.
 * Fails with a typed error where not one frame comes out; a clip with decoder errors is `damaged`.
 */
export async function decodeClip(request: DecodeRequest): Promise<Result<DecodedClip>> {
  if (request.signal.aborted) return failure('cancelled');
  const sniffed = await sniff(request.file);
  return sniffed.dicom ? decodeDicom(request, (stream) => decodeVideo(stream, true)) : decodeVideo(request, sniffed.known, sniffed.stillFormat);
}

async function decodeVideo(request: DecodeRequest, known: boolean, stillFormat: string | null = null): Promise<Result<DecodedClip>> {
  if (request.ffmpeg === null) return failure('decoder-missing');
  const child = spawn(request.ffmpeg, decodeArguments(request.file, request.pix, request.limits.maxPixels, stillFormat), {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const decoded = await new Decoding(child, request, known).run();
  return decoded.ok && !decoded.value.damaged && (await cutOff(request.file)) ? { ok: true, value: { ...decoded.value, damaged: true } } : decoded;
}

class Decoding {
  readonly #child: ChildProcess;
  readonly #request: DecodeRequest;
  readonly #knownKind: boolean;
  readonly #log = new DecodeLog();
  readonly #times = new FrameTimes();
  readonly #colour = new ColourProbe();
  readonly #frameTimesMs: number[] = [];
  #metadata = '';
  #size: ClipSize | null = null;
  #rest = 0;
  #stopped: Failure | null = null;
  /** When ffmpeg last gave a byte; null while it waits for us. */
  #heardAt: number | null = performance.now();

  constructor(child: ChildProcess, request: DecodeRequest, knownKind: boolean) {
    this.#child = child;
    this.#request = request;
    this.#knownKind = knownKind;
  }

  async run(): Promise<Result<DecodedClip>> {
    const exit = new Promise<number | null>((resolve) => {
      this.#child.once('error', () => {
        this.#stop(failure('decoder-missing'));
        resolve(null);
      });
      this.#child.once('close', resolve);
    });
    const onAbort = () => this.#stop(failure('cancelled'));
    this.#request.signal.addEventListener('abort', onAbort, { once: true });
    const watch = this.#watch();
    try {
      this.#listen();
      await this.#cut();
      const code = await exit;
      return this.#stopped ?? this.#outcome(code);
    } finally {
      clearInterval(watch);
      this.#request.signal.removeEventListener('abort', onAbort);
      if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
    }
  }

  #stop(reason: Failure): void {
    this.#stopped ??= reason;
    this.#child.kill('SIGKILL');
    this.#times.end();
  }

  #watch(): NodeJS.Timeout {
    const started = performance.now();
    const { wallClockMs, stallMs } = this.#request.limits;
    return setInterval(() => {
      const now = performance.now();
      if (now - started > wallClockMs || (this.#heardAt !== null && now - this.#heardAt > stallMs)) this.#stop(failure('decode-timeout'));
    }, Math.max(20, Math.min(1_000, wallClockMs / 4, stallMs / 4)));
  }

  #side(descriptor: number, onChunk: (chunk: Buffer) => void, onEnd?: () => void): void {
    const stream = this.#child.stdio[descriptor];
    if (!(stream instanceof Readable)) return onEnd?.();
    stream.on('data', (chunk: Buffer) => {
      if (this.#heardAt !== null) this.#heardAt = performance.now();
      onChunk(chunk);
    });
    stream.once('error', () => onEnd?.());
    stream.once('close', () => onEnd?.());
  }

  #listen(): void {
    this.#side(2, (chunk) => this.#log.push(chunk.toString('utf8')));
    this.#side(sidePipes.times, (chunk) => this.#times.push(chunk.toString('latin1')), () => this.#times.end());
    this.#side(sidePipes.chroma, (chunk) => this.#colour.push(chunk));
    this.#side(sidePipes.metadata, (chunk) => {
      if (this.#metadata.length < maxMetadata) this.#metadata += chunk.toString('utf8');
    });
  }

  async #cut(): Promise<void> {
    const frames = this.#child.stdout;
    if (frames === null) return;
    let cutter: FrameCutter | null = null;
    try {
      for await (const chunk of frames as AsyncIterable<Buffer>) {
        this.#heardAt = null;
        if (this.#stopped !== null) return;
        cutter ??= await this.#begin();
        if (cutter === null) return;
        for (const frame of cutter.push(chunk)) if (!(await this.#take(frame))) return;
        this.#rest = cutter.rest;
        this.#heardAt = performance.now();
      }
    } catch (error) {
      // A killed child can end its pipe with an error; anything else is a bug.
      if (this.#stopped === null) throw error;
    }
  }

  /** Waits for the picture size, which ffmpeg writes before the first frame. */
  async #begin(): Promise<FrameCutter | null> {
    const size = await this.#times.size();
    if (size === null) return null;
    const { maxPixels, minSide } = this.#request.limits;
    if (size.width * size.height > maxPixels) return this.#refuse('frame-too-large');
    if (Math.min(size.width, size.height) < minSide) return this.#refuse('frame-too-small');
    this.#size = { ...size, channels: this.#request.pix === 'gray' ? 1 : 3 };
    this.#request.onSize(this.#size);
    return new FrameCutter(size.width * size.height * this.#size.channels);
  }

  #refuse(code: MediaErrorCode): null {
    this.#stop(failure(code));
    return null;
  }

  async #take(frame: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { limits, onFrame, onProgress } = this.#request;
    const index = this.#frameTimesMs.length;
    const pixels = this.#size === null ? 0 : this.#size.width * this.#size.height;
    if (index >= limits.maxFrames || (index + 1) * pixels > limits.maxRawBytes) return this.#refuse('file-too-large') !== null;
    const timeMs = (await this.#times.at(index)) ?? this.#frameTimesMs.at(-1) ?? 0;
    this.#frameTimesMs.push(timeMs);
    const taken = await onFrame(frame, timeMs);
    if (this.#stopped !== null) return false;
    if (!taken.ok) {
      this.#stop(taken);
      return false;
    }
    if (onProgress !== undefined && this.#log.durationMs !== null) onProgress(Math.min(1, timeMs / Math.max(1, this.#log.durationMs)));
    return true;
  }

  #outcome(code: number | null): Result<DecodedClip> {
    if (this.#size === null || this.#frameTimesMs.length === 0) return failure(this.#log.failureCode(this.#knownKind));
    return {
      ok: true,
      value: {
        ...this.#size,
        frames: this.#frameTimesMs.length,
        frameTimesMs: this.#frameTimesMs,
        durationMs: this.#times.durationMs(),
        colour: this.#colour.colour,
        damaged: this.#log.damaged || code !== 0 || this.#rest > 0,
        metadata: this.#metadata,
        dicom: null,
        notes: [],
      },
    };
  }
}
