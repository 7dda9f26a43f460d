import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionWords, frameWords, guardTag, verdictAt } from './review-words.ts';

test('the slider speaks frame, time and probability', () => {
  assert.equal(frameWords(11, 100, 480, 0.83), 'frame 12 of 100, 0.48 s, probability 0.83');
  assert.equal(frameWords(0, 1, 0, null), 'frame 1 of 1, 0.00 s, not scored');
});

test('the indeterminate band takes its lower end and leaves its upper one', () => {
  const points = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };
  assert.deepEqual([0.39, 0.4, 0.59, 0.6].map((p) => verdictAt(p, points)), ['healthy', 'indeterminate', 'indeterminate', 'IS']);
});

test('decisions are told with what was on screen', () => {
  const shown = { probability: 0.9, verdict: 'IS' as const, model: { id: 'm', version: '1', sha256: '' }, provider: 'cpu' as const, scored: 8 };
  assert.equal(decisionWords({ answer: 'agree', verdict: 'IS', shown }), 'Agreed: IS');
  assert.equal(decisionWords({ answer: 'disagree', verdict: 'not-readable', shown }), 'Disagreed: not readable');
  assert.equal(decisionWords({ answer: 'disagree', verdict: 'healthy', shown: null }), 'Read as healthy');
  assert.equal(decisionWords({ answer: 'unsure', verdict: null, shown }), 'Unsure');
});

test('the guard’s objection stays on the image after it was overridden', () => {
  const rejection = { reason: 'dark', message: 'The clip is almost black.' } as const;
  assert.equal(guardTag({ verdict: 'rejected', rejection, guardOverridden: false }), 'Rejected');
  assert.equal(guardTag({ verdict: 'healthy', rejection, guardOverridden: true }), 'Analysed although rejected');
  assert.equal(guardTag({ verdict: 'healthy', rejection: null, guardOverridden: true }), null);
  assert.equal(guardTag(null), null);
});
