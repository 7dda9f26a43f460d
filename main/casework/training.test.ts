/** From decisions in the case log to a challenger, to its promotion by a person, and back; stopping leaves nothing; locked patients are never seen. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { patientKey } from '../../db/datasets.ts';
import type { Reading } from '../../preload/readings.ts';
import type { RequestInput } from '../../preload/contract.ts';
import type { RunningTraining, TrainingState } from '../../preload/training.ts';
import { agreedAnswer, clipsToTrain, labelledBy } from './training-source.ts';
import { openStation, phantomClips, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';

/** Six exams of two clips, half of the exams read as IS; null without ffmpeg. */
async function setUp(context: TestContext) {
  const folder = temporaryFolder(context);
  const clips = await phantomClips(folder, 12, 4);
  if (clips === null) return null;
  const here = await openStation(context, join(folder, 'data'));
  here.station.log.settings.set({ analyseOnImport: false });
  const exams = Array.from({ length: 6 }, (_, exam) => {
    const dir = join(folder, `exam ${exam}`);
    mkdirSync(dir);
    for (const path of clips.slice(2 * exam, 2 * exam + 2)) renameSync(path, join(dir, basename(path)));
    return dir;
  });
  const started = value(await here.station.importPaths(exams));
  for (const { jobId } of started) await here.station.ended(jobId);
  for (const [exam, { examId }] of started.entries()) {
    for (const { id } of here.station.log.clips.ofExam(examId)) {
      value(await here.station.requests['clips.decide']({ clipId: id, analysisId: null, answer: 'disagree', verdict: exam % 2 === 0 ? 'IS' : 'healthy', comment: '' }));
    }
  }
  return { here, data: join(folder, 'data'), examIds: started.map(({ examId }) => examId) };
}

const wishes: RequestInput<'training.start'> = { source: { kind: 'decisions' }, heads: ['logistic-regression', 'k-nearest-neighbours'], branches: ['coarse', 'fine'], framesPerClip: 2 };

function states({ events }: TestStation): readonly TrainingState[] {
  return events.flatMap(({ name, event }) => (name === 'training.changed' ? [event as TrainingState] : []));
}

