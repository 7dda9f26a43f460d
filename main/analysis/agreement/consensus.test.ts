import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Adjudication, ConsensusPolicy, ConsensusRule } from '../../../preload/agreement.ts';
import type { Findings, Reading, ReadingVerdict } from '../../../preload/readings.ts';
import { chooseShare } from './assign.ts';
import { consensusLabel, settle } from './consensus.ts';
import type { ConsensusReading, GivenAnswer } from './consensus.ts';
import { disagreements, disagreementRuleInWords, usualDisagreements } from './disagreements.ts';
import { policyProblem, readyPolicies, ruleInWords } from './policies.ts';
import { referenceFor } from './reference.ts';
import { standingReadings } from './standing.ts';

const silent: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };
const said = (reader: string, verdict: ReadingVerdict | null, findings: Partial<Findings> = {}): ConsensusReading => ({ id: `r-${reader}`, reader, verdict, findings: { ...silent, ...findings } });
const policy = (rule: ConsensusRule): ConsensusPolicy => ({ name: 'test', version: 1, rule });
const majority = policy({ kind: 'majority', tie: 'none', minReaders: 1 });
const decision = (verdict: ReadingVerdict | null, findings: Partial<Findings> = {}): Adjudication => ({
  id: 'd1', clipId: 'c', adjudicator: 'Z', decidedAt: '2026-11-23T10:00:00.000Z', verdict, findings: { ...silent, ...findings }, reason: '', followed: null, considered: [], ownRead: false,
});

test('a majority is more than half; every answer is settled by itself', () => {
  const label = consensusLabel('c', [said('A', 'IS', { bLines: '3+' }), said('B', 'IS', { bLines: '1-2', aLines: false }), said('C', 'healthy', { bLines: '0' })], null, majority);
  assert.deepEqual(label.verdict, { value: 'IS', by: 'majority', support: 2 / 3, answers: 3 });
  assert.deepEqual(label.bLines, { value: null, by: 'tie', support: 0, answers: 3 });
  assert.deepEqual(label.aLines, { value: false, by: 'majority', support: 1, answers: 1 });
  assert.deepEqual(label.sliding, { value: null, by: 'none-answered', support: 0, answers: 0 });
  assert.deepEqual([label.readings, label.adjudication, label.policy], [['r-A', 'r-B', 'r-C'], null, majority]);
});

test('a tie takes the worse answer where all that lead can be ranked, and no label elsewhere', () => {
  const worse = policy({ kind: 'majority', tie: 'worse', minReaders: 2 });
  const of = (...readings: ConsensusReading[]) => consensusLabel('c', readings, null, worse);
  assert.deepEqual(of(said('A', 'IS'), said('B', 'healthy')).verdict, { value: 'IS', by: 'tie-worse', support: 0.5, answers: 2 });
  assert.equal(of(said('A', 'not-readable'), said('B', 'healthy')).verdict.by, 'tie');
  assert.equal(of(said('A', null, { bLines: '0' }), said('B', null, { bLines: '3+' })).bLines.value, '3+');
  assert.equal(of(said('A', null, { aLines: true }), said('B', null, { aLines: false })).aLines.by, 'tie');
  assert.equal(of(said('A', 'IS')).verdict.by, 'too-few');
});

test('severity is settled by scheme: scores of different schemes are never put together', () => {
  const label = consensusLabel('c', [
    said('A', null, { severity: { scheme: 'lus', score: 2 } }), said('B', null, { severity: { scheme: 'lus', score: 2 } }), said('C', null, { severity: { scheme: 'soldati', score: 3 } }),
  ], null, majority);
  assert.deepEqual(label.severity, { lus: { value: 2, by: 'majority', support: 1, answers: 2 }, soldati: { value: 3, by: 'majority', support: 1, answers: 1 } });
});

test('weights: an expert outvotes two, readers with weight 0 are silent, fractions tie exactly', () => {
  const weighted = (weights: Record<string, number>, others: number) => policy({ kind: 'weighted', weights, others, tie: 'none', minReaders: 1 });
  const readings = [said('A', 'IS'), said('B', 'healthy'), said('C', 'healthy')];
  assert.deepEqual(consensusLabel('c', readings, null, weighted({ A: 3 }, 1)).verdict, { value: 'IS', by: 'weighted', support: 0.6, answers: 3 });
  assert.deepEqual(consensusLabel('c', readings, null, weighted({ A: 1 }, 0)).verdict, { value: 'IS', by: 'weighted', support: 1, answers: 1 });
  assert.equal(consensusLabel('c', readings, null, weighted({ A: 0.3, B: 0.1, C: 0.2 }, 0)).verdict.by, 'tie');
});

