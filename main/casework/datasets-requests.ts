/** What the page may ask about datasets. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import type { CaseLog } from '../../db/case-log.ts';
import { refusalOf } from '../../db/datasets.ts';
import type { DatasetRecord } from '../../db/datasets.ts';
import type { DatasetId, DatasetPreview, DatasetRow, DatasetUse, SplitRule } from '../../preload/datasets.ts';
import type { ConsensusPolicy } from '../../preload/agreement.ts';
import type { Result } from '../../preload/domain.ts';
import { readyPolicies } from '../analysis/agreement/policies.ts';
import { planDataset } from '../training/dataset/plan.ts';
import type { CandidateClip } from '../training/dataset/candidates.ts';
import { gatherCandidates } from './datasets-gather.ts';
import type { BuildTask, DatasetTask } from './datasets-work.ts';
import { failure, success } from './failures.ts';
import { fineTuning } from './fine-tuning.ts';
import type { JobRunner } from './job-runner.ts';
import type { PickedPaths } from './picked.ts';
import { importReadings, standingFiled } from './readings-exchange.ts';
import type { DatasetHelper } from './dataset-helper.ts';
import type { ReaderDesk } from './readers.ts';
import type { RequestHandlers } from './request-handlers.ts';
import type { Emit } from './emit.ts';

export interface DatasetRequestContext {
  readonly log: CaseLog;
  readonly runner: JobRunner;
  readonly readers: ReaderDesk;
  readonly picked: PickedPaths;
  readonly emit: Emit;
  readonly datasets: { readonly helper: DatasetHelper; readonly changed: () => void };
  readonly pickForDatasets: (kind: 'folder' | 'readings') => Promise<readonly string[]>;
}

function rowOf(log: CaseLog, record: DatasetRecord): DatasetRow {
  const { salt: _salt, policy, lock, madeBy, ...rest } = record;
  const nameOf = (reader: string): string => log.readers.get(reader)?.name ?? 'a reader';
  const uses: Record<DatasetUse['purpose'], number> = { training: 0, tuning: 0, evaluation: 0 };
  for (const { purpose } of log.datasets.uses(record.id)) uses[purpose] += 1;
  const { name: policyName = '' }: { name?: string } = policy;
  return { ...rest, policyName, madeBy: nameOf(madeBy), lock: lock === null ? null : { at: lock.at, by: nameOf(lock.reader), reason: lock.reason }, uses };
}

function sameKind(a: SplitRule, b: SplitRule): boolean {
  return a.kind === b.kind && (a.kind !== 'folds' || b.kind !== 'folds' || a.count === b.count);
}

/** The next version is split as the earlier ones: patients could not keep their sides otherwise. */
function lineageProblem(log: CaseLog, { lineage, rules }: Pick<BuildTask, 'lineage' | 'rules'>): Result<null> {
  if (lineage === null) return success(null);
  const last = log.datasets.all().find((dataset) => dataset.lineage === lineage);
  if (last === undefined) return failure('not-found');
  return sameKind(last.rules.split, rules.split) ? success(null) : failure('bad-request', 'The next version must be split as the earlier ones are.', 'Keep sides or folds as they were, or make a dataset of its own.');
}

function preview(log: CaseLog, { lineage, rules, policy }: Pick<BuildTask, 'lineage' | 'rules' | 'policy'>): DatasetPreview {
  const { candidates, locked } = gatherCandidates(log, policy, rules.filters);
  const plan = planDataset({ candidates, rules, previous: lineage === null ? new Map() : log.datasets.sides(lineage), locked, together: [] });
  const distinct = (value: (clip: CandidateClip) => string | null) => [...new Set(candidates.flatMap((clip) => value(clip) ?? []))].toSorted();
  const counts = plan.ok ? plan.counts : null;
  const leftOut = plan.ok ? plan.counts.leftOut : plan.reason === 'empty' ? plan.counts.leftOut : {};
  const readers = log.rated.readers().map(({ reader }) => ({ id: reader, name: log.readers.get(reader)?.name ?? '' }));
  const alone = readers.map(({ id, name }): ConsensusPolicy => ({ name: `${name} alone`, version: 1, rule: { kind: 'single', reader: id } }));
  return { counts, leftOut, read: candidates.length, readers, zones: distinct(({ zone }) => zone), sources: distinct(({ source }) => source), devices: distinct(({ device }) => device), policies: [...readyPolicies, ...alone] };
}

function startJob({ log, runner }: DatasetRequestContext, title: string, task: DatasetTask): { readonly jobId: string } {
  const jobId = randomUUID();
  log.together(() => {
    runner.create({ id: jobId, kind: 'dataset', title, examId: null, clipId: null });
    log.jobs.addItems(jobId, [{ subject: task.what, detail: JSON.stringify(task) }]);
  });
  runner.start(jobId);
  return { jobId };
}

