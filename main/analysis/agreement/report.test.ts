import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgreementFigure } from '../../../preload/agreement.ts';
import type { Findings, ReadingVerdict } from '../../../preload/readings.ts';
import { agreementReport } from './report.ts';
import type { AgreementInput } from './report.ts';
import type { RatedReading } from './reveals.ts';

const silent: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

let made = 0;
function read(reader: string, clip: number, verdict: ReadingVerdict | null, more: Partial<RatedReading> = {}): RatedReading {
  made += 1;
  const committedAt = new Date(Date.UTC(2026, 10, 1, 8, made)).toISOString();
  return { id: `r${made}`, clipId: `c${clip}`, patient: `p${clip % 7}`, reader, round: 1, mode: 'blind', committedAt, tookMs: 10_000, verdict, findings: silent, ...more };
}

const usual: Omit<AgreementInput, 'readings'> = {
  adjudications: [], reveals: [], question: 'verdict', basis: 'independent', period: { from: null, to: null }, readers: ['A', 'B'],
  policy: { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } }, bootstrap: { draws: 200, seed: 1, level: 0.95 },
};

function value(figure: AgreementFigure | null | undefined): number | string | undefined {
  return figure === null || figure === undefined ? undefined : figure.value === null ? figure.because : Number(figure.value.toFixed(6));
}

/** 40 clips; B differs from A on every fifth. */
const two = Array.from({ length: 40 }, (_, clip) => {
  const truth = clip % 2 === 0 ? 'IS' : 'healthy';
  return [read('A', clip, truth), read('B', clip, clip % 5 === 0 ? (truth === 'IS' ? 'healthy' : 'IS') : truth)];
}).flat();

test('two readers: the pair, the group and each reader against the other say the same thing', () => {
  const report = agreementReport({ ...usual, readings: two });
  const [pair] = report.pairs;
  assert.deepEqual([pair?.first, pair?.second, pair?.clips, pair?.patients], ['A', 'B', 40, 7]);
  // 20 IS and 20 healthy each, 32 the same: (0.8 - 0.5) / (1 - 0.5).
  assert.deepEqual([value(pair?.observed), value(pair?.kappa), value(report.group.fleiss)], [0.8, 0.6, 0.6]);
  assert.deepEqual([pair?.linear, pair?.quadratic, report.group.icc], [null, null, null]);
  assert.deepEqual(pair?.confusion.slice(0, 2).map((row) => row.slice(0, 2)), [[16, 4], [4, 16]]);
  assert.deepEqual(report.perReader.map((one) => value(one.againstConsensus?.kappa)), [0.6, 0.6]);
  assert.deepEqual(report.perReader.map((one) => [one.clips, one.timed, one.medianTookMs, one.clipsPerMinute]), [[40, 40, 10_000, 6], [40, 40, 10_000, 6]]);
  const drift = report.perReader[1]?.drift ?? [];
  assert.deepEqual(drift.map(({ clips, observed }) => [clips, value(observed)]), [[10, 0.8], [10, 0.8], [10, 0.8], [10, 0.8]]);
});

test('a reader who tires shows in the drift', () => {
  const tired = Array.from({ length: 60 }, (_, clip) => {
    const truth = clip % 2 === 0 ? 'IS' : 'healthy';
    return [read('A', clip, truth), read('B', clip, clip >= 40 && clip % 3 !== 0 ? 'not-readable' : truth)];
  }).flat();
  const drift = agreementReport({ ...usual, readings: tired }).perReader[1]?.drift ?? [];
  assert.deepEqual(drift.slice(0, 4).map(({ observed }) => value(observed)), [1, 1, 1, 1]);
  assert.ok(drift.slice(4).every(({ observed }) => observed.value !== null && observed.value < 0.5));
});

test('the period, the basis and the chosen readers bound what counts', () => {
  const day = (date: string) => ({ committedAt: `${date}T12:00:00.000Z` });
  const readings = [
    read('A', 1, 'IS', day('2026-11-01')), read('B', 1, 'IS', day('2026-11-01')), read('A', 2, 'IS', day('2026-11-05')), read('B', 2, 'healthy', day('2026-11-05')),
    read('B', 2, 'IS', { ...day('2026-11-06'), mode: 'revealed' }), read('C', 1, 'healthy', day('2026-11-01')),
  ];
  const clips = (more: Partial<AgreementInput>) => agreementReport({ ...usual, ...more, readings }).pairs[0];
  assert.deepEqual([clips({})?.clips, value(clips({})?.observed)], [2, 0.5]);
  assert.equal(value(clips({ basis: 'final' })?.observed), 1);
  assert.deepEqual([clips({ period: { from: null, to: '2026-11-01' } })?.clips, clips({ period: { from: '2026-11-05', to: '2026-11-05' } })?.clips], [1, 1]);
  assert.equal(agreementReport({ ...usual, readings, readers: ['A', 'B', 'C'] }).pairs.length, 3);
});

