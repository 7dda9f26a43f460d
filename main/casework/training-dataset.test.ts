/** From a dataset to a challenger and to its promotion on the dataset's locked test set; a training process that is killed leaves the case log whole. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { RequestInput } from '../../preload/contract.ts';
import type { DatasetRow, DatasetRules, SplitRule } from '../../preload/datasets.ts';
import type { ModelRef } from '../../preload/domain.ts';
import type { TrainingState } from '../../preload/training.ts';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { grayPath } from '../media/layout.ts';
import { openStation, phantomClips, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';
import { trainingWorkerEntry } from './training-room.ts';

const noFindings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };
const policy = { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } } as const;
const rules: DatasetRules = {
  question: 'is', filters: { readers: null, zones: null, sources: null, from: null, to: null, answers: 'both', minReaders: 1, damaged: true, rejected: true, simulated: true, withoutFan: true, scheme: null },
  frames: { positivesByRange: false, withoutNotReadable: true, perClip: null }, split: { kind: 'shares', train: 0.5, validation: 1 / 6, test: 1 / 3 }, seed: 1, duplicates: 'together',
};
const wishes: Omit<RequestInput<'training.start'>, 'source'> = { heads: ['logistic-regression'], branches: ['coarse', 'fine'], framesPerClip: 2 };

interface Here extends TestStation {
  readonly data: string;
  readonly workers: Child[];
}

/** Twelve patients of one clip each, every other one read as IS; null without ffmpeg. */
async function setUp(context: TestContext): Promise<Here | null> {
  const folder = temporaryFolder(context);
  const clips = await phantomClips(folder, 12, 4);
  if (clips === null) return null;
  const workers: Child[] = [];
  const spawnTraining = () => {
    const child = spawnNode(trainingWorkerEntry);
    workers.push(child);
    return child;
  };
  const data = join(folder, 'data');
  const here = await openStation(context, data, { spawnTraining });
  const { station: { log, importPaths, ended } } = here;
  log.settings.set({ analyseOnImport: false });
  const exams = clips.map((path, at) => {
    mkdirSync(join(folder, `exam ${at}`));
    renameSync(path, join(folder, `exam ${at}`, `clip ${at}.mp4`));
    return join(folder, `exam ${at}`);
  });
  const started = value(await importPaths(exams));
  for (const { jobId } of started) await ended(jobId);
  const reader = log.readers.list()[0]?.id ?? '';
  for (const [at, { examId }] of started.entries()) {
    for (const { id: clipId } of log.clips.ofExam(examId)) {
      log.readings.append({
        id: `r${at}`, clipId, examId, reader, round: 1, mode: 'blind', replaces: null, committedAt: '2026-01-05T10:00:00.000Z', tookMs: 900, verdict: at % 2 === 0 ? 'IS' : 'healthy', findings: noFindings, confidence: 4,
        comment: '', ranges: [{ track: 'not-readable', first: 0, last: 0 }], strokes: [],
      });
    }
  }
  return { ...here, data, workers };
}

async function built({ station }: Here, name: string, split: SplitRule = rules.split): Promise<DatasetRow> {
  const { jobId } = value(await station.requests['datasets.build']({ name, rules: { ...rules, split }, policy, lineage: null }));
  assert.equal((await station.ended(jobId)).state, 'done');
  const [row] = value(await station.requests['datasets.list']({}));
  assert.ok(row !== undefined && row.name === name);
  return row;
}

const of = ({ id }: DatasetRow): RequestInput<'training.start'> => ({ ...wishes, source: { kind: 'dataset', datasetId: id } });

