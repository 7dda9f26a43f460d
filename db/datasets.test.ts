import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatasetClip, SplitSide } from '../preload/datasets.ts';
import type { CaseLog } from './case-log.ts';
import { patientKey, refusalOf } from './datasets.ts';
import type { NewDataset } from './datasets.ts';
import { memoryCaseLog, testMedia } from './test-case-log.ts';

const at = '2026-11-23T10:00:00.000Z';

/** Exams e1, e2, ... of patients P-1, P-2, ..., each with clip c1, c2, ... of its own bytes. */
function patients(count: number): CaseLog {
  const log = memoryCaseLog();
  for (let n = 1; n <= count; n++) {
    log.exams.insert({ id: `e${n}`, pseudonym: `P-${n}`, examinedAt: at, protocol: 'blue6', createdAt: at });
    log.clips.insert({ id: `c${n}`, examId: `e${n}`, name: `${n}.mp4`, zone: 'R1', importedAt: at, media: { ...testMedia, sha256: String(n).padStart(64, '0') } });
  }
  return log;
}

function dataset(id: string, lineage = id, version = 1): NewDataset {
  return {
    id, lineage, version, name: 'Ward', contentSha256: id.padStart(64, '0'), program: '1', salt: '00', madeBy: 'r', madeAt: at, policy: { name: 'majority' },
    rules: { question: 'is', filters: { readers: null, zones: null, sources: null, from: null, to: null, answers: 'both', minReaders: 1, damaged: false, rejected: false, simulated: false, withoutFan: false, scheme: null }, frames: { positivesByRange: true, withoutNotReadable: true, perClip: 16 }, split: { kind: 'shares', train: 0.5, validation: 0, test: 0.5 }, seed: 1, duplicates: 'refuse' },
    counts: { clips: 0, patients: 0, frames: 0, positives: 0, sides: [], sources: [], leftOut: {} }, leaks: { clean: true, patientsOnTwoSides: 0, pairs: [], compared: { clips: 0, frames: 0, threshold: 0 } },
  };
}

function clip(n: number, side: SplitSide, more: Partial<DatasetClip> = {}): DatasetClip {
  return {
    clipId: `c${n}`, sha256: String(n).padStart(64, '0'), patient: `p-${n}`, source: 'ward', licence: '', zone: 'R1', frameCount: 12, positive: true,
    labels: { is: true, bLines: null, bLines3: null, aLines: null, healthy: false, severity: null }, ranges: [], kept: [{ first: 0, last: 11 }], side, ...more,
  };
}

const use = (id: string, purpose: 'training' | 'tuning' | 'evaluation') => ({ id, purpose, at, reader: 'r', detail: { model: 'm' } });
const lock = { at, reader: 'r', reason: 'final test' };

function refusal(work: () => unknown): ReturnType<typeof refusalOf> {
  try {
    work();
    return null;
  } catch (error) {
    return refusalOf(error);
  }
}

