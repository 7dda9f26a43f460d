import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Result } from '../../../preload/domain.ts';
import type { DecodedClip, DecodeRequest } from '../decode-request.ts';
import { failure } from '../failure.ts';
import type { Failure } from '../failure.ts';
import type { DecodeFault, DecodeOrder, FromDecoder } from './decode-messages.ts';

type Facts = Extract<FromDecoder, { kind: 'pictures' | 'video' }>;

/** Heap of the worker, MiB: frames lie outside it, and the rest of a data set is small. */
const heap = 1_024;
const chunkBytes = 4 * 1024 * 1024;

/** Decodes a clip by ffmpeg; handed in, since that decoder hands DICOM files here. */
export type DecodeVideo = (request: DecodeRequest) => Promise<Result<DecodedClip>>;

/**
 * Decodes a DICOM file in a worker thread that is ended at the limits of time and on cancel; video transfer syntaxes go on to ffmpeg. Frames are those of
 * the data set, in order; a file with fewer than declared, or with frames that cannot be decoded (they are black), is `damaged`.
 */
export async function decodeDicom(request: DecodeRequest, decodeVideo: DecodeVideo): Promise<Result<DecodedClip>> {
  if (request.signal.aborted) return failure('cancelled');
  const decoded = await new DicomDecoding(request).run();
  return decoded.ok && 'pieces' in decoded.value ? videoStream(request, decoded.value, decodeVideo) : (decoded as Result<DecodedClip>);
}

class DicomDecoding {
  readonly #request: DecodeRequest;
  readonly #worker: Worker;
  readonly #frameTimesMs: number[] = [];
  #facts: Facts | null = null;
  #colour = false;
  #heardAt: number | null = performance.now();

  constructor(request: DecodeRequest) {
    this.#request = request;
    const order: DecodeOrder = { file: request.file, pix: request.pix, maxPixels: request.limits.maxPixels, minSide: request.limits.minSide };
    this.#worker = new Worker(new URL('./dicom-decode-worker.ts', import.meta.url), {
      workerData: order, resourceLimits: { maxOldGenerationSizeMb: heap }, stdout: true, stderr: true, env: {},
    });
  }

  run(): Promise<Result<DecodedClip | Extract<Facts, { kind: 'video' }>>> {
    return new Promise((resolve) => {
      const started = performance.now();
      const { signal, limits } = this.#request;
      const end = (result: Result<DecodedClip | Extract<Facts, { kind: 'video' }>>) => {
        clearInterval(watch);
        signal.removeEventListener('abort', onAbort);
        void this.#worker.terminate();
        resolve(result);
      };
      const onAbort = () => end(failure('cancelled'));
      const watch = setInterval(() => {
        const now = performance.now();
        if (now - started > limits.wallClockMs || (this.#heardAt !== null && now - this.#heardAt > limits.stallMs)) end(failure('decode-timeout'));
      }, Math.max(20, Math.min(1_000, limits.wallClockMs / 4, limits.stallMs / 4)));
      signal.addEventListener('abort', onAbort, { once: true });
      let queue = Promise.resolve();
      this.#worker.on('message', (message: FromDecoder) => {
        // One after the other: storing a frame takes its time.
        queue = queue.then(async () => {
          this.#heardAt = null;
          const result = await this.#hear(message);
          this.#heardAt = performance.now();
          if (result !== null) end(result);
        });
      });
      // Out of memory, or a codec that took the worker with it.
      this.#worker.once('error', () => end(failure('dicom-broken')));
      this.#worker.once('exit', () => void queue.then(() => end(failure('dicom-broken'))));
    });
  }

  async #hear(message: FromDecoder): Promise<Result<DecodedClip | Extract<Facts, { kind: 'video' }>> | null> {
    switch (message.kind) {
      case 'video':
        return { ok: true, value: message };
      case 'pictures':
        this.#facts = message;
        this.#request.onSize({ width: message.width, height: message.height, channels: this.#request.pix === 'gray' ? 1 : 3 });
        return null;
      case 'frame':
        return this.#take(message);
      case 'done':
        return this.#facts === null ? failure('dicom-broken') : { ok: true, value: this.#clip(this.#facts, message.damaged) };
      case 'failed':
        return failure(message.code satisfies DecodeFault);
    }
  }

  async #take({ index, pixels, colour }: Extract<FromDecoder, { kind: 'frame' }>): Promise<Failure | null> {
    const { limits, onFrame, onProgress } = this.#request;
    const facts = this.#facts;
    if (facts === null) return failure('dicom-broken');
    if (index >= limits.maxFrames || (index + 1) * facts.width * facts.height > limits.maxRawBytes) return failure('file-too-large');
    const timeMs = facts.timesMs[index] ?? 0;
    const taken = await onFrame(pixels, timeMs);
    if (!taken.ok) return taken;
    this.#frameTimesMs.push(timeMs);
    this.#colour ||= colour;
    onProgress?.((index + 1) / Math.max(1, facts.timesMs.length));
    this.#worker.postMessage('next');
    return null;
  }

  #clip(facts: Facts, damaged: boolean): DecodedClip {
    return {
      width: facts.width, height: facts.height, channels: this.#request.pix === 'gray' ? 1 : 3, frames: this.#frameTimesMs.length, frameTimesMs: this.#frameTimesMs,
      durationMs: facts.durationMs, colour: this.#colour, damaged, metadata: facts.header.source.device.manufacturer, dicom: facts.header, notes: facts.notes,
    };
  }
}

/** The stream's frames by ffmpeg, at the times that the data set says, where both agree on their number. */
async function videoStream(request: DecodeRequest, facts: Extract<Facts, { kind: 'video' }>, decodeVideo: DecodeVideo): Promise<Result<DecodedClip>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pleura-stream-'));
  const stream = path.join(folder, 'stream');
  try {
    await copyPieces(request.file, facts.pieces, stream);
    const timeOf = (index: number, own: number) => (facts.timesMs.length > 1 || facts.declared === 1 ? (facts.timesMs[index] ?? own) : own);
    let index = 0;
    const decoded = await decodeVideo({ ...request, file: stream, onFrame: (frame, timeMs) => request.onFrame(frame, timeOf(index++, timeMs)) });
    if (!decoded.ok) return decoded.error.code === 'not-a-clip' || decoded.error.code === 'decode-failed' || decoded.error.code === 'no-frames' ? failure('dicom-broken') : decoded;
    const { frames, frameTimesMs, durationMs, damaged } = decoded.value;
    const differs = frames !== facts.declared;
    const notes = differs ? [...facts.notes, `The file says ${facts.declared} frames; its video has ${frames}.`] : facts.notes;
    const times = frameTimesMs.map((own, i) => timeOf(i, own));
    return { ok: true, value: { ...decoded.value, frameTimesMs: times, durationMs: differs ? durationMs : facts.durationMs, damaged: damaged || frames < facts.declared, dicom: facts.header, notes } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyPieces(source: string, pieces: readonly { readonly offset: number; readonly length: number }[], target: string): Promise<void> {
  const from = await open(source, 'r');
  const to = await open(target, 'wx', 0o600);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (const { offset, length } of pieces) {
      for (let done = 0; done < length; ) {
        const { bytesRead } = await from.read(buffer, 0, Math.min(chunkBytes, length - done), offset + done);
        if (bytesRead === 0) break;
        await to.write(buffer, 0, bytesRead);
        done += bytesRead;
      }
    }
  } finally {
    await from.close();
    await to.close();
  }
}