test('severity: one scheme at a time, ICC only there; B-lines have an order and no ICC', () => {
  const scored = (reader: string, clip: number, scheme: 'lus' | 'soldati', score: 0 | 1 | 2 | 3) => read(reader, clip, null, { findings: { ...silent, bLines: score > 1 ? '3+' : '0', severity: { scheme, score } } });
  const readings = Array.from({ length: 12 }, (_, clip) => {
    const score = ([0, 1, 2, 3] as const)[clip % 4] ?? 0;
    return [scored('A', clip, 'lus', score), scored('B', clip, clip < 8 ? 'lus' : 'soldati', score)];
  }).flat();
  const lus = agreementReport({ ...usual, question: 'severity-lus', readings });
  assert.deepEqual([lus.pairs[0]?.clips, lus.group.alphaMetric, lus.group.icc?.map(({ form, figure }) => [form, value(figure)])], [8, 'ordinal', [['ICC(2,1)', 1], ['ICC(2,k)', 1], ['ICC(3,1)', 1], ['ICC(3,k)', 1]]]);
  assert.equal(value(agreementReport({ ...usual, question: 'severity-soldati', readings }).pairs[0]?.kappa), 'no-clips');
  const lines = agreementReport({ ...usual, question: 'b-lines', readings });
  assert.deepEqual([lines.group.icc, value(lines.pairs[0]?.quadratic)], [null, 1]);
});

test('the reveal: kept, changed towards the AI and away from it; recorded or told by the readings alone', () => {
  const blind = [1, 2, 3, 4].map((clip) => read('A', clip, 'healthy'));
  const readings = [...blind, read('A', 2, 'IS', { mode: 'revealed' }), read('A', 3, 'IS', { mode: 'revealed' })];
  const reveals = ([[1, 'healthy'], [2, 'IS'], [3, 'healthy'], [4, null]] as const).map(([clip, ai]) => ({ clipId: `c${clip}`, reader: 'A', round: 1, readingId: blind[clip - 1]?.id ?? '', ai }));
  const of = (more: Partial<AgreementInput>) => agreementReport({ ...usual, readings, ...more }).perReader[0]?.reveal;
  const { rate, ...counts } = of({ reveals }) ?? { rate: undefined };
  assert.deepEqual([counts, value(rate)], [{ clips: 4, changed: 2, towardsAi: 1, awayFromAi: 1 }, 0.5]);
  assert.deepEqual([of({})?.clips, of({})?.changed, of({})?.towardsAi], [2, 2, 0]);
  assert.deepEqual([of({ reveals, question: 'b-lines' })?.clips, of({ reveals, question: 'b-lines' })?.towardsAi], [0, null]);
});

test('repeats: a reader against themselves, and out of the comparison with others', () => {
  const readings = [1, 2, 3, 4].flatMap((clip) => [read('A', clip, clip < 3 ? 'IS' : 'healthy'), read('A', clip, clip === 1 ? 'healthy' : clip < 3 ? 'IS' : 'healthy', { round: 2 }), read('B', clip, clip < 3 ? 'IS' : 'healthy')]);
  const report = agreementReport({ ...usual, readings });
  assert.deepEqual([report.perReader[0]?.repeats?.clips, value(report.perReader[0]?.repeats?.observed), report.perReader[1]?.repeats], [4, 0.75, null]);
  assert.equal(value(report.pairs[0]?.observed), 1);
});

test('without two readers, or without any reading, everything is said to be undefined', () => {
  const empty = agreementReport({ ...usual, readings: [] });
  assert.deepEqual([value(empty.pairs[0]?.kappa), value(empty.group.alpha), empty.perReader.map((one) => [one.clips, one.medianTookMs, one.againstConsensus])], ['no-clips', 'no-clips', [[0, null, null], [0, null, null]]]);
  const alone = agreementReport({ ...usual, readings: two, readers: ['A'] });
  assert.deepEqual([alone.pairs, value(alone.group.fleiss), value(alone.group.observed)], [[], 'one-reader', 'one-reader']);
  assert.ok(!JSON.stringify([empty, alone]).includes('NaN'));
});

test('adjudicated: readers are compared with decisions and with what all said', () => {
  const decided = two.filter(({ reader }) => reader === 'A').filter((_, clip) => clip % 5 === 0).map(({ clipId }, at) => ({
    id: `d${at}`, clipId, adjudicator: 'Z', decidedAt: '2026-11-23T10:00:00.000Z', verdict: 'IS' as const, findings: silent, reason: 'seen', followed: null, considered: [], ownRead: false,
  }));
  const report = agreementReport({ ...usual, readings: two, adjudications: decided, policy: { name: 'x', version: 1, rule: { kind: 'adjudicated', otherwise: 'unanimous' } } });
  // 32 the same; of the 8 decided as IS, A said IS on 4 and B on the other 4.
  assert.deepEqual(report.perReader.map((one) => [one.againstConsensus?.clips, value(one.againstConsensus?.observed)]), [[40, 0.9], [40, 0.9]]);
});
