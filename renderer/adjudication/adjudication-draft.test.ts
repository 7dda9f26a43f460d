import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ShownAnswer } from '../../preload/agreement-pages.ts';
import { answerText, emptyDraft, follow, leftOpen, nextALines, nextFinding, nextToDecide, saysSomething, withBLines, withFinding, withSeverity, withVerdict } from './adjudication-draft.ts';

const answer: ShownAnswer = {
  readingId: 'r1', letter: 'A', reader: null, verdict: 'IS', findings: { ...emptyDraft.findings, bLines: '3+', severity: { scheme: 'lus', score: 2 } }, confidence: 4, comment: 'x', ranges: [],
};

test('an answer is followed whole, until something of it is changed', () => {
  const taken = follow({ ...emptyDraft, reason: 'clear' }, answer);
  assert.deepEqual([taken.followed, taken.verdict, taken.findings.bLines, taken.reason], ['r1', 'IS', '3+', 'clear']);
  assert.equal(withVerdict(taken, 'IS').followed, 'r1');
  for (const changed of [withVerdict(taken, 'healthy'), withBLines(taken, '0'), nextALines(taken), withFinding(taken, 'pleura', 'broken'), withSeverity(taken, null)]) assert.equal(changed.followed, null);
});

test('said again, an answer is taken back; A-lines walk', () => {
  assert.equal(withBLines(withBLines(emptyDraft, '3+'), '3+').findings.bLines, null);
  const score = { scheme: 'lus', score: 1 } as const;
  assert.equal(withSeverity(withSeverity(emptyDraft, score), score).findings.severity, null);
  const walked = [1, 2, 3].reduce<(boolean | null)[]>((seen, steps) => [...seen, Array.from({ length: steps }).reduce<typeof emptyDraft>((draft) => nextALines(draft), emptyDraft).findings.aLines], []);
  assert.deepEqual(walked, [true, false, null]);
});

test('a finding walks through its values, then says nothing; it begins anew from whatever was taken over', () => {
  const walk = (steps: number) => Array.from({ length: steps }).reduce<typeof emptyDraft>((draft) => nextFinding(draft, 'consolidation'), emptyDraft).findings.consolidation;
  assert.deepEqual([1, 2, 3, 4, 5].map(walk), ['none', 'subpleural', 'lobar', null, 'none']);
  assert.equal(nextFinding(withFinding(emptyDraft, 'sliding', 'lung-point'), 'sliding').findings.sliding, null);
});

test('what is left open is named; severity only by its own scheme', () => {
  assert.deepEqual([saysSomething(emptyDraft), saysSomething(withBLines(emptyDraft, '0'))], [false, true]);
  assert.deepEqual(leftOpen(follow(emptyDraft, answer), [{ question: 'verdict' }, { question: 'a-lines' }, { question: 'severity-soldati' }]), ['a-lines', 'severity-soldati']);
  assert.equal(answerText(answer, 'severity-lus'), '2');
});

test('the next clip is the next undecided one, from the start again after the last', () => {
  const items = [{ clipId: 'a', state: 'open' }, { clipId: 'b', state: 'decided' }, { clipId: 'c', state: 'outdated' }];
  assert.deepEqual([nextToDecide(items, null), nextToDecide(items, 'a'), nextToDecide(items, 'c'), nextToDecide(items.slice(1, 2), 'b'), nextToDecide([{ clipId: 'a', state: 'open' }], 'a')], ['a', 'c', 'a', null, null]);
});
