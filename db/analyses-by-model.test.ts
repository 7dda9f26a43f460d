import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseLog } from './case-log.ts';
import { clipFindings } from './clip-findings.ts';
import { addExamWithClip, memoryCaseLog, testMedia } from './test-case-log.ts';

const at = '2026-11-23T10:00:00.000Z';
const points = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };
const older = 'a'.repeat(64);
const newer = 'b'.repeat(64);

function analysed(log: CaseLog, id: string, clipId: string, sha256: string, verdict: 'IS' | 'healthy', state: 'done' | 'failed' = 'done'): void {
  log.analyses.insert({ id, clipId, model: { id: 'm', version: '1', sha256 }, preprocessing: 1, provider: 'cpu', frames: 12, guardOverridden: false, operatingPoints: points, maps: [], startedAt: at });
  log.analyses.append(id, { scores: [], probability: verdict === 'IS' ? 0.9 : 0.1, verdict, rejection: null, maxima: new Float32Array(0) });
  log.analyses.setState(id, state, at, null);
}

function withClips(count: number): CaseLog {
  const log = memoryCaseLog();
  addExamWithClip(log);
  for (let number = 2; number <= count; number += 1) {
    log.clips.insert({ id: `c${number}`, examId: 'e1', name: `${number}.mp4`, zone: 'R2', importedAt: at, media: { ...testMedia, sha256: String(number).repeat(64).slice(0, 64) } });
  }
  return log;
}

test('the newest analysis of the model in use stands for a clip; where it has none, the newest of any', () => {
  const log = withClips(2);
  analysed(log, 'first', 'c1', older, 'IS');
  analysed(log, 'second', 'c1', newer, 'healthy');
  analysed(log, 'other', 'c2', newer, 'healthy');
  const shown = () => [log.analyses.latest('c1')?.id, log.analyses.latest('c2')?.id];
  const verdicts = () => clipFindings(log.db, ['e1']).map((clip) => clip.verdict);
  assert.deepEqual([shown(), verdicts()], [['second', 'other'], ['healthy', 'healthy']]);
  log.settings.setNote('activeModel', older);
  assert.deepEqual([shown(), verdicts()], [['first', 'other'], ['IS', 'healthy']]);
  analysed(log, 'third', 'c1', newer, 'healthy');
  assert.equal(log.analyses.latest('c1')?.id, 'first');
  assert.equal(log.analyses.newestOf('c1', newer)?.id, 'third');
  assert.deepEqual(log.analyses.ofClip('c1').map(({ id }) => id), ['third', 'second', 'first']);
});

test('pages find what a model has not analysed to the end, labels by the newest decision, and exams of several models', () => {
  const log = withClips(5);
  analysed(log, 'a1', 'c1', older, 'IS');
  analysed(log, 'a2', 'c1', newer, 'IS');
  analysed(log, 'a3', 'c2', older, 'IS');
  analysed(log, 'a4', 'c3', newer, 'IS', 'failed');
  const decide = (id: string, clipId: string, verdict: 'IS' | 'healthy' | 'not-readable') =>
    log.decisions.append({ id, clipId, analysisId: null, answer: 'disagree', verdict, comment: '', reader: 'R', readerId: null, decidedAt: at, shown: null });
  decide('d1', 'c1', 'IS');
  decide('d2', 'c2', 'IS');
  decide('d3', 'c2', 'healthy');
  decide('d4', 'c4', 'IS');
  decide('d5', 'c4', 'not-readable');
  const all = <T>(page: (after: number) => { readonly rows: readonly T[]; readonly next: number | null }): T[] => {
    const rows: T[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const { rows: more, next }: { readonly rows: readonly T[]; readonly next: number | null } = page(after);
      rows.push(...more);
      after = next;
    }
    return rows;
  };
  for (const size of [1, 2, 5, 50]) {
    assert.deepEqual(all((after) => log.byModel.outdated(newer, after, size)), ['c2', 'c3'], `pages of ${size}`);
    assert.deepEqual(all((after) => log.byModel.labelled(after, size)).map(({ clipId, decision }) => [clipId, decision]), [['c1', 'IS'], ['c2', 'healthy']]);
    assert.deepEqual(all((after) => log.byModel.examsOfSeveral(after, size)), ['e1']);
  }
});

test('model events come back in order, and can be neither changed nor removed', () => {
  const log = memoryCaseLog();
  const model = { id: 'm', version: '1', sha256: older };
  log.modelEvents.append({ at, kind: 'installed', model, reader: 'R', reason: '' });
  log.modelEvents.append({ at, kind: 'activated', model, reader: 'R', reason: 'better card' });
  assert.deepEqual(log.modelEvents.all().map(({ kind, reason }) => [kind, reason]), [['installed', ''], ['activated', 'better card']]);
  for (const sql of ["UPDATE model_events SET reader = 'X'", 'DELETE FROM model_events', 'INSERT OR REPLACE INTO model_events SELECT * FROM model_events']) {
    assert.throws(() => log.db.exec(sql), /append-only/);
  }
});
