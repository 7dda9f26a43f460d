import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClipFinding } from '../../db/clip-findings.ts';
import { memoryCaseLog } from '../../db/test-case-log.ts';
import type { ClipVerdict, ExamQuery, Verdict } from '../../preload/domain.ts';
import { selectionOf } from './exam-search.ts';
import { fillCaseLog } from './fill-case-log.ts';
import { facetsOf, listExams, zonelessSummary, zoneSummaries } from './summaries.ts';

function clip(zone: string | null, verdict: ClipVerdict | null, decision: ClipFinding['decision'] | 'unread'): ClipFinding {
  const decided = decision !== 'unread';
  return { clipId: 'c', examId: 'e', name: 'n', zone, sizeBytes: 1, simulated: false, verdict, decided, decision: decided ? decision : null };
}

test('a zone with several clips: a positive one decides; an open one keeps the zone open', () => {
  const of = (...clips: readonly ClipFinding[]) => zoneSummaries('blue6', clips).find(({ zone }) => zone === 'R1');
  assert.deepEqual(of(), { zone: 'R1', clips: 0, ai: 'not-examined', read: null });
  assert.equal(of(clip('R1', 'healthy', 'unread'), clip('R1', 'IS', 'unread'))?.ai, 'IS');
  assert.equal(of(clip('R1', 'healthy', 'unread'), clip('R1', null, 'unread'))?.ai, 'not-analysed');
  assert.equal(of(clip('R1', 'IS', 'unread'), clip('R1', null, 'unread'))?.ai, 'IS');
  assert.equal(of(clip('R1', 'IS', 'healthy'), clip('R1', 'IS', 'unread'))?.read, null);
  assert.equal(of(clip('R1', 'healthy', 'IS'), clip('R1', 'IS', 'unread'))?.read, 'IS');
  assert.equal(of(clip('R1', 'IS', 'healthy'), clip('R1', 'IS', 'not-readable'))?.read, 'healthy');
  assert.equal(of(clip('R1', 'IS', null))?.read, 'indeterminate');
  assert.deepEqual(of(clip('R1', 'rejected', 'unread'))?.ai, 'rejected');
  assert.deepEqual(of(clip('R1', 'rejected', 'unread'), clip('R1', 'healthy', 'healthy')), { zone: 'R1', clips: 2, ai: 'healthy', read: 'healthy' });
  assert.equal(of(clip('R1', 'rejected', 'not-readable'))?.read, 'not-readable');
});

const verdict = fc.constantFrom<Verdict | null>('IS', 'healthy', 'indeterminate', null);
const anyClip = fc.tuple(fc.constantFrom('R1', 'R2', 'L3', 'L6', null), verdict, fc.oneof(fc.constant('unread' as const), verdict, fc.constant('not-readable' as const)));

test('whatever the clips: read only when all are, and zones never count clips of other zones', () => {
  fc.assert(fc.property(fc.array(anyClip), (made) => {
    const clips = made.map(([zone, ai, decision]) => clip(zone, ai, decision));
    const facets = facetsOf({ protocol: 'blue6', pseudonym: 'P' }, clips);
    const decided = clips.filter((one) => one.decided).length;
    assert.equal(facets.readState, decided === 0 ? 'unread' : decided === clips.length ? 'read' : 'partial');
    const summaries = zoneSummaries('blue6', clips);
    assert.equal(summaries.reduce((sum, one) => sum + one.clips, 0), clips.filter(({ zone }) => zone !== null && zone !== 'L6').length);
    assert.ok(summaries.every((one) => (one.clips === 0) === (one.ai === 'not-examined')));
  }));
});

test('clips of no zone, or of another protocol’s, are counted by their verdicts', () => {
  const clips = [clip(null, 'IS', 'unread'), clip('L6', 'healthy', 'unread'), clip(null, 'rejected', 'unread'), clip(null, null, 'unread'), clip('R1', 'IS', 'unread')];
  assert.deepEqual(zonelessSummary('blue6', clips), { IS: 1, analysed: 2, rejected: 1 });
  assert.deepEqual(zonelessSummary('zones12', clips), { IS: 1, analysed: 1, rejected: 1 });
});

test('filters and search agree with what the rows themselves show', () => {
  const log = memoryCaseLog();
  fillCaseLog(log, 300, 5);
  const query: ExamQuery = { text: '', verdict: null, readState: null, protocol: null, sort: 'pseudonym', descending: false, cursor: null, limit: 500 };
  const rows = (part: Partial<ExamQuery>) => listExams(log, selectionOf({ ...query, ...part }, new Date()))?.rows ?? [];
  const all = rows({});
  assert.equal(all.length, 300);
  const ids = (some: typeof all) => some.map(({ id }) => id);
  assert.deepEqual(ids(rows({ verdict: 'not-IS' })), ids(all.filter(({ result }) => result.verdict === 'not-IS')));
  assert.deepEqual(ids(rows({ readState: 'partial' })), ids(all.filter(({ readState }) => readState === 'partial')));
  assert.deepEqual(ids(rows({ text: 'l4' })), ids(all.filter(({ zones }) => zones.some(({ zone, clips }) => zone === 'L4' && clips > 0))));
  const pseudonym = all[17]?.pseudonym ?? '';
  assert.ok(ids(rows({ text: pseudonym.slice(2).toLowerCase() })).includes(all[17]?.id ?? ''));
});