test('a decision settles what it answers; the rest falls back as chosen; other policies do not look at it', () => {
  const readings = [said('A', 'IS', { bLines: '3+' }), said('B', 'healthy', { bLines: '3+' }), said('C', 'healthy', { bLines: '1-2' })];
  const by = (otherwise: 'none' | 'unanimous' | 'majority', decided: Adjudication | null) => consensusLabel('c', readings, decided, policy({ kind: 'adjudicated', otherwise }));
  const decided = by('majority', decision('IS'));
  assert.deepEqual([decided.verdict, decided.bLines.by, decided.adjudication], [{ value: 'IS', by: 'adjudicated', support: 1 / 3, answers: 3 }, 'majority', 'd1']);
  assert.deepEqual([by('none', null).verdict.by, by('unanimous', null).verdict.by, by('majority', null).verdict.value], ['undecided', 'undecided', 'healthy']);
  const alone = consensusLabel('c', [said('A', 'IS')], null, policy({ kind: 'adjudicated', otherwise: 'unanimous' }));
  assert.equal(alone.verdict.by, 'too-few');
  assert.deepEqual(consensusLabel('c', readings, decision('not-lung'), majority).verdict.value, 'healthy');
});

test('the single policy follows its reader, also against all others', () => {
  const readings = [said('A', 'IS'), said('B', 'healthy')];
  assert.deepEqual(consensusLabel('c', readings, null, policy({ kind: 'single', reader: 'A' })).verdict, { value: 'IS', by: 'single', support: 0.5, answers: 2 });
  assert.equal(consensusLabel('c', readings, null, policy({ kind: 'single', reader: 'Q' })).verdict.by, 'none-answered');
});

test('a reader is compared with the vote of the others, with decisions, and with unanimous labels', () => {
  const given: GivenAnswer[] = [{ reader: 'A', answer: 'IS' }, { reader: 'B', answer: 'IS' }, { reader: 'C', answer: 'healthy' }];
  const clip = { clipId: 'c', given, adjudication: null };
  assert.equal(referenceFor('C', clip, 'verdict', majority), 'IS');
  assert.equal(referenceFor('A', clip, 'verdict', majority), null);
  assert.equal(referenceFor('A', { ...clip, adjudication: decision('healthy') }, 'verdict', policy({ kind: 'adjudicated', otherwise: 'none' })), 'healthy');
  assert.equal(referenceFor('A', { ...clip, given: given.slice(0, 2) }, 'verdict', policy({ kind: 'adjudicated', otherwise: 'unanimous' })), 'IS');
  assert.equal(referenceFor('A', clip, 'verdict', policy({ kind: 'single', reader: 'A' })), null);
});

const verdicts = ['IS', 'healthy', 'not-readable', 'not-lung'] as const;
const someGiven = fc.uniqueArray(fc.record({ reader: fc.constantFrom('A', 'B', 'C', 'D', 'E'), answer: fc.constantFrom(...verdicts) }), { selector: ({ reader }) => reader, maxLength: 5 });
const someRule = fc.oneof(
  fc.constantFrom(...readyPolicies.map(({ rule }) => rule)),
  fc.record({ kind: fc.constant('weighted' as const), weights: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 0, max: 5 }).map((n) => n / 10)), others: fc.constantFrom(0, 1), tie: fc.constantFrom('none' as const, 'worse' as const), minReaders: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('single' as const), reader: fc.constantFrom('A', 'B') }),
);

test('whatever the rule: the order of readers does not matter, a label was given by someone, unanimity is never overruled by a vote', () => {
  fc.assert(fc.property(someGiven, someRule, (given, rule) => {
    const settled = settle('verdict', given, null, rule);
    assert.deepEqual(settle('verdict', given.toReversed(), null, rule), settled);
    assert.equal(settled.value === null, settled.support === 0);
    if (settled.value !== null) {
      assert.ok(given.some(({ answer }) => answer === settled.value));
      assert.ok(settled.support > 0 && settled.support <= 1);
      if (new Set(given.map(({ answer }) => answer)).size === 1) assert.equal(settled.value, given[0]?.answer);
    }
  }), { examples: [[
    [{ reader: 'C', answer: 'not-lung' }, { reader: 'B', answer: 'IS' }, { reader: 'A', answer: 'IS' }],
    { kind: 'weighted', weights: { C: 0.1, B: 0.2, A: 0.3 }, others: 0, tie: 'none', minReaders: 1 },
  ]] });
});

