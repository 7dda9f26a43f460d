import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Reading, ReadingContent } from '../preload/readings.ts';
import { addExamWithClip, memoryCaseLog } from './test-case-log.ts';

const at = '2026-11-23T10:00:00.000Z';

const said: ReadingContent = {
  verdict: 'IS', findings: { bLines: '3+', aLines: null, pleura: 'irregular', consolidation: null, effusion: null, sliding: null, severity: { scheme: 'lus', score: 2 } },
  confidence: 4, comment: 'left of the rib', ranges: [{ track: 'b-lines', first: 2, last: 5 }],
  strokes: [{ kind: 'pleura', frame: 2, points: [{ x: 1, y: 2 }, { x: 30, y: 4 }] }],
};

function reading(id: string, more: Partial<Reading> = {}): Reading {
  return { ...said, id, clipId: 'c1', examId: 'e1', reader: 'r1', round: 1, mode: 'blind', replaces: null, committedAt: at, tookMs: 4_200, ...more };
}

function readLog() {
  const log = memoryCaseLog();
  addExamWithClip(log);
  for (const [id, initials] of [['r1', 'JD'], ['r2', 'MB']] as const) log.readers.insert({ id, name: id, initials, role: 'annotator', createdAt: at });
  return log;
}

test('a reading comes back as it was committed', () => {
  const log = readLog();
  log.readings.append(reading('a'));
  assert.deepEqual(log.readings.get('a'), reading('a'));
  assert.deepEqual(log.readings.ofClip('c1'), [reading('a')]);
  assert.equal(log.readings.get('b'), null);
});

test('readings and reveals can be added but neither changed nor removed', () => {
  const log = readLog();
  log.readings.append(reading('a'));
  log.readings.appendReveal({ clipId: 'c1', reader: 'r1', round: 1, readingId: 'a', at, shown: { analysis: null, probability: null, verdict: null, readings: [] } });
  const attempts = [
    "UPDATE readings SET verdict = 'healthy'", 'DELETE FROM readings', 'INSERT OR REPLACE INTO readings SELECT * FROM readings',
    'UPDATE reveals SET round = 2', 'DELETE FROM reveals', 'INSERT OR REPLACE INTO reveals SELECT * FROM reveals',
  ];
  for (const sql of attempts) assert.throws(() => log.db.exec(sql), /append-only/, sql);
  assert.throws(() => log.db.exec('DELETE FROM readers'), /retired/);
  assert.throws(() => log.readings.append(reading('b', { reader: 'r2', replaces: 'a' })), /replaces one of the same/);
});

test('the newest of each reader, clip and round stands; modes choose what is looked at', () => {
  const log = readLog();
  log.readings.append(reading('blind'));
  log.readings.append(reading('revealed', { mode: 'revealed', replaces: 'blind', verdict: 'healthy', committedAt: '2026-11-23T11:00:00.000Z' }));
  log.readings.append(reading('other', { reader: 'r2', verdict: 'healthy' }));
  log.readings.append(reading('again', { round: 2 }));
  const ids = (readings: readonly Reading[]) => readings.map(({ id }) => id);
  assert.deepEqual(ids(log.readings.standing({})), ['revealed', 'other', 'again']);
  assert.deepEqual(ids(log.readings.standing({ modes: ['blind'] })), ['blind', 'other', 'again']);
  assert.deepEqual(ids(log.readings.standing({ readers: ['r2'] })), ['other']);
  assert.deepEqual(ids(log.readings.standing({ clipIds: [] })), []);
  assert.deepEqual(ids(log.readings.standing({ examIds: ['e1'], from: '2026-11-23T10:30:00.000Z' })), ['revealed']);
  assert.deepEqual(ids(log.readings.standing({ to: at })), []);
  assert.deepEqual(ids(log.readings.all({})), ['blind', 'revealed', 'other', 'again']);
  assert.equal(log.readings.latest('c1', 'r1', 1)?.id, 'revealed');
  assert.equal(log.readings.lastRound('c1', 'r1'), 2);
  assert.equal(log.readings.lastRound('c1', 'nobody'), 0);
  assert.deepEqual(log.labelling.counts('r1'), { clips: 1, read: 1 });
});

test('initials are unique among active readers only, upper and lower case alike', () => {
  const log = readLog();
  assert.equal(log.readers.initialsTaken('jd'), true);
  assert.equal(log.readers.initialsTaken('jd', 'r1'), false);
  assert.throws(() => log.readers.insert({ id: 'r3', name: 'x', initials: 'jd', role: 'annotator', createdAt: at }), /UNIQUE/);
  log.readers.update('r1', { active: false });
  log.readers.insert({ id: 'r3', name: 'x', initials: 'jd', role: 'annotator', createdAt: at });
  assert.deepEqual(log.readers.list().map(({ id, active, hasPin }) => [id, active, hasPin]), [['r1', false, false], ['r2', true, false], ['r3', true, false]]);
});

test('the fixture of version 3 tells readings, the reveal and the decision of a profile', () => {
  const log = memoryCaseLog();
  log.db.exec(readFileSync(join(import.meta.dirname, 'fixtures', '0003.sql'), 'utf8'));
  assert.deepEqual(log.readings.standing({}).map(({ id, verdict, mode, ranges }) => [id, verdict, mode, ranges.length]), [['reading-revealed', 'IS', 'revealed', 1]]);
  assert.equal(log.readings.reveal('clip-fixture', 'reader-fixture', 1)?.shown.probability, 0.7);
  assert.deepEqual(log.decisions.ofClip('clip-fixture').map(({ readerId }) => readerId), ['reader-fixture', null]);
});
