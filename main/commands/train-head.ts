/**
 * `npm run -s train-head -- --data DIR --labels CSV --label b_lines --group patient --out BUNDLE`: trains a fusion head on labelled clips, compares all kinds by
 * cross-validation over patients, and writes a whole bundle with the best. The comparison on stdout, progress on stderr, `--json` the whole record (TrainingReport).
 */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import type { AppError, Result } from '../../preload/domain.ts';
import type { TrainingReport } from '../../preload/training.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { createFeatureCache } from '../training/features/feature-cache.ts';
import { trainHead } from '../training/train-run.ts';
import { prepare } from './evaluation/prepare.ts';
import type { Prepared } from './evaluation/prepare.ts';
import { createProgressLines } from './evaluation/progress-lines.ts';
import { seenClips } from './evaluation/seen-clips.ts';
import { makeCard } from './model-card.ts';
import { readTrainHeadWishes, usage } from './training/arguments.ts';
import type { TrainHeadWishes } from './training/arguments.ts';
import { trainingClips } from './training/clips.ts';
import { comparisonLines } from './training/table.ts';
import { findBundle } from './workplace.ts';

function tellError({ code, message, hint }: AppError): number {
  process.stderr.write(`${message} ${hint} (${code})\n`);
  return 1;
}

/** Why the bundle cannot go there, or null. */
async function outProblem(out: string): Promise<AppError | null> {
  const names = await readdir(out).catch((error: unknown) => (error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : ['?']));
  return names.length === 0 ? null : { code: 'conflict', message: 'There is something at --out already.', hint: 'Name a folder that does not exist or is empty.' };
}

/** Version of a head trained now on a base of this version. */
export function headVersion(base: string, at: Date): string {
  return `${base.split('+')[0] ?? base}+head.${at.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}`.slice(0, 40);
}

/** A plain yes/no column called b_lines. */
function isPlainBLines({ label, positive }: TrainHeadWishes): boolean {
  return positive === null && /^\s*b_lines\s*(=\s*(yes|1))?\s*$/i.test(label ?? '');
}

async function train(wishes: TrainHeadWishes, prepared: Prepared, work: string): Promise<Result<TrainingReport>> {
  const base = await findBundle(wishes.model);
  if (!base.ok) return base;
  const plain = isPlainBLines(wishes);
  const { question } = prepared.labels;
  const clips = await trainingClips(prepared, { data: wishes.data, work, ffmpeg: await findFfmpeg(), plainBLines: plain });
  const now = new Date();
  const bars = new Map<string, ReturnType<typeof createProgressLines>>();
  const cacheRoot = wishes.cache ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pleura', 'features');
  const folder = join(work, 'bundle');
  const trained = await trainHead(clips, {
    bundleDir: base.value.dir, provider: wishes.provider, kinds: wishes.kinds, branches: null, framesPerClip: wishes.frames, folds: wishes.folds, seed: wishes.seed, learning: wishes.learning, statements: [],
    positive: question.positive, negative: question.negative, question: plain ? null : { title: `${question.positive} in ${basename(resolve(wishes.data))}`, positive: question.positive, negative: question.negative },
    bundle: { folder, id: base.value.ref.id, version: headVersion(base.value.ref.version, now), createdAt: now.toISOString() },
  }, {
    cache: createFeatureCache(cacheRoot), fitWorker: new URL('../training/fit-worker.ts', import.meta.url), finish: makeCard, onRow: () => {},
    seen: (bundle, files) => seenClips(bundle.dir, files),
    onProgress: (stage, share, words) => {
      const bar = bars.get(stage) ?? createProgressLines(process.stderr);
      if (!bars.has(stage)) process.stderr.write(`${words}\n`);
      bars.set(stage, bar);
      bar.show(share, words);
    },
  });
  for (const bar of bars.values()) bar.clear();
  return trained;
}

/** Moves the finished bundle to its place; across file systems by a copy beside it first. */
async function deliver(folder: string, out: string): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  await rm(out, { recursive: true, force: true });
  await rename(folder, out);
}

async function finish(wishes: TrainHeadWishes, report: TrainingReport, missing: number): Promise<number> {
  process.stdout.write(`${comparisonLines(report).join('\n')}\n`);
  for (const { file, message } of report.data.skipped.slice(0, 10)) process.stderr.write(`${file}: ${message}\n`);
  if (wishes.json !== null) {
    const written = await mkdir(dirname(resolve(wishes.json)), { recursive: true }).then(() => writeFile(wishes.json ?? '', `${JSON.stringify(report)}\n`)).then(() => true, () => false);
    if (!written) return tellError({ code: 'storage-failed', message: `${basename(wishes.json)} could not be written.`, hint: 'The bundle is written; choose a file that you may write.' });
  }
  return report.data.skipped.length + missing > 0 ? 2 : 0;
}

/** See the usage for the exit code. Nothing of a run that fails or is stopped stays at --out. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readTrainHeadWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const out = resolve(wishes.out);
  const problem = await outProblem(out);
  if (problem !== null) return tellError(problem);
  const prepared = await prepare(wishes);
  if (!prepared.ok) return tellError(prepared.error);
  const { labels, missing } = prepared.value;
  for (const note of labels.notes) process.stderr.write(`${note}\n`);
  if (missing.length > 0) process.stderr.write(`${missing.length} labelled files were not found and are left out, such as ${missing.slice(0, 3).join(', ')}.\n`);
  const parent = dirname(out);
  // Beside the place where the bundle goes: a rename is then all that is left to do.
  const work = await mkdir(parent, { recursive: true }).then(() => mkdtemp(join(parent, '.train-head-'))).catch(() => null);
  if (work === null) return tellError({ code: 'storage-failed', message: 'The bundle cannot be written there.', hint: `Choose another --out; ${tmpdir()} may do.` });
  const remove = (): Promise<void> => rm(work, { recursive: true, force: true, maxRetries: 3 });
  const stop = (signal: NodeJS.Signals): void => void remove().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    const trained = await train(wishes, prepared.value, work);
    if (!trained.ok) return tellError(trained.error);
    await deliver(join(work, 'bundle'), out);
    return await finish(wishes, trained.value, missing.length);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
    await remove();
  }
}
