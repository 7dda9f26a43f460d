/** Assignments, adjudications and the readings that agreement is computed from. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import SqliteDatabase from 'better-sqlite3';
import type { Findings, Reading } from '../preload/readings.ts';
import type { CaseLog } from './case-log.ts';
import { createCaseLog } from './case-log.ts';
import { migrate, readMigrations } from './migrate.ts';
import { memoryCaseLog, migrationsFolder, testMedia } from './test-case-log.ts';

const at = '2026-11-23T10:00:00.000Z';
const silent: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

/** Two exams of one patient and one of another; clips c1 to c6; readers A, B and C. */
function prepared(): CaseLog {
  const log = memoryCaseLog();
  for (const [exam, pseudonym] of [['e1', 'P-ONE'], ['e2', 'p-one'], ['e3', 'P-TWO']] as const) log.exams.insert({ id: exam, pseudonym, examinedAt: at, protocol: 'blue6', createdAt: at });
  for (let clip = 1; clip <= 6; clip += 1) {
    log.clips.insert({ id: `c${clip}`, examId: `e${Math.ceil(clip / 2)}`, name: `${clip}.mp4`, zone: 'R1', importedAt: at, media: { ...testMedia, sha256: String(clip).repeat(64) } });
  }
  for (const reader of ['A', 'B', 'C']) log.readers.insert({ id: reader, name: reader, initials: reader, role: 'annotator', createdAt: at });
  return log;
}

let made = 0;
function read(log: CaseLog, reader: string, clipId: string, more: Partial<Reading> = {}): string {
  made += 1;
  const id = `reading-${made}`;
  log.readings.append({
    id, clipId, examId: '', reader, round: 1, mode: 'blind', replaces: null, committedAt: at, tookMs: 1_000, verdict: 'IS', findings: { ...silent, bLines: '3+' },
    confidence: null, comment: '', ranges: [], strokes: [], ...more,
  });
  return id;
}

test('an assignment is open until its round is read, or until it is withdrawn', () => {
  const log = prepared();
  log.assignments.append({ id: 'a1', reader: 'B', rule: { kind: 'clips' }, by: 'A', at, clips: [{ clipId: 'c2', round: 1 }, { clipId: 'c1', round: 1 }] });
  log.assignments.append({ id: 'a2', reader: 'B', rule: { kind: 'share', share: 0.5, seed: 3, of: 'all' }, by: 'A', at, clips: [{ clipId: 'c1', round: 1 }, { clipId: 'c3', round: 1 }] });
  const open = () => log.assignments.open('B').map(({ clipId, round }) => `${clipId}/${round}`);
  assert.deepEqual(open(), ['c2/1', 'c1/1', 'c3/1']);
  assert.deepEqual(log.assignments.open('A'), []);
  read(log, 'B', 'c1');
  read(log, 'A', 'c2');
  assert.deepEqual(open(), ['c2/1', 'c3/1']);
  assert.deepEqual(log.assignments.list().map(({ id, clips, done, rule }) => [id, clips, done, rule.kind]), [['a2', 2, 1, 'share'], ['a1', 2, 1, 'clips']]);
  assert.equal(log.assignments.withdraw('a2', 'A', at), true);
  assert.equal(log.assignments.withdraw('a2', 'A', at), false);
  assert.equal(log.assignments.withdraw('none', 'A', at), false);
  assert.deepEqual([open(), log.assignments.get('a2')?.withdrawnAt, log.assignments.get('none')], [['c2/1'], at, null]);
});

test('what can still be assigned: unread clips, those that others read, and repeats with their next round', () => {
  const log = prepared();
  for (const clip of ['c1', 'c2', 'c3']) read(log, 'A', clip);
  read(log, 'A', 'c1', { round: 2 });
  read(log, 'B', 'c3');
  log.assignments.append({ id: 'a1', reader: 'B', rule: { kind: 'clips' }, by: 'A', at, clips: [{ clipId: 'c2', round: 1 }] });
  assert.deepEqual([log.assignments.unread('B', true), log.assignments.unread('B', false), log.assignments.unread('C', true)], [['c1'], ['c1', 'c4', 'c5', 'c6'], ['c1', 'c2', 'c3']]);
  assert.deepEqual(log.assignments.repeatable('A').map(({ clipId, round }) => [clipId, round]), [['c1', 3], ['c2', 2], ['c3', 2]]);
  log.assignments.append({ id: 'a2', reader: 'A', rule: { kind: 'repeat', share: 1, seed: 1 }, by: 'A', at, clips: [{ clipId: 'c2', round: 2 }] });
  assert.deepEqual([log.assignments.repeatable('A').map(({ clipId }) => clipId), log.assignments.open('A')], [['c1', 'c3'], [{ clipId: 'c2', round: 2 }]]);
});

