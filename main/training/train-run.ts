/** One training from labelled clips to a bundle: features, comparison, final fit, files. Used by the command line and by the app's training process. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { setImmediate as breath } from 'node:timers/promises';
import type { AppError, ModelRef, ProviderChoice, Result } from '../../preload/domain.ts';
import type { HeadRow, SkippedClip, TrainingReport } from '../../preload/training.ts';
import { loadBundle } from '../inference/bundle.ts';
import type { Bundle } from '../inference/bundle.ts';
import { onnxRuntime } from '../inference/onnx.ts';
import { chooseProvider } from '../inference/providers.ts';
import type { Extractor } from '../inference/session.ts';
import { outOfFoldJson, trainingJson } from './bundle/out-of-fold.ts';
import type { AskedQuestion, SourceLabels, TrainedClip } from './bundle/out-of-fold.ts';
import { writeBundle } from './bundle/write-bundle.ts';
import { inWords } from './candidates.ts';
import type { HeadKind } from './candidates.ts';
import { compareHeads } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { extractFeatures } from './features/extract.ts';
import type { SourceClip } from './features/extract.ts';
import type { FeatureCache } from './features/feature-cache.ts';
import { openFitPool } from './fit-pool.ts';
import { taskSpace } from './fit-task.ts';
import { givenFolds, possibleFolds } from './folds.ts';
import type { Folds } from './folds.ts';
import { openGemm } from './gemm.ts';
import { fitCandidates } from './heads/fit-kind.ts';
import { headJson } from './heads/head-json.ts';
import { rowTargets } from './material.ts';
import type { Material } from './material.ts';
import { zeros } from './matrix.ts';

export interface TrainingClip extends SourceClip {
  readonly dataset: string;
  readonly licence: string;
  readonly group: string;
  readonly positive: boolean;
  /** Of the fold that the data give its patient; null where they give none. */
  readonly fold: number | null;
  readonly labels: SourceLabels;
}

export interface TrainWishes {
  readonly bundleDir: string;
  readonly provider: ProviderChoice;
  readonly kinds: readonly HeadKind[];
  /** Null: all of the bundle's. */
  readonly branches: readonly string[] | null;
  readonly framesPerClip: number;
  readonly folds: number;
  readonly seed: number;
  readonly learning: boolean;
  /** What else the figures should be read with. */
  readonly statements: readonly string[];
  readonly positive: string;
  readonly negative: string;
  /** Null where the labels say B-lines. */
  readonly question: AskedQuestion | null;
  /** Where the new bundle goes, and how it is called. */
  readonly bundle: { readonly folder: string; readonly id: string; readonly version: string; readonly createdAt: string };
}

export type TrainStage = 'model' | 'features' | 'heads' | 'figures' | 'learning' | 'bundle';

export interface TrainControl {
  readonly cache: FeatureCache;
  /** Entry of the fitting threads. */
  readonly fitWorker: string | URL;
  readonly threads?: number;
  readonly onProgress: (stage: TrainStage, share: number, words: string) => void;
  readonly onRow: (row: HeadRow) => void;
  /** How many of these files the networks were trained on; null where the bundle does not say. */
  readonly seen: (bundle: Bundle, files: readonly string[]) => Promise<number | null>;
  /** Writes card and metrics into the new bundle. */
  readonly finish: (folder: string) => Promise<Result<unknown>>;
}

const oneClass: AppError = { code: 'one-class-only', message: 'All clips have the same label: there is nothing to tell apart.', hint: 'Take clips with and without the finding.' };
const tooFew: AppError = { code: 'too-few-patients', message: 'There are too few patients: it takes two with the finding and two without.', hint: 'Label clips of more patients, or name the right column for the patient.' };
const nothingLeft: AppError = { code: 'no-frames', message: 'No clip could be read.', hint: 'See the reasons above.' };

async function openBundle({ bundleDir, provider }: TrainWishes): Promise<Result<{ readonly bundle: Bundle; readonly extractor: Extractor; readonly graph: string }>> {
  const bundle = await loadBundle(bundleDir);
  if (!bundle.ok) return bundle;
  const { chosen } = await chooseProvider({
    binding: onnxRuntime, bundle: bundle.value, choice: provider, strict: false, platform: process.platform, cores: availableParallelism(), threads: null, refused: [], onTry: () => {},
  });
  if (!chosen.ok) return chosen;
  const { manifest } = bundle.value;
  const variant = manifest.extractor.variants.find(({ precision }) => precision === chosen.value.precision);
  return { ok: true, value: { bundle: bundle.value, extractor: chosen.value, graph: manifest.files[variant?.file ?? '']?.sha256 ?? '' } };
}