function lock(context: DatasetRequestContext, datasetId: string, reason: string): Result<DatasetRow> {
  const { log, readers } = context;
  const reader = readers.adjudicating();
  if (!reader.ok) return reader;
  if (log.datasets.get(datasetId) === null) return failure('not-found');
  const at = new Date().toISOString();
  try {
    log.together(() => {
      log.datasets.lock(datasetId, { at, reader: reader.value.id, reason });
      log.audit.append(at, 'dataset', datasetId, { did: 'locked test set', by: reader.value.id });
    });
  } catch (error) {
    switch (refusalOf(error)) {
      case 'no-test': return failure('conflict', 'This dataset has no test side.', 'Build one with a test side, then lock that.');
      case 'trained-on': return failure('conflict', 'Patients of this test side have trained a model already.', 'They are no test any more: build a dataset that tests on others.');
      case 'already': return failure('conflict', 'This test set is locked already.', 'Nothing to do.');
      default: throw error;
    }
  }
  context.datasets.changed();
  const locked = log.datasets.get(datasetId);
  return locked === null ? failure('not-found') : success(rowOf(log, locked));
}

/** A folder's name from a dataset's: letters, digits and dashes. */
function folderName(name: string, version: number): string {
  return `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'dataset'}-v${version}`;
}

/** Asks for a folder and writes the dataset into one of its own there; null where none was chosen. */
async function startExport(context: DatasetRequestContext, datasetId: DatasetId, pixels: 'png' | 'npy'): Promise<Result<{ readonly jobId: string; readonly out: string } | null>> {
  const reader = context.readers.acting();
  const dataset = context.log.datasets.get(datasetId);
  if (!reader.ok) return reader;
  if (dataset === null) return failure('not-found');
  const [folder] = await context.pickForDatasets('folder');
  if (folder === undefined) return success(null);
  const out = join(folder, folderName(dataset.name, dataset.version));
  return success({ ...startJob(context, `Export dataset ${dataset.name}`, { what: 'export', datasetId, out, pixels, by: reader.value.id }), out });
}

export function datasetRequests(context: DatasetRequestContext) {
  const { log, readers, picked, datasets: { helper } } = context;
  return {
    'datasets.list': async () => success(log.datasets.all().map((record) => rowOf(log, record))),
    'datasets.preview': async (recipe) => {
      const problem = lineageProblem(log, recipe);
      return problem.ok ? success(preview(log, recipe)) : problem;
    },
    'datasets.build': async ({ name, rules, policy, lineage }) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const problem = lineageProblem(log, { lineage, rules });
      return problem.ok ? success(startJob(context, `Build dataset ${name}`, { what: 'build', name, rules, policy, lineage, madeBy: reader.value.id })) : problem;
    },
    'datasets.lock': async ({ datasetId, reason }) => lock(context, datasetId, reason),
    'datasets.export': async ({ datasetId, pixels }) => {
      const started = await startExport(context, datasetId, pixels);
      return started.ok ? success(started.value === null ? null : { jobId: started.value.jobId }) : started;
    },
    'training.fineTune': async ({ datasetId }) => {
      const started = await startExport(context, datasetId, 'npy');
      if (!started.ok) return started;
      if (started.value === null) return success(null);
      return success({ jobId: started.value.jobId, ...fineTuning(started.value.out, process.platform) });
    },
    'readings.pick': async () => success(await picked.register(await context.pickForDatasets('readings'))),
    'readings.import': async ({ tokens, format, spacing }) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const paths = picked.resolve(tokens);
      if (!paths.ok) return paths;
      const files = await helper.readFiles(paths.value, format, spacing);
      if (!files.ok) return files;
      const imported = importReadings(log, files.value, reader.value.id);
      if (imported.newReaders.length > 0) context.emit('readers.changed', readers.state());
      return success(imported);
    },
    'readings.export': async ({ format }) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const [folder] = await context.pickForDatasets('folder');
      if (folder === undefined) return success(null);
      const readings = standingFiled(log);
      const at = new Date().toISOString();
      const written = await helper.write(join(folder, `readings-${format}-${at.slice(0, 19).replaceAll(/[-:T]/g, '')}`), format, readings);
      if (!written.ok) return written;
      log.audit.append(at, 'reading', 'readings', { did: 'exported', by: reader.value.id, format, readings: readings.length });
      return success({ readings: readings.length, ...written.value });
    },
  } satisfies Partial<RequestHandlers>;
}