test('equal weights are a majority', () => {
  fc.assert(fc.property(someGiven, (given) => {
    const vote = settle('verdict', given, null, { kind: 'majority', tie: 'worse', minReaders: 2 });
    const same = settle('verdict', given, null, { kind: 'weighted', weights: {}, others: 0.1, tie: 'worse', minReaders: 2 });
    assert.deepEqual({ ...same, by: same.by === 'weighted' ? 'majority' : same.by, support: same.support.toFixed(9) }, { ...vote, support: vote.support.toFixed(9) });
  }));
});

test('disagreements are told by the rule, with what was said', () => {
  const readings = [said('A', 'IS', { bLines: '3+', severity: { scheme: 'lus', score: 2 } }), said('B', 'IS', { bLines: '1-2', severity: { scheme: 'lus', score: 1 } }), said('C', null, { severity: { scheme: 'soldati', score: 0 } })];
  assert.deepEqual(disagreements(readings, usualDisagreements), [{ question: 'b-lines', answers: ['1-2', '3+'], distance: 1 }]);
  assert.deepEqual(disagreements(readings, { ...usualDisagreements, bLines: 2, severity: 1 }), [{ question: 'severity-lus', answers: ['1', '2'], distance: 1 }]);
  assert.deepEqual(disagreements([...readings, said('D', 'not-readable')], { verdict: true, bLines: null, aLines: true, severity: null }).map(({ question }) => question), ['verdict']);
  assert.equal(disagreementRuleInWords(usualDisagreements), 'the verdict differs; B-lines differ by 1 class or more; severity of one scheme differs by 2 or more');
});

test('policies say what they do, and what is wrong with them', () => {
  assert.ok(readyPolicies.every((ready) => policyProblem(ready) === null && ruleInWords(ready.rule, (id) => id).endsWith('.')));
  assert.equal(ruleInWords({ kind: 'weighted', weights: { A: 2 }, others: 1, tie: 'none', minReaders: 2 }, () => 'AB'), 'What more than half of the weight says (AB 2, others 1), from 2 readers on; a tie has no label.');
  assert.match(policyProblem(policy({ kind: 'weighted', weights: { A: 0 }, others: 0, tie: 'none', minReaders: 1 })) ?? '', /above 0/);
  assert.match(policyProblem(policy({ kind: 'weighted', weights: { A: -1 }, others: 1, tie: 'none', minReaders: 1 })) ?? '', /from 0 on/);
  assert.match(policyProblem(policy({ kind: 'majority', tie: 'none', minReaders: 0.5 })) ?? '', /whole number/);
});

test('the first round stands for the reader, its newest reading counts, and the reveal is left out where only independent answers count', () => {
  const read = (id: string, round: number, mode: Reading['mode'], at: number) => ({ id, clipId: 'c', reader: 'A', round, mode, committedAt: `2026-11-23T10:00:0${at}.000Z` });
  const all = [read('1', 1, 'blind', 1), read('2', 1, 'blind', 2), read('3', 1, 'revealed', 3), read('4', 2, 'blind', 4), read('5', 1, 'review', 5)];
  assert.deepEqual(standingReadings(all, 'independent').map(({ id }) => id), ['2']);
  assert.deepEqual(standingReadings(all).map(({ id }) => id), ['5']);
  assert.deepEqual(standingReadings(all.filter(({ round }) => round === 2)).map(({ id }) => id), ['4']);
});

test('a share is exact, seeded, and stays as clips come in', () => {
  const clips = Array.from({ length: 200 }, (_, at) => `clip-${at}`);
  const fifth = chooseShare(clips, 0.2, 7);
  assert.equal(new Set(fifth).size, 40);
  assert.deepEqual(chooseShare(clips.toReversed(), 0.2, 7), fifth);
  assert.notDeepEqual(chooseShare(clips, 0.2, 8), fifth);
  const more = new Set(chooseShare([...clips, 'late-1', 'late-2'], 0.2, 7));
  assert.ok(fifth.filter((clip) => more.has(clip)).length >= 38);
  assert.deepEqual([chooseShare(clips, 0, 1), chooseShare([], 1, 1), chooseShare(clips, 0.0001, 1).length, chooseShare(clips, 1, 1).length], [[], [], 1, 200]);
});
