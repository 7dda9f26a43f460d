import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { spawnNode } from '../child.ts';
import { collectFiles } from '../media/collect.ts';
import { testDeflated, testImage, testJpegLs } from '../media/dicom/test-images.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { createMediaHost } from '../media/media-host.ts';
import type { MediaHost } from '../media/media-host.ts';
import { Dice, mutators } from '../media/mutations.ts';
import type { Sample } from '../media/mutations.ts';
import { halfKept } from '../media/store-check.ts';
import { makeClip, sharedData } from '../media/testing.ts';

const usage = 'Usage: npm run -s mutate -- [--count N] [--seed N] [--json -|FILE] [FILES...]\n';
/** An import that takes longer than this has hung, ms; the decoder's own limits end far below it. */
const hangAfter = 90_000;
const atOnce = 2;
/** Largest real clips taken as raw material, bytes: small files are damaged more tellingly. */
const largestSample = 700_000;

/** What the mutator found; a run passes when the last four are zero. */
export interface MutationReport {
  readonly seed: number;
  readonly files: number;
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly slowestMs: number;
  readonly crashes: number;
  readonly hangs: number;
  readonly halfKept: number;
  readonly leftOpen: number;
}

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly json: string | null;
  readonly files: readonly string[];
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { count: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' }, json: { type: 'string' } },
    });
    const count = Number(values.count);
    const seed = Number(values.seed);
    return Number.isInteger(count) && count > 0 && Number.isInteger(seed) ? { count, seed, json: values.json ?? null, files: positionals } : null;
  } catch {
    return null;
  }
}

/** Raw material: the files named, else clips made here in every kind, with a few real ones where they are at hand. */
async function samplesFor(options: Options, folder: string): Promise<Sample[]> {
  const files: string[] = [];
  for (const named of options.files) {
    const collected = await collectFiles(named);
    if (collected.ok) files.push(...collected.value.files.map((file) => file.path));
  }
  if (options.files.length === 0) {
    for (const kind of ['mp4', 'mov', 'avi', 'mpeg', 'gif', 'webm', 'mkv', 'wmv', 'png', 'jpg']) files.push(await makeClip(path.join(folder, `sample.${kind}`), { colour: kind === 'gif' }));
    files.push(...(await dicomSamples(folder)));
    const real = await collectFiles(sharedData);
    if (real.ok) files.push(...real.value.files.filter((_, i) => i % 23 === 0).map((file) => file.path));
  }
  const samples = await Promise.all(files.map(async (file) => ({ bytes: await readFile(file), extension: path.extname(file) })));
  return samples.filter((sample) => sample.bytes.length > 0 && sample.bytes.length <= largestSample);
}

/** DICOM in plain, deflated and encapsulated form, gray, colour and palette: every codec is reached. */
async function dicomSamples(folder: string): Promise<string[]> {
  const made: readonly (readonly [name: string, bytes: Buffer])[] = [
    ['gray', testImage()], ['wide', testImage({ bitsAllocated: 16, bitsStored: 12 })], ['colour', testImage({ samples: 3, photometric: 'YBR_FULL' })],
    ['jpeg-ls', await testJpegLs({ frames: 2 })], ['deflated', testDeflated()],
  ];
  return Promise.all(made.map(async ([name, bytes]) => {
    const file = path.join(folder, `${name}.dcm`);
    await writeFile(file, bytes);
    return file;
  }));
}

class Tally {
  readonly outcomes: Record<string, Record<string, number>> = {};
  slowestMs = 0;
  hangs = 0;
  crashes = 0;

  add(mutation: string, outcome: string): void {
    const row = (this.outcomes[mutation] ??= {});
    row[outcome] = (row[outcome] ?? 0) + 1;
  }
}

async function tryOne(host: MediaHost, request: { readonly source: string; readonly storeRoot: string; readonly ffmpeg: string }, mutation: string, tally: Tally): Promise<void> {
  const started = performance.now();
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), hangAfter);
  const result = await host.importClip(request, { signal: control.signal });
  clearTimeout(timer);
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - started);
  if (control.signal.aborted) tally.hangs++;
  if (!result.ok && result.error.code === 'internal') tally.crashes++;
  tally.add(mutation, result.ok ? (result.value.media.damaged ? 'imported, damaged' : 'imported') : result.error.code);
}

/** Damages and imports `count` files through the real media host. */
export async function mutate(options: Options, folder: string, ffmpeg: string, onDone: (done: number) => void): Promise<MutationReport> {
  const samples = await samplesFor(options, folder);
  if (samples.length === 0) throw new Error('No file to start from.');
  const storeRoot = path.join(folder, 'store');
  await mkdir(path.join(folder, 'mutants'), { recursive: true });
  const tally = new Tally();
  let exits = 0;
  let stopping = false;
  const host = createMediaHost({
    spawn: () => {
      const child = spawnNode(path.resolve(import.meta.dirname, '../media/worker.ts'));
      child.onExit(() => {
        if (!stopping) exits++;
      });
      return child;
    },
  });
  const names = Object.keys(mutators);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < options.count; i = next++) {
      // Each file has its own dice, so that it is the same whatever ran before.
      const dice = new Dice(options.seed * 1_000_003 + i);
      const mutation = names[i % names.length] ?? '';
      const mutant = mutators[mutation]?.(dice, dice.pick(samples), dice.pick(samples));
      if (mutant === undefined) continue;
      const source = path.join(folder, 'mutants', `${i}${mutant.extension}`);
      await writeFile(source, mutant.bytes);
      await tryOne(host, { source, storeRoot, ffmpeg }, mutation, tally);
      await rm(source, { force: true });
      onDone(i + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const half = await halfKept(storeRoot);
  const leftOpen = (await readdir(path.join(folder, 'mutants'))).length;
  stopping = true;
  host.stop();
  return { seed: options.seed, files: options.count, outcomes: tally.outcomes, slowestMs: Math.round(tally.slowestMs), crashes: Math.max(tally.crashes, exits), hangs: tally.hangs, halfKept: half.length, leftOpen };
}

function table(report: MutationReport): string {
  const rows = Object.entries(report.outcomes).map(([mutation, outcomes]) => {
    const counts = Object.entries(outcomes).toSorted((a, b) => b[1] - a[1]).map(([outcome, count]) => `${count} ${outcome}`);
    return `${mutation.padEnd(28)} ${counts.join(', ')}`;
  });
  const sum = `${report.files} files (seed ${report.seed}): ${report.crashes} crashes, ${report.hangs} hangs, ${report.halfKept} half-kept files; slowest ${report.slowestMs} ms`;
  return [...rows.toSorted(), sum, ''].join('\n');
}

/** `mutate`: exit 0 when nothing crashed, hung or was half kept. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const ffmpeg = await findFfmpeg();
  if (options === null || ffmpeg === null) {
    process.stderr.write(options === null ? usage : 'ffmpeg was not found.\n');
    return 1;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'pleura-mutate-'));
  try {
    const report = await mutate(options, folder, ffmpeg, (done) => {
      if (done % 25 === 0) process.stderr.write(`${done} of ${options.count}\n`);
    });
    if (options.json === '-') process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(table(report));
    if (options.json !== null && options.json !== '-') await writeFile(options.json, JSON.stringify(report));
    return report.crashes + report.hangs + report.halfKept + report.leftOpen === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