function materialOf(clips: readonly TrainedClip[], { extractor }: Bundle['manifest'], branches: readonly string[] | null): Material {
  const frames = clips.reduce((sum, clip) => sum + clip.features.frames.length, 0);
  const features = zeros(frames, extractor.featureCount, true);
  let firstRow = 0;
  const placed = clips.map(({ group, positive, features: { frames: mine, values } }) => {
    features.values.set(values, firstRow * extractor.featureCount);
    const clip = { group, positive, firstRow, rows: mine.length };
    firstRow += mine.length;
    return clip;
  });
  const named = extractor.branches.filter(({ name }) => branches === null || branches.includes(name));
  return { features, clips: placed, branches: named.map(({ name, featureStart: start, featureCount: count }) => ({ name, start, count })) };
}

async function finalHead(material: Material, { set, candidate, result }: Comparison, seed: number) {
  const gemm = await openGemm();
  try {
    const train = material.clips.map((_, at) => at);
    const space = await taskSpace(material, { train, test: [], sets: [set], candidates: [candidate], seed }, set, gemm, new Map());
    const [head] = await fitCandidates(space, rowTargets(material.clips, train), [candidate], seed, gemm);
    if (head === undefined) throw new Error('The chosen head was not fitted.');
    return headJson(candidate.kind, head, space, result.final.frame, material.features.columns);
  } finally {
    await gemm.release();
  }
}

function statementsOf(seen: number | null, clips: number, skipped: readonly SkippedClip[], folds: number, given: boolean): string[] {
  const networks = seen === null
    ? 'The bundle does not say on which clips its networks were trained: if these are among them, the figures are too good.'
    : seen === 0
      ? 'The networks were trained on none of these clips.'
      : `The networks were trained on ${seen} of these ${clips} clips, so their features know them: the figures are too good, and show how the heads compare rather than what other patients may expect.`;
  return [
    `Out of fold by patient: ${folds} folds${given ? ', as the dataset has them' : ''}; heads, settings, calibration and thresholds that judged a clip never saw its patient.`, networks,
    ...(skipped.length === 0 ? [] : [`${skipped.length} clips could not be read and were left out.`]),
  ];
}

function dataOf(clips: readonly TrainedClip[], licences: ReadonlyMap<string, string>) {
  return [...Map.groupBy(clips, (clip) => clip.dataset)].map(([name, mine]) => ({
    name, licence: licences.get(name) ?? 'not stated', clips: mine.length, patients: new Set(mine.map(({ group }) => group)).size, frames: mine.reduce((sum, { features }) => sum + features.frames.length, 0),
  }));
}

/** Licences of a data set's clips, each once. */
function licencesOf(clips: readonly TrainingClip[]): ReadonlyMap<string, string> {
  return new Map([...Map.groupBy(clips, (clip) => clip.dataset)].map(([name, mine]) => [name, [...new Set(mine.map(({ licence }) => licence).filter((licence) => licence !== ''))].slice(0, 8).join(', ') || 'not stated']));
}