test('a dataset comes back as it was made, and no part of it can change', () => {
  const log = patients(2);
  log.datasets.insert(dataset('d'), [clip(1, 'train'), clip(2, 'test')]);
  assert.deepEqual(log.datasets.clips('d'), [clip(1, 'train'), clip(2, 'test')]);
  assert.deepEqual(log.datasets.get('d'), { ...dataset('d'), lock: null });
  log.datasets.lock('d', lock);
  log.datasets.use('d', use('u', 'evaluation'));
  assert.deepEqual(log.datasets.get('d')?.lock, lock);
  assert.deepEqual(log.datasets.uses('d'), [use('u', 'evaluation')]);
  const tables = ['datasets', 'dataset_clips', 'dataset_seals', 'dataset_locks', 'locked_patients', 'locked_contents', 'dataset_uses'];
  for (const table of tables) {
    const column = log.db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) LIMIT 1').pluck().get(table) ?? '';
    for (const sql of [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`, `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`]) assert.throws(() => log.db.exec(sql), /append-only/, sql);
  }
  assert.throws(() => log.db.exec("INSERT INTO dataset_clips SELECT 1, 'c9', sha256, patient, side, positive, record FROM dataset_clips LIMIT 1"), /append-only/, 'sealed');
  assert.throws(() => log.db.exec("INSERT INTO dataset_locks (dataset, at, reader, reason) VALUES (1, '', '', '  ')"));
});

test('a patient of a locked test set trains nothing: not in a new dataset, not in an old one, under no other name and no other file', () => {
  const log = patients(4);
  log.datasets.insert(dataset('older'), [clip(1, 'train'), clip(2, 'train'), clip(3, 'test')]);
  log.datasets.insert(dataset('d'), [clip(1, 'test'), clip(2, 'train'), clip(3, 'test')]);
  log.datasets.lock('d', lock);
  assert.deepEqual(log.datasets.locked(), { patients: new Set(['p-1', 'p-3']), contents: new Set([clip(1, 'test').sha256, clip(3, 'test').sha256]) });
  for (const side of ['train', 'validation', 'fold-2'] as const) assert.equal(refusal(() => log.datasets.insert(dataset(side), [clip(1, side)])), 'locked');
  assert.equal(refusal(() => log.datasets.insert(dataset('copy'), [clip(4, 'train', { sha256: clip(1, 'test').sha256 })])), 'locked', 'the same recording again');
  for (const purpose of ['training', 'tuning'] as const) assert.equal(refusal(() => log.datasets.use('older', use(purpose, purpose))), 'locked');
  assert.deepEqual(log.datasets.uses('older'), []);
  log.exams.update('e1', { pseudonym: 'P-NEW' });
  assert.equal(refusal(() => log.datasets.insert(dataset('renamed'), [clip(4, 'train', { patient: 'p-new' })])), 'locked');
  assert.deepEqual(log.datasets.all().map(({ id }) => id), ['d', 'older'], 'what was refused left nothing');
});

test('training gets everything but the test side, evaluation the test side alone; both leave a row', () => {
  const log = patients(4);
  log.datasets.insert(dataset('d'), [clip(1, 'train'), clip(2, 'validation'), clip(3, 'test')]);
  assert.deepEqual(log.datasets.use('d', use('1', 'training')).map(({ clipId }) => clipId), ['c1', 'c2']);
  assert.deepEqual(log.datasets.use('d', use('2', 'evaluation')).map(({ clipId }) => clipId), ['c3']);
  assert.deepEqual(log.datasets.uses('d').map(({ purpose }) => purpose), ['training', 'evaluation']);
  assert.throws(() => log.datasets.use('none', use('3', 'training')));
});

test('what has trained cannot become a locked test set, and there must be one to lock', () => {
  const log = patients(3);
  log.datasets.insert(dataset('seen'), [clip(1, 'train'), clip(2, 'test')]);
  log.datasets.use('seen', use('u', 'training'));
  log.datasets.insert(dataset('d'), [clip(1, 'test'), clip(3, 'train')]);
  log.datasets.insert(dataset('folds'), [clip(3, 'fold-1')]);
  assert.equal(refusal(() => log.datasets.lock('d', lock)), 'trained-on');
  assert.equal(refusal(() => log.datasets.lock('folds', lock)), 'no-test');
  log.datasets.lock('seen', lock);
  assert.equal(refusal(() => log.datasets.lock('seen', lock)), 'already');
});

test('training outside of datasets is refused alike, and what has trained cannot be locked', () => {
  const log = patients(4);
  log.datasets.insert(dataset('d'), [clip(1, 'test'), clip(2, 'train')]);
  log.datasets.insert(dataset('e'), [clip(3, 'test'), clip(2, 'train')]);
  log.datasets.lock('d', lock);
  assert.equal(refusal(() => log.datasets.trainOn(['c2', 'c1'], { at, reader: 'r' })), 'locked');
  assert.equal(log.db.prepare('SELECT count(*) FROM trained_clips').pluck().get(), 0, 'all or none');
  log.datasets.trainOn(['c2', 'c3'], { at, reader: 'r' });
  assert.equal(refusal(() => log.datasets.lock('e', lock)), 'trained-on');
  for (const sql of ['UPDATE trained_clips SET at = at', 'DELETE FROM trained_clips', 'INSERT OR REPLACE INTO trained_clips SELECT * FROM trained_clips']) assert.throws(() => log.db.exec(sql), /append-only/);
  assert.deepEqual([patientKey('P-3Fä'), patientKey('ÄB')], ['p-3fä', 'Äb']);
});

test('in a lineage a patient keeps a side; another lineage is free', () => {
  const log = patients(2);
  log.datasets.insert(dataset('v1', 'ward'), [clip(1, 'train')]);
  assert.equal(refusal(() => log.datasets.insert(dataset('v2', 'ward', 2), [clip(1, 'test')])), 'moved');
  log.datasets.insert(dataset('v2', 'ward', 2), [clip(1, 'train'), clip(2, 'test')]);
  log.datasets.insert(dataset('other'), [clip(1, 'test')]);
  assert.deepEqual(log.datasets.sides('ward'), new Map([['p-1', 'train'], ['p-2', 'test']]));
  assert.equal(log.datasets.lastVersion('ward'), 2);
  assert.equal(refusal(() => log.datasets.insert(dataset('again', 'ward', 2), [clip(1, 'train')])), 'already');
});

test('jobs and what is left of them survive the migration, and any kind of job may be kept', () => {
  const log = patients(1);
  log.jobs.save({ id: 'j', kind: 'dataset', title: 'Build', examId: null, clipId: null, progress: 0, createdAt: at, failures: [], state: 'queued' });
  log.jobs.addItems('j', [{ subject: 's', detail: '{}' }]);
  assert.equal(log.jobs.itemsLeft('j').length, 1);
  log.jobs.remove('j');
  assert.equal(log.jobs.itemsLeft('j').length, 0, 'items go with their job');
});
