/** The clips of a training and what is asked of them, from any source; and the rows in the database without which nothing is read. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import { refusalOf } from '../../db/datasets.ts';
import type { DatasetRecord } from '../../db/datasets.ts';
import type { DatasetQuestion } from '../../preload/datasets.ts';
import type { ModelRef, Result } from '../../preload/domain.ts';
import type { SkippedClip, SourceCount, TrainingWishes } from '../../preload/training.ts';
import type { AskedQuestion } from '../training/bundle/out-of-fold.ts';
import { askedBy } from '../training/dataset/questions.ts';
import { failure, success } from './failures.ts';
import { countDataset, createFindGone, labelledOf, questionOf, trainable } from './training-dataset.ts';
import type { CaseLogClip } from './training-messages.ts';
import { clipsToTrain, counted, labelledBy, sources } from './training-source.ts';
import type { CaseLogSource, Labelled, LockedAway } from './training-source.ts';

export interface GatheredTraining {
  readonly clips: readonly CaseLogClip[];
  readonly question: AskedQuestion;
  /** Clips whose recordings are gone, by name. */
  readonly gone: readonly SkippedClip[];
  readonly statements: readonly string[];
}

/** Who trains what. `model`: the bundle that shall come of it. */
export interface TrainingOrder {
  readonly wishes: TrainingWishes;
  readonly at: string;
  readonly reader: { readonly id: string; readonly name: string };
  readonly base: ModelRef;
  readonly model: Pick<ModelRef, 'id' | 'version'>;
}

export interface GatherOptions {
  readonly log: CaseLog;
  readonly storeRoot: string;
  readonly locked: () => LockedAway;
}

const caseLogQuestion: AskedQuestion = { ...askedBy('is'), title: 'Readers of the case log: IS against healthy' };

/** The dataset's own name stays at home: a bundle may be passed on. */
function datasetQuestion(question: DatasetQuestion, contentSha256: string): AskedQuestion {
  const asked = askedBy(question);
  return { ...asked, title: `${asked.title}, dataset ${contentSha256.slice(0, 12)}` };
}

/** Every source there is, the case log's own first, then datasets from the newest on. */
export async function countSources({ log, storeRoot, locked }: GatherOptions): Promise<readonly SourceCount[]> {
  const [away, findGone] = [locked(), createFindGone(storeRoot)];
  const counts: (SourceCount | null)[] = [];
  for (const source of sources) counts.push(counted(source, await labelledBy(log, source, away), null));
  for (const dataset of log.datasets.all()) counts.push(await countDataset(log, dataset, away, findGone));
  return counts.filter((count) => count !== null);
}

const noLabel = () => failure('conflict', 'No clip has a label of this kind.', 'Read clips first, or choose other labels.');
const shut = () => failure('conflict', 'A patient of this dataset is in a locked test set.', 'Build the next version: it leaves them out.');

/** Writes down who trains on what, all or nothing; the database has the last word on it. */
function writeDown(log: CaseLog, { at, reader, base, wishes }: TrainingOrder, labelled: readonly Labelled[]): void {
  log.datasets.trainOn(labelled.map(({ clipId }) => clipId), { at, reader: reader.id });
  const patients = new Set(labelled.map(({ patient }) => patient)).size;
  log.audit.append(at, 'model', base.sha256, { kind: 'training', reader: reader.name, source: wishes.source, clips: labelled.length, patients, heads: wishes.heads });
}

async function fromCaseLog({ log, storeRoot, locked }: GatherOptions, order: TrainingOrder, source: CaseLogSource): Promise<Result<GatheredTraining>> {
  const labelled = await labelledBy(log, source, locked());
  const clips = clipsToTrain(log, storeRoot, labelled);
  if (clips.length === 0) return noLabel();
  log.together(() => writeDown(log, order, labelled));
  return success({ clips, question: caseLogQuestion, gone: [], statements: [] });
}

async function fromDataset({ log, storeRoot }: GatherOptions, order: TrainingOrder, dataset: DatasetRecord, question: DatasetQuestion): Promise<Result<GatheredTraining>> {
  const listed = trainable(log.datasets.clips(dataset.id));
  const gone = await createFindGone(storeRoot)(listed.map(({ sha256 }) => sha256));
  if (listed.every(({ sha256 }) => gone.has(sha256))) return failure('conflict', 'The recordings of this dataset are gone from this machine.', 'Import them again, or choose other labels.');
  const { at, reader, base, model, wishes } = order;
  const tested = dataset.counts.sides.some(({ side, clips }) => side === 'test' && clips > 0);
  // Only what the use gives out is read: never the test side.
  const labelled = log.together(() => {
    const given = log.datasets.use(dataset.id, { id: randomUUID(), purpose: 'training', at, reader: reader.id, detail: { model, base, heads: wishes.heads, gone: gone.size } });
    const mine = labelledOf(dataset, given, gone);
    writeDown(log, order, mine);
    return mine;
  });
  const skipped = listed.filter(({ sha256 }) => gone.has(sha256)).map(({ clipId }): SkippedClip => ({ file: log.clips.get(clipId)?.name ?? 'a clip', code: 'file-not-found', message: 'Its recording is gone from this machine.' }));
  const left = skipped.length === 0 ? [] : [`${skipped.length} clips of the dataset were left out: their recordings are gone from this machine.`];
  return success({ clips: clipsToTrain(log, storeRoot, labelled), question: datasetQuestion(question, dataset.contentSha256), gone: skipped, statements: [...(tested ? ['The test side of the dataset was not read.'] : []), ...left] });
}

/** Errors: `not-found`, `conflict` where nothing may or can be trained on. */
export async function gatherTraining(options: GatherOptions, order: TrainingOrder): Promise<Result<GatheredTraining>> {
  const { log } = options;
  const { source } = order.wishes;
  try {
    if (source.kind !== 'dataset') return await fromCaseLog(options, order, source);
    const dataset = log.datasets.get(source.datasetId);
    const question = dataset === null ? null : questionOf(dataset);
    return dataset === null || question === null ? failure('not-found') : await fromDataset(options, order, dataset, question);
  } catch (error) {
    if (refusalOf(error) === 'locked') return shut();
    throw error;
  }
}
