/**
 * `npm run -s explain-bench -- [--bundle DIR|--model ID]`: how far explanations can be trusted, in numbers. Pointing game and mass on phantoms whose B-lines are known,
 * deletion and insertion on real clips, and a check that maps do not survive randomised weights. With `--bundle` the figures become the bundle's explain.json.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { samplePhantom } from '../../models/phantom/cases.ts';
import type { PhantomSpec } from '../../models/phantom/spec.ts';
import type { Result } from '../../preload/domain.ts';
import { loadBundle } from '../inference/bundle.ts';
import type { Bundle } from '../inference/bundle.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { putBundleFiles } from './card/bundle-files.ts';
import { createProgressLines } from './evaluation/progress-lines.ts';
import { faithfulness } from './explain/faithfulness.ts';
import type { ExplainReport } from './explain/format.ts';
import { phantomFrames, realFrames } from './explain/frames.ts';
import type { BenchFrame, Reading } from './explain/frames.ts';
import { localisation } from './explain/localisation.ts';
import { benchModel, openModel } from './explain/model.ts';
import type { BenchModel, Opened } from './explain/model.ts';
import { explainLines } from './explain/report-lines.ts';
import { sanityCheck } from './explain/sanity.ts';
import { shuffledGraph, shuffledHead } from './explain/shuffled.ts';
import { findBundle } from './workplace.ts';

const usage = 'Usage: npm run -s explain-bench -- [--bundle DIR | --model ID] [--clips N] [--frames N] [--lime N] [--lime-samples N] [--real N] [--data DIR]... [--seed N] [--json FILE|-]\n';
/** Labelled clips used for deletion and insertion, where they are. */
const usualData = ['../shared/data/covid-blues', '../shared/data/pocus'];
const steps = 8;
/** Frames of a phantom: enough for it to move, quick to draw. */
const phantomLength = 12;
/** Phantoms made for training have lower seeds. */
const seedOffset = 700_000;
const sanityFrames = 24;

export interface ExplainWishes {
  /** A folder to put explain.json into; else only printed. */
  readonly bundle: string | null;
  readonly model: string | null;
  /** Phantoms a set, frames of each. */
  readonly clips: number;
  readonly frames: number;
  /** Phantoms of each set that LIME explains, and samples at most. */
  readonly lime: number;
  readonly limeSamples: number;
  readonly real: number;
  readonly data: readonly string[];
  readonly seed: number;
  readonly json: string | null;
}

/** Reads the arguments; null when they are not as the usage says. */
export function readExplainWishes(args: readonly string[]): ExplainWishes | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { bundle: text, model: text, clips: text, frames: text, lime: text, 'lime-samples': text, real: text, seed: text, json: text, data: { type: 'string', multiple: true } },
    });
    const numbers = { clips: values.clips ?? '24', frames: values.frames ?? '3', lime: values.lime ?? '8', limeSamples: values['lime-samples'] ?? '300', real: values.real ?? '8', seed: values.seed ?? '1' };
    if (Object.values(numbers).some((number) => !/^\d{1,9}$/.test(number)) || values.json === '' || (values.bundle !== undefined && values.model !== undefined)) return null;
    const [clips, frames, lime, limeSamples, real, seed] = [numbers.clips, numbers.frames, numbers.lime, numbers.limeSamples, numbers.real, numbers.seed].map(Number) as [number, number, number, number, number, number];
    if (clips < 1 || frames < 1 || frames > phantomLength || real < 1) return null;
    return { bundle: values.bundle ?? null, model: values.model ?? null, clips, frames, lime, limeSamples, real, data: values.data ?? usualData, seed, json: values.json ?? null };
  } catch {
    return null;
  }
}

/** `count` phantoms of a kind that fulfil a condition, by rising seed. */
function phantomsOf(kind: 'few-b-lines' | 'b-lines', count: number, seed: number, fits: (spec: PhantomSpec) => boolean): PhantomSpec[] {
  const found: PhantomSpec[] = [];
  for (let next = seedOffset + seed * 1000; found.length < count; next += 1) {
    const spec = samplePhantom(kind, next, { frames: phantomLength });
    if (fits(spec)) found.push(spec);
  }
  return found;
}