/** Errors: those of the bundle and provider, `no-frames`, `one-class-only`, `too-few-patients`, and of `finish`. Throws for what is a bug or the disk's fault. */
export async function trainHead(clips: readonly TrainingClip[], wishes: TrainWishes, control: TrainControl): Promise<Result<TrainingReport>> {
  const started = performance.now();
  if (new Set(clips.map(({ positive }) => positive)).size < 2) return { ok: false, error: oneClass };
  control.onProgress('model', 0, 'Opening the networks');
  const opened = await openBundle(wishes);
  if (!opened.ok) return opened;
  const { bundle, extractor, graph } = opened.value;
  const extracted = await extractFeatures(clips, {
    extractor, graph, width: bundle.manifest.extractor.featureCount, framesPerClip: wishes.framesPerClip, cache: control.cache,
    onProgress: (share, done) => control.onProgress('features', share, `Features of ${done} of ${clips.length} clips`),
  });
  await extractor.release();
  const used = clips.flatMap((clip, at): TrainedClip[] => {
    const features = extracted.features[at] ?? null;
    return features === null ? [] : [{ dataset: clip.dataset, file: clip.file, group: clip.group, positive: clip.positive, labels: clip.labels, features }];
  });
  if (used.length === 0) return { ok: false, error: { ...nothingLeft, hint: extracted.skipped[0]?.message ?? nothingLeft.hint } };
  const material = materialOf(used, bundle.manifest, wishes.branches);
  const given = givenFolds(material.clips, clips.flatMap(({ fold }, at) => (extracted.features[at] === null ? [] : [fold])));
  const folds = given?.count ?? possibleFolds(material.clips, wishes.folds);
  if (typeof folds !== 'number') return { ok: false, error: folds === 'one-class' ? oneClass : tooFew };
  const featured = performance.now();
  const comparison = await compared(material, { ...wishes, folds }, given, control);
  const seen = await control.seen(bundle, used.map(({ file }) => file));
  const { id, version, sha256 } = bundle.ref;
  const report: TrainingReport = {
    format: 'pleura-head-training/1', base: { id, version, sha256 }, provider: extractor.provider, precision: extractor.precision, seed: wishes.seed, folds, splitLevel: 'patient',
    data: {
      positive: wishes.positive, negative: wishes.negative, clips: used.length, positives: used.filter(({ positive }) => positive).length, patients: new Set(used.map(({ group }) => group)).size,
      frames: material.features.rows, framesPerClip: wishes.framesPerClip, skipped: extracted.skipped,
    },
    seenByNetworks: seen, statements: [...statementsOf(seen, used.length, extracted.skipped, folds, given !== null), ...wishes.statements], rows: comparison.rows,
    chosen: { features: comparison.set.name, head: comparison.candidate.kind, setting: inWords(comparison.candidate) }, outOfFold: comparison.outOfFold, learning: comparison.learning, bundle: null,
    seconds: { features: (featured - started) / 1000, ...comparison.seconds, bundle: 0 },
  };
  const from = performance.now();
  control.onProgress('bundle', 0, 'Writing the bundle');
  const written = await bundleOf(bundle, material, comparison, used, licencesOf(clips), wishes, report, control);
  return written.ok ? { ok: true, value: { ...report, bundle: written.value, seconds: { ...report.seconds, bundle: (performance.now() - from) / 1000 } } } : written;
}

async function compared(material: Material, wishes: TrainWishes, given: Folds | null, control: TrainControl): Promise<Comparison> {
  const pool = openFitPool(control.fitWorker, material, control.threads ?? Math.max(1, Math.min(4, availableParallelism())));
  try {
    const words = { heads: 'Fitting heads', figures: 'Computing figures', learning: 'Learning curve' } as const;
    return await compareHeads(material, { ...wishes, given: given?.fold ?? null }, { run: pool.run, onProgress: (stage, share) => control.onProgress(stage, share, words[stage]), onRow: control.onRow, breath: () => breath() });
  } finally {
    await pool.close();
  }
}

async function bundleOf(
  base: Bundle, material: Material, comparison: Comparison, used: readonly TrainedClip[], licences: ReadonlyMap<string, string>, wishes: TrainWishes, report: TrainingReport, control: TrainControl,
): Promise<Result<ModelRef>> {
  const { folder, ...named } = wishes.bundle;
  const { text, head } = await finalHead(material, comparison, wishes.seed);
  await writeBundle(folder, {
    base, ...named, headText: text, head, rule: comparison.result.final.rule, points: comparison.result.final.points, folds: report.folds, seed: wishes.seed, outOfFold: comparison.outOfFold,
    target: { name: base.manifest.target.name, positive: wishes.positive, negative: wishes.negative }, data: dataOf(used, licences),
    files: { 'oof.json': outOfFoldJson(used, comparison, wishes.question, report.statements.join(' ')), 'training.json': trainingJson(report) },
  }, onnxRuntime);
  const finished = await control.finish(folder);
  if (!finished.ok) return finished;
  const read = await loadBundle(folder);
  return read.ok ? { ok: true, value: read.value.ref } : read;
}
