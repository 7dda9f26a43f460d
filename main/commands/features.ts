/**
 * `npm run -s features -- --graph FILE.onnx --inputs DIR --out FILE.f32 [--output NAME] [--threads N]`: runs an extractor graph over the input images
 * of a folder that `inputs` wrote. FILE.f32 holds one row of little-endian 32-bit floats an image, in the folder's order.
 */
import { open, readFile, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AppError, Result } from '../../preload/domain.ts';
import { onnxRuntime } from '../inference/onnx.ts';
import type { OnnxSession } from '../inference/onnx.ts';
import { INPUT_SIZE, inputTensor, PREPROCESSING_VERSION } from '../inference/preprocess.ts';
import { createProgressBar } from './progress-bar.ts';

const usage = 'Usage: npm run -s features -- --graph FILE.onnx --inputs DIR --out FILE.f32 [--output NAME] [--threads N]\n';
const imagesPerRun = 8;
const imageBytes = INPUT_SIZE * INPUT_SIZE;

interface Wishes {
  readonly graph: string;
  readonly inputs: string;
  readonly out: string;
  readonly output: string;
  readonly threads: number;
}

/** Reads the arguments; null when they are not as the usage says. */
function readWishes(args: readonly string[]): Wishes | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        graph: { type: 'string' }, inputs: { type: 'string' }, out: { type: 'string' },
        output: { type: 'string', default: 'features' }, threads: { type: 'string', default: '1' },
      },
    });
    const { graph, inputs, out, output } = values;
    const threads = Number(values.threads);
    if (!graph || !inputs || !out || output === '' || !Number.isInteger(threads) || threads < 1 || threads > 64) return null;
    return { graph, inputs, out, output, threads };
  } catch {
    return null;
  }
}

/** What a run of the graph gave. */
export interface FeatureFigures {
  readonly frames: number;
  /** Values a frame. */
  readonly width: number;
  /** Inside `session.run`, on average. */
  readonly msPerFrame: number;
}

function failure(code: AppError['code'], message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code, message, hint } };
}

const indexSchema = z.object({ format: z.literal('pleura-inputs/1'), size: z.literal(INPUT_SIZE), preprocessing: z.int(), count: z.int().min(0) });

/** Opens the images of an inputs folder. Errors: `file-not-found`, `bad-request`, `store-corrupt`. */
async function openInputs(folder: string): Promise<Result<{ readonly pixels: FileHandle; readonly count: number }>> {
  const text = await readFile(join(folder, 'index.json'), 'utf8').catch(() => null);
  if (text === null) return failure('file-not-found', 'The inputs folder has no index.json.', 'Name a folder that `npm run -s inputs` wrote.');
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Refused below like any other text that is not an index.
  }
  const index = indexSchema.safeParse(json);
  if (!index.success || index.data.preprocessing !== PREPROCESSING_VERSION) {
    return failure('bad-request', `The inputs are not pleura-inputs/1 of preprocessing version ${PREPROCESSING_VERSION}.`, 'Write them again with `npm run -s inputs`.');
  }
  const pixels = await open(join(folder, 'inputs.u8')).catch(() => null);
  if (pixels === null) return failure('file-not-found', 'The inputs folder has no inputs.u8.', 'Write it again with `npm run -s inputs`.');
  const { size } = await pixels.stat();
  if (size === index.data.count * imageBytes) return { ok: true, value: { pixels, count: index.data.count } };
  await pixels.close();
  return failure('store-corrupt', `inputs.u8 has ${size} bytes, ${index.data.count} images need ${index.data.count * imageBytes}.`, 'Write it again with `npm run -s inputs`.');
}

async function openGraph({ graph, output, threads }: Wishes): Promise<Result<OnnxSession>> {
  const session = await onnxRuntime.open(graph, { provider: 'cpu', threads, providerOnly: false }).catch(() => null);
  if (session === null) return failure('model-invalid', 'ONNX Runtime cannot open the graph.', 'Name an ONNX file of an extractor.');
  if (session.inputNames.length === 1 && session.outputNames.includes(output)) return { ok: true, value: session };
  await session.release();
  return failure('model-invalid', `The graph has the inputs ${session.inputNames.join(', ')} and the outputs ${session.outputNames.join(', ')}.`, 'It needs one input; choose the output with --output.');
}

async function readImages(pixels: FileHandle, first: number, count: number): Promise<Uint8Array[]> {
  const bytes = new Uint8Array(count * imageBytes);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await pixels.read(bytes, filled, bytes.length - filled, first * imageBytes + filled);
    if (bytesRead === 0) throw new Error('inputs.u8 became shorter while it was read.');
    filled += bytesRead;
  }
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * imageBytes, (index + 1) * imageBytes));
}

async function runAll(session: OnnxSession, wishes: Wishes, inputs: { readonly pixels: FileHandle; readonly count: number }, onFrames: (done: number) => void): Promise<Result<FeatureFigures>> {
  const partial = `${wishes.out}.part`;
  const rows = await open(partial, 'w').catch(() => null);
  if (rows === null) return failure('storage-failed', 'The output file cannot be written.', 'Choose another place for --out.');
  let width = 0;
  let spent = 0;
  try {
    for (let first = 0; first < inputs.count; first += imagesPerRun) {
      const images = await readImages(inputs.pixels, first, Math.min(imagesPerRun, inputs.count - first));
      const tensor = inputTensor(images);
      const from = performance.now();
      const outputs = await session.run(session.inputNames[0] ?? '', tensor, [images.length, 3, INPUT_SIZE, INPUT_SIZE]).catch(() => null);
      spent += performance.now() - from;
      const values = outputs?.[wishes.output];
      if (values === undefined) return failure('inference-failed', 'The graph could not be computed on these images.', `It must take N x 3 x ${INPUT_SIZE} x ${INPUT_SIZE} floats and give floats.`);
      width = values.length / images.length;
      await rows.writeFile(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      onFrames(first + images.length);
    }
    await rename(partial, wishes.out);
  } finally {
    await rows.close();
    await rm(partial, { force: true });
  }
  return { ok: true, value: { frames: inputs.count, width, msPerFrame: inputs.count === 0 ? 0 : spent / inputs.count } };
}

async function features(wishes: Wishes): Promise<Result<FeatureFigures>> {
  const inputs = await openInputs(wishes.inputs);
  if (!inputs.ok) return inputs;
  const bar = createProgressBar(process.stderr);
  try {
    const session = await openGraph(wishes);
    if (!session.ok) return session;
    const { count } = inputs.value;
    const found = await runAll(session.value, wishes, inputs.value, (done) => bar.show(done / count, `${done} of ${count} images`));
    await session.value.release();
    return found;
  } finally {
    bar.clear();
    await inputs.value.pixels.close();
  }
}

/** Exit code 0 with all rows written, 1 with none. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const found = await features(wishes);
  if (found.ok) process.stdout.write(`${JSON.stringify(found.value)}\n`);
  else process.stderr.write(`${found.error.message} ${found.error.hint} (${found.error.code})\n`);
  return found.ok ? 0 : 1;
}