/** The model with its head's weights in random order, and with its networks' weights in random order. */
async function randomised(bundle: Bundle, opened: Opened, folder: string, seed: number): Promise<{ readonly what: string; readonly model: BenchModel }[]> {
  const shuffled = shuffledGraph(await readFile(opened.graph), seed);
  const file = join(folder, 'shuffled.onnx');
  await writeFile(file, shuffled.onnx);
  const other = await opened.open(file);
  return [
    { what: 'head weights', model: benchModel(bundle, opened.extractor, shuffledHead(opened.head, bundle.manifest.extractor.featureCount, seed)) },
    { what: 'network weights', model: benchModel(bundle, other, opened.head) },
  ];
}

async function measure(bundle: Bundle, opened: Opened, wishes: ExplainWishes, reading: Reading): Promise<ExplainReport> {
  const { clips, frames, lime, limeSamples, real, seed } = wishes;
  const progress = createProgressLines(process.stderr);
  const model = benchModel(bundle, opened.extractor, opened.head);
  const all = 2 * lime + real + 4;
  let done = 0;
  const onFrame = (): void => progress.show((done += 1) / all, 'frames explained');
  const options = { limeClips: lime, limeSamples, seed, onFrame };
  const single = await phantomFrames(phantomsOf('few-b-lines', clips, seed, (spec) => spec.bLines.length === 1), frames, reading);
  onFrame();
  const several = await phantomFrames(phantomsOf('b-lines', clips, seed, () => true), frames, reading);
  onFrame();
  const sets = [
    await localisation(model, single, { id: 'single-b-line', title: 'Phantoms with a single B-line', ...options }),
    await localisation(model, several, { id: 'several-b-lines', title: 'Phantoms with three to six B-lines', ...options }),
  ];
  const found = await realFrames(wishes.data, real, (images) => model.probabilities(images), reading);
  const drawn: readonly BenchFrame[] = found.length > 0 ? found : several.filter((_, index) => index % frames === 0).slice(0, real);
  onFrame();
  const faithful = await faithfulness(model, drawn, { source: found.length > 0 ? 'real clips with B-lines' : 'phantoms with three to six B-lines', steps, limeSamples: lime === 0 ? 0 : limeSamples, seed, onFrame });
  const others = await randomised(bundle, opened, reading.folder, seed);
  const sanity = await sanityCheck(model, others, [...found, ...several.filter((_, index) => index % frames === 0)].slice(0, sanityFrames));
  for (const other of others) if (other.what === 'network weights') await other.model.release();
  onFrame();
  progress.clear();
  return { format: 'pleura-explain/1', model: { id: bundle.ref.id, version: bundle.ref.version }, seed, phantoms: sets, faithfulness: faithful, sanity };
}

/** Measures a bundle in a folder of its own. Errors: those of the bundle and of its providers; `decoder-missing`. */
async function explained(wishes: ExplainWishes): Promise<Result<ExplainReport>> {
  const bundle = wishes.bundle === null ? await findBundle(wishes.model) : await loadBundle(wishes.bundle);
  if (!bundle.ok) return bundle;
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return { ok: false, error: { code: 'decoder-missing', message: 'No ffmpeg was found.', hint: 'Install it, or set PLEURA_FFMPEG.' } };
  const opened = await openModel(bundle.value, availableParallelism());
  if (!opened.ok) return opened;
  const folder = await mkdtemp(join(tmpdir(), 'pleura-explain-'));
  try {
    return { ok: true, value: await measure(bundle.value, opened.value, wishes, { ffmpeg, folder }) };
  } finally {
    await opened.value.extractor.release();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Exit code 0 with figures, 1 without. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readExplainWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const result = await explained(wishes);
  if (!result.ok) {
    process.stderr.write(`${result.error.message} ${result.error.hint}\n`);
    return 1;
  }
  const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(5)) : value);
  const json = `${JSON.stringify(result.value, rounded, 1)}\n`;
  if (wishes.bundle !== null) await putBundleFiles(wishes.bundle, { 'explain.json': json });
  if (wishes.json === '-') await new Promise((done) => process.stdout.write(json, done));
  else process.stdout.write(`${explainLines(result.value).join('\n')}\n`);
  if (wishes.json === null || wishes.json === '-') return 0;
  return writeFile(wishes.json, json).then(() => 0, () => {
    process.stderr.write('The JSON file could not be written. Choose a file that you may write.\n');
    return 1;
  });
}