test('a decision stands until a newer one; it follows a reading of its own clip', () => {
  const log = prepared();
  const reading = read(log, 'A', 'c1');
  const decide = (id: string, clipId: string, followed: string | null) => log.adjudications.append({
    id, clipId, adjudicator: 'C', decidedAt: at, verdict: 'healthy', findings: { ...silent, bLines: '0' }, reason: 'A-lines throughout', followed, considered: [reading], ownRead: false,
  });
  decide('d1', 'c1', reading);
  decide('d2', 'c2', null);
  decide('d3', 'c1', null);
  assert.deepEqual(log.adjudications.standing().map(({ id }) => id), ['d2', 'd3']);
  assert.deepEqual(log.adjudications.ofClip('c1').map(({ id }) => id), ['d3', 'd1']);
  const [, first] = log.adjudications.ofClip('c1');
  assert.deepEqual([first?.findings.bLines, first?.considered, first?.followed, first?.ownRead, first?.reason], ['0', [reading], reading, false, 'A-lines throughout']);
  assert.throws(() => decide('d4', 'c2', reading), /follows a reading of its clip/);
});

test('assignments and decisions are append-only', () => {
  const log = prepared();
  read(log, 'A', 'c1');
  log.assignments.append({ id: 'a1', reader: 'B', rule: { kind: 'clips' }, by: 'A', at, clips: [{ clipId: 'c2', round: 1 }] });
  log.assignments.withdraw('a1', 'A', at);
  log.adjudications.append({ id: 'd1', clipId: 'c1', adjudicator: 'C', decidedAt: at, verdict: 'IS', findings: silent, reason: '', followed: null, considered: [], ownRead: false });
  for (const table of ['assignments', 'assigned_clips', 'assignment_withdrawals', 'adjudications']) {
    const column = { assignments: 'rule', assigned_clips: 'round', assignment_withdrawals: 'withdrawn_at', adjudications: 'reason' }[table] ?? '';
    for (const sql of [`DELETE FROM ${table}`, `UPDATE ${table} SET ${column} = '9'`, `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`]) assert.throws(() => log.db.exec(sql), /append-only/, sql);
  }
});

test('rated readings: of shared clips, with their patient, without what they need not', () => {
  const log = prepared();
  read(log, 'A', 'c1');
  read(log, 'B', 'c1', { verdict: 'healthy' });
  read(log, 'A', 'c3', { ranges: [{ track: 'b-lines', first: 1, last: 2 }] });
  read(log, 'A', 'c3', { round: 2 });
  read(log, 'C', 'c5', { mode: 'imported', tookMs: null });
  const all = log.rated.all();
  assert.deepEqual(all.map(({ clipId, reader, round, patient }) => [clipId, reader, round, patient]), [['c1', 'A', 1, 'p-one'], ['c1', 'B', 1, 'p-one'], ['c3', 'A', 1, 'p-one'], ['c3', 'A', 2, 'p-one'], ['c5', 'C', 1, 'p-two']]);
  assert.deepEqual(Object.keys(all[0] ?? {}).toSorted(), ['clipId', 'committedAt', 'findings', 'id', 'mode', 'patient', 'reader', 'round', 'tookMs', 'verdict']);
  assert.equal(all[0]?.findings.bLines, '3+');
  assert.deepEqual(log.rated.ofSharedClips().map(({ reader, verdict }) => [reader, verdict]), [['A', 'IS'], ['B', 'healthy']]);
  assert.equal(log.rated.ofClip('c3').length, 2);
  assert.deepEqual(log.rated.readers().map((one) => ({ ...one })), [{ reader: 'A', clips: 2, shared: 1, repeated: 1 }, { reader: 'B', clips: 1, shared: 1, repeated: 0 }, { reader: 'C', clips: 1, shared: 0, repeated: 0 }]);
});

test('rows of the version that brought them are read', () => {
  const migrations = readMigrations(migrationsFolder);
  const version = migrations.findIndex(({ name }) => name.includes('agreement')) + 1;
  const db = new SqliteDatabase(':memory:');
  migrate(db, migrations.slice(0, version));
  db.exec(readFileSync(join(import.meta.dirname, 'fixtures', `${String(version).padStart(4, '0')}.sql`), 'utf8'));
  migrate(db, migrations);
  const log = createCaseLog(db);
  assert.deepEqual(log.assignments.open('reader-fixture'), [{ clipId: 'clip-fixture', round: 2 }]);
  assert.deepEqual([log.adjudications.standing()[0]?.verdict, log.adjudications.standing()[0]?.ownRead], ['IS', true]);
});
