import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Findings, ReadingVerdict } from '../../preload/readings.ts';
import { prefill } from './prefill.ts';
import type { ClipStatement } from './prefill.ts';

const unsaid: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

function statement(clipId: string, verdict: ReadingVerdict | null, findings: Partial<Findings> = {}, more: Partial<ClipStatement['reading']> = {}): ClipStatement {
  return { kind: 'reading', reader: 'JD', ids: [`r-${clipId}`], covered: null, reading: { clipId, verdict, findings: { ...unsaid, ...findings }, ranges: [], strokes: [], ...more } };
}

const clips = [{ id: 'a', zone: 'R1' }, { id: 'b', zone: 'R1' }, { id: 'c', zone: 'L2' }, { id: 'd', zone: null }];

function zone(id: string, statements: readonly ClipStatement[], decisions: Parameters<typeof prefill>[0]['decisions'] = []) {
  const found = prefill({ protocol: 'zones8', clips, statements, decisions }).zones.find((entry) => entry.zone === id);
  if (found === undefined) throw new Error(`no zone ${id}`);
  return found;
}

test('a zone takes the worst of its clips, and says whose readings these are', () => {
  const entry = zone('R1', [
    statement('a', 'healthy', { bLines: '0', aLines: true, pleura: 'regular', effusion: 'none' }),
    statement('b', 'IS', { bLines: 'confluent', pleura: 'irregular', consolidation: 'subpleural' }),
  ]);
  assert.deepEqual([entry.state, entry.bLines, entry.aLines, entry.pleura, entry.consolidation, entry.effusion], ['pathological', 'confluent', true, 'irregular', 'subpleural', 'none']);
  assert.deepEqual(entry.sources.bLines, { kind: 'reading', reader: 'JD', readings: ['r-a', 'r-b'] });
  assert.equal(entry.sliding, null);
  assert.equal('sliding' in entry.sources, false, 'what nobody said has no source');
});

test('a zone without clips is not examined; one that nobody read says nothing', () => {
  assert.equal(zone('R2', []).state, 'not-examined');
  assert.equal(zone('R1', []).state, null);
});

test('unreadable clips leave the zone not examined, with a note', () => {
  const entry = zone('L2', [statement('c', 'not-readable')]);
  assert.deepEqual([entry.state, entry.note], ['not-examined', 'Scanned, not readable.']);
});

test('findings make a zone pathological whatever the verdict', () => {
  assert.equal(zone('L2', [statement('c', 'healthy', { effusion: 'small' })]).state, 'pathological');
  assert.equal(zone('L2', [statement('c', 'healthy', { bLines: '1-2' })]).state, 'normal');
  assert.equal(zone('L2', [statement('c', null, { bLines: '1-2' })]).state, null);
});

test('grades are taken in one scheme only', () => {
  const graded = (scheme: 'lus' | 'soldati') => statement('c', 'IS', { severity: { scheme, score: 2 } });
  assert.equal(zone('L2', [graded('lus')]).score, 2);
  const mixed = prefill({ protocol: 'zones8', clips, decisions: [], statements: [graded('soldati'), statement('a', 'IS', { severity: { scheme: 'lus', score: 1 } })] });
  assert.equal(mixed.scheme, 'lus');
  assert.equal(mixed.zones.find((entry) => entry.zone === 'L2')?.score, null, 'a grade of the other scheme is left out');
  assert.equal(prefill({ protocol: 'zones8', clips, decisions: [], statements: [graded('soldati')] }).scheme, 'soldati');
});

test('evidence is the middle of the longest marked range, else a drawn B-line', () => {
  const ranges = [{ track: 'b-lines', first: 0, last: 2 }, { track: 'b-lines', first: 10, last: 21 }, { track: 'not-readable', first: 22, last: 90 }];
  assert.deepEqual(zone('L2', [statement('c', 'IS', {}, { ranges })]).evidence, [{ clipId: 'c', frame: 15, from: 'range' }]);
  const strokes = [{ kind: 'b-line', frame: 7, points: [{ x: 0, y: 0 }, { x: 1, y: 1 }] }] as const;
  assert.deepEqual(zone('L2', [statement('c', 'IS', {}, { strokes })]).evidence, [{ clipId: 'c', frame: 7, from: 'stroke' }]);
});

test('answers given in review fill in where there is no reading', () => {
  const decided = (clipId: string, verdict: 'IS' | 'healthy' | 'indeterminate' | 'not-readable') => ({ id: `d-${clipId}`, clipId, verdict, reader: 'JD' });
  assert.equal(zone('R1', [], [decided('a', 'healthy')]).state, null, 'one of two clips is not decided');
  assert.equal(zone('R1', [], [decided('a', 'healthy'), decided('b', 'healthy')]).state, 'normal');
  assert.equal(zone('R1', [], [decided('a', 'IS')]).state, 'pathological');
  assert.equal(zone('R1', [], [decided('a', 'healthy'), decided('b', 'indeterminate')]).state, null);
  assert.deepEqual(zone('R1', [], [decided('a', 'IS')]).sources.state, { kind: 'decision', reader: 'JD', decisions: ['d-a'] });
  assert.equal(zone('R1', [statement('a', 'healthy', { bLines: '0' })], [decided('b', 'IS')]).state, 'normal', 'a reading stands before an answer in review');
});

test('the share of the pleura under drawn B-lines is taken where they are coalescent, the largest of the clips', () => {
  const drawn = (clipId: string, bLines: '3+' | 'confluent', covered: number | null): ClipStatement => ({ ...statement(clipId, 'IS', { bLines }), covered });
  const involved = (...statements: readonly ClipStatement[]) => zone('R1', statements).involved;
  assert.equal(involved(drawn('a', 'confluent', 0.4)), 'under-half');
  assert.equal(involved(drawn('a', 'confluent', 0.4), drawn('b', '3+', 0.6)), 'over-half');
  assert.equal(involved(drawn('a', 'confluent', null)), null);
  assert.equal(involved(drawn('a', '3+', 0.9)), null, 'spaced B-lines are scored by their number');
  assert.deepEqual(zone('R1', [drawn('a', 'confluent', 0.4)]).sources.involved, { kind: 'reading', reader: 'JD', readings: ['r-a'] });
});