/** Waits for the state to say that nothing runs. */
async function ended(here: TestStation): Promise<TrainingState> {
  for (;;) {
    const { state } = value(await here.station.requests['training.view']({}));
    if (state.running === null) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('decisions train a challenger; a person promotes it with a reason, and rolls back; nothing happens by itself', { timeout: 240_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here, data } = set;
  const { requests, log } = here.station;
  const view = value(await requests['training.view']({}));
  assert.deepEqual(view.sources.map(({ source, clips, positives, patients }) => [source.kind, clips, positives, patients])[0], ['decisions', 12, 6, 6]);
  const champion = view.base;
  assert.ok(champion !== null);
  assert.deepEqual(view.branches.map(({ name }) => name), ['coarse', 'fine', 'odd']);
  value(await requests['training.start'](wishes));
  const twice = await requests['training.start'](wishes);
  assert.equal(twice.ok ? 'started' : twice.error.code, 'conflict');
  assert.deepEqual(await ended(here).then(({ error }) => error), null);
  const shares = states(here).flatMap(({ running }) => (running === null ? [] : [running])).map((running: RunningTraining) => running.share);
  assert.ok(shares.length > 5 && shares.every((share, at) => at === 0 || share >= (shares[at - 1] ?? 0)), 'progress never falls');
  const { report, challenger } = value(await requests['training.result']({}));
  assert.ok(report !== null && challenger !== null);
  assert.deepEqual(report.rows.map(({ features, head }) => `${features} ${head}`), ['coarse', 'fine', 'fused'].flatMap((name) => wishes.heads.map((head) => `${name} ${head}`)));
  assert.deepEqual([report.data.clips, report.data.patients, report.folds, report.bundle], [12, 6, 3, challenger]);
  assert.deepEqual(value(await requests['models.list']({})).state.active, champion, 'the champion stays in use');
  assert.deepEqual(readdirSync(join(data, 'training')).toSorted(), ['features', 'last.json']);

  const promotion = value(await requests['training.promotion']({ challenger: challenger.sha256 }));
  assert.deepEqual([promotion.test, promotion.checks, promotion.allowed], [null, [], true]);
  assert.match(promotion.words, /not comparable/);
  const unconfirmed = await requests['training.promote']({ challenger: challenger.sha256, reason: 'looks better', untested: false });
  assert.equal(unconfirmed.ok ? 'promoted' : unconfirmed.error.code, 'conflict');
  value(await requests['training.promote']({ challenger: challenger.sha256, reason: 'looks better', untested: true }));
  assert.deepEqual(value(await requests['models.list']({})).state.active, challenger);
  const [event] = value(await requests['models.history']({}));
  assert.deepEqual([event?.kind, event?.reason], ['activated', 'Promoted: looks better']);
  const [examId = ''] = set.examIds;
  const [clip] = log.clips.ofExam(examId);
  const { jobId } = value(await requests['analysis.start']({ clipIds: [clip?.id ?? ''], again: false, despiteGuard: true }));
  assert.equal((await here.station.ended(jobId)).state, 'done');
  assert.equal(log.analyses.latest(clip?.id ?? '')?.model.version, challenger.version);
  value(await requests['models.rollBack']({ reason: 'worse here' }));
  assert.deepEqual(value(await requests['models.list']({})).state.active, champion);
  assert.equal(log.analyses.latest(clip?.id ?? '')?.model.version, challenger.version, 'what it said stays, with its name');
});

test('a stopped training leaves no model and no files but the features that were ready; labels of one kind say so', { timeout: 120_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here, data } = set;
  const { requests } = here.station;
  value(await requests['training.start'](wishes));
  while (!states(here).some(({ running }) => running?.stage === 'features' || running?.stage === 'heads')) await new Promise((resolve) => setTimeout(resolve, 10));
  value(await requests['training.stop']({}));
  assert.deepEqual(await ended(here).then(({ error }) => error), null);
  assert.deepEqual(value(await requests['models.list']({})).models.map(({ id }) => id), ['tiny']);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(readdirSync(join(data, 'training')).filter((name) => name.startsWith('run-')), []);
  const none = await requests['training.start']({ ...wishes, source: { kind: 'readings', policy: 'majority' } });
  assert.match(none.ok ? 'started' : none.error.message, /No clip has a label/);
  for (const examId of set.examIds) for (const { id } of here.station.log.clips.ofExam(examId)) value(await requests['clips.decide']({ clipId: id, analysisId: null, answer: 'disagree', verdict: 'IS', comment: '' }));
  value(await requests['training.start'](wishes));
  assert.match((await ended(here)).error?.message ?? '', /same label/);
});

test('locked patients and recordings are left out of every source, and no name leaves for the training process', { timeout: 60_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { log } = set.here.station;
  const all = await labelledBy(log, { kind: 'decisions' }, { patients: new Set(), contents: new Set() });
  const [first, other] = [all[0], all.find(({ patient }) => patient !== all[0]?.patient)];
  const content = log.clips.get(other?.clipId ?? '')?.sha256 ?? '';
  const left = await labelledBy(log, { kind: 'decisions' }, { patients: new Set([patientKey(first?.patient ?? '')]), contents: new Set([content]) });
  assert.equal(left.length, all.length - 3);
  assert.ok(left.every(({ patient, clipId }) => patient !== first?.patient && clipId !== other?.clipId));
  const clips = clipsToTrain(log, '/store', all);
  const pseudonyms = new Set(all.map(({ patient }) => patient));
  assert.ok(clips.every(({ group }) => /^patient \d+$/.test(group) && !pseudonyms.has(group)));
  assert.equal(new Set(clips.map(({ group }) => group)).size, 6);
});

test('readers are made one by the policy', () => {
  const reading = (reader: string, verdict: Reading['verdict']) => ({ reader, verdict }) as Reading;
  const [yes, no, other] = [reading('a', 'IS'), reading('b', 'healthy'), reading('c', 'not-readable')];
  assert.deepEqual((['newest', 'majority', 'unanimous'] as const).map((policy) => agreedAnswer([yes, no], policy)), [false, null, null]);
  assert.deepEqual((['newest', 'majority', 'unanimous'] as const).map((policy) => agreedAnswer([no, yes, reading('d', 'IS')], policy)), [true, true, null]);
  assert.deepEqual((['newest', 'majority', 'unanimous'] as const).map((policy) => agreedAnswer([yes, other], policy)), [null, true, null]);
  assert.equal(agreedAnswer([no, reading('b', 'IS')], 'unanimous'), true, 'a reader\'s newest counts');
});