async function ended({ station }: Here): Promise<TrainingState> {
  for (;;) {
    const { state } = value(await station.requests['training.view']({}));
    if (state.running === null) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function trained(here: Here, dataset: DatasetRow) {
  value(await here.station.requests['training.start'](of(dataset)));
  assert.equal((await ended(here)).error, null);
  const { report, challenger } = value(await here.station.requests['training.result']({}));
  assert.ok(report !== null && challenger !== null);
  return { report, challenger };
}

/** A newer analysis of every test clip, with probabilities of our choice. */
function judge({ station: { log } }: Here, dataset: DatasetRow, model: ModelRef, probability: (positive: boolean, at: number) => number): void {
  for (const [at, { clipId, positive }] of log.datasets.clips(dataset.id).filter(({ side }) => side === 'test').entries()) {
    const old = log.analyses.newestOf(clipId, model.sha256);
    assert.ok(old !== null);
    const id = randomUUID();
    log.analyses.insert({ ...old, id });
    log.analyses.append(id, { scores: [], probability: probability(positive, at), verdict: positive ? 'IS' : 'healthy', rejection: null, maxima: old.maxima });
    log.analyses.setState(id, 'done', '2026-01-06T10:00:00.000Z', null);
  }
}

test('a dataset trains without its test side; its locked test set judges champion and challenger; refused, promoted, rolled back', { timeout: 240_000 }, async (context) => {
  const here = await setUp(context);
  if (here === null) return context.skip('no ffmpeg');
  const { station: { requests, log }, data } = here;
  const dataset = await built(here, 'Ward');
  const test = log.datasets.clips(dataset.id).filter(({ side }) => side === 'test');
  assert.equal(test.length, 4);
  value(await requests['datasets.lock']({ datasetId: dataset.id, reason: 'final test' }));
  // A recording that is gone: one of the training side.
  const lost = log.datasets.clips(dataset.id).find(({ side }) => side === 'train');
  rmSync(grayPath(join(data, 'store'), lost?.sha256 ?? ''), { force: true });
  const { sources, base: champion } = value(await requests['training.view']({}));
  assert.ok(champion !== null);
  const source = sources.find(({ source: { kind } }) => kind === 'dataset');
  assert.deepEqual([source?.clips, source?.patients, source?.dataset], [7, 7, { name: 'Ward', version: 1, question: 'is', testClips: 4, locked: true, gone: 1, shut: 0 }]);

  const { report, challenger } = await trained(here, dataset);
  const versions = new Set(here.events.flatMap(({ name, event }) => (name === 'training.changed' ? [(event as TrainingState).version] : [])));
  assert.ok(versions.size >= report.rows.length + 2, 'each row was told of when it was there');
  assert.deepEqual([report.data.clips, report.data.patients, report.data.skipped.map(({ file, code }) => [file, code])], [7, 7, [[log.clips.get(lost?.clipId ?? '')?.name, 'file-not-found']]]);
  assert.match(report.statements.join(' '), /test side of the dataset was not read. 1 clips of the dataset were left out/);
  const [use] = log.datasets.uses(dataset.id);
  assert.deepEqual([use?.purpose, use?.detail], ['training', { model: { id: challenger.id, version: challenger.version }, base: champion, heads: wishes.heads, gone: 1 }]);
  const seen = new Set(log.db.prepare<[], string>('SELECT clip_id FROM trained_clips').pluck().all());
  assert.ok(seen.size === 7 && test.every(({ clipId }) => !seen.has(clipId)), 'no test clip was trained on');

  const before = value(await requests['training.promotion']({ challenger: challenger.sha256 }));
  assert.deepEqual([before.allowed, before.checks, before.test], [false, [], { name: 'Ward, version 1', clips: 4, patients: 4, positives: 2, missing: 8, unread: 0, ofTraining: true, running: false }]);
  const early = await requests['training.promote']({ challenger: challenger.sha256, reason: 'in a hurry', untested: true });
  assert.equal(early.ok ? 'promoted' : early.error.code, 'conflict', 'not before both are measured');
  const { jobId } = value(await requests['training.test']({ challenger: challenger.sha256 }));
  assert.equal((await here.station.ended(jobId)).state, 'done');

  // The champion is right, the challenger the other way round.
  judge(here, dataset, champion, (positive, at) => (positive ? 0.9 : 0.1) + at / 100);
  judge(here, dataset, challenger, (positive, at) => (positive ? 0.1 : 0.9) + at / 100);
  const worse = value(await requests['training.promotion']({ challenger: challenger.sha256 }));
  assert.deepEqual([worse.test?.missing, worse.allowed, worse.checks.find(({ figure }) => figure === 'auc')?.passed], [0, false, false]);
  const refused = await requests['training.promote']({ challenger: challenger.sha256, reason: 'all the same', untested: true });
  assert.equal(refused.ok ? 'promoted' : refused.error.code, 'conflict');
  assert.deepEqual(value(await requests['models.list']({})).state.active, champion);
  // As good on AUC, but one guard falls: calibration.
  judge(here, dataset, challenger, (positive, at) => (positive ? 0.62 : 0.38) + at / 100);
  const guard = value(await requests['training.promotion']({ challenger: challenger.sha256 }));
  assert.deepEqual([guard.allowed, guard.checks.find(({ figure }) => figure === 'auc')?.passed, guard.checks.find(({ figure }) => figure === 'calibration')?.passed], [false, true, false]);

  judge(here, dataset, challenger, (positive, at) => (positive ? 0.95 : 0.02) + at / 100);
  const better = value(await requests['training.promotion']({ challenger: challenger.sha256 }));
  assert.deepEqual([better.allowed, better.checks.filter(({ passed }) => passed === false)], [true, []]);
  value(await requests['training.promote']({ challenger: challenger.sha256, reason: 'better on the locked set', untested: false }));
  assert.deepEqual(value(await requests['models.list']({})).state.active, challenger);
  const looks = log.datasets.uses(dataset.id).filter(({ purpose }) => purpose === 'evaluation').map(({ detail }) => detail as { readonly for: string; readonly step: string });
  assert.deepEqual(looks.map((look) => [look.for, look.step]), [['promotion', 'measured'], ['promotion', 'promoted']], 'one look a pair, and the promotion');
  assert.equal(log.audit.verify(), null);
  value(await requests['models.rollBack']({ reason: 'a trial' }));
  assert.deepEqual(value(await requests['models.list']({})).state.active, champion);
});

test('a dataset whose patients were locked since trains nothing; folds are those of the dataset', { timeout: 240_000 }, async (context) => {
  const here = await setUp(context);
  if (here === null) return context.skip('no ffmpeg');
  const { station: { requests, log } } = here;
  const all = await built(here, 'All', { kind: 'folds', count: 3 });
  value(await requests['datasets.lock']({ datasetId: (await built(here, 'Tested')).id, reason: 'final' }));
  const { sources } = value(await requests['training.view']({}));
  assert.equal(sources.find(({ dataset }) => dataset?.name === 'All')?.dataset?.shut, 4);
  const started = await requests['training.start'](of(all));
  assert.match(started.ok ? 'started' : `${started.error.code} ${started.error.message}`, /^conflict .*locked test set/);
  assert.deepEqual([value(await requests['training.view']({})).state.running, log.datasets.uses(all.id)], [null, []]);
  assert.equal(log.db.prepare('SELECT count(*) FROM trained_clips').pluck().get(), 0);
  const none = await requests['training.start']({ ...wishes, source: { kind: 'dataset', datasetId: 'nowhere' } });
  assert.equal(none.ok ? 'started' : none.error.code, 'not-found');

  const { report } = await trained(here, await built(here, 'Folds', { kind: 'folds', count: 3 }));
  assert.deepEqual([report.data.clips, report.folds], [8, 3], 'dealt out by the seed there would be four');
  assert.match(report.statements[0] ?? '', /3 folds, as the dataset has them/);
});

test('a killed training process leaves the case log whole; the run is told as interrupted and goes through again', { timeout: 240_000 }, async (context) => {
  const here = await setUp(context);
  if (here === null) return context.skip('no ffmpeg');
  const { station: { requests, log }, workers, data, events } = here;
  const dataset = await built(here, 'Ward');
  value(await requests['training.start'](of(dataset)));
  const stages = () => events.flatMap(({ name, event }) => (name === 'training.changed' ? [(event as TrainingState).running?.stage] : []));
  while (!stages().includes('features')) await new Promise((resolve) => setTimeout(resolve, 5));
  workers[0]?.kill('SIGKILL');
  const { error } = await ended(here);
  assert.match(error?.message ?? '', /interrupted/);
  assert.deepEqual(error?.again, of(dataset));
  assert.equal(log.db.prepare('PRAGMA integrity_check').pluck().get(), 'ok');
  assert.equal(log.audit.verify(), null);
  assert.deepEqual(value(await requests['models.list']({})).models.map(({ id }) => id), ['tiny']);
  assert.deepEqual(readdirSync(join(data, 'training')).filter((name) => name.startsWith('run-')), []);
  assert.ok(error?.again !== null && error?.again !== undefined);
  value(await requests['training.start'](of(dataset)));
  assert.equal((await ended(here)).error, null);
  assert.ok(value(await requests['training.result']({})).challenger !== null);
});

test('a program that ended in the middle of a training tells so at the next start, and leaves nothing of it', { timeout: 60_000 }, async (context) => {
  const data = join(temporaryFolder(context), 'data');
  const run = join(data, 'training', 'run-x');
  mkdirSync(run, { recursive: true });
  const order: RequestInput<'training.start'> = { ...wishes, source: { kind: 'decisions' } };
  writeFileSync(join(run, 'order.json'), JSON.stringify(order));
  const { station } = await openStation(context, data);
  await station.begin();
  const { error } = value(await station.requests['training.view']({})).state;
  assert.match(error?.message ?? '', /interrupted/);
  assert.deepEqual(error?.again, order);
  assert.deepEqual(readdirSync(join(data, 'training')), []);
});
