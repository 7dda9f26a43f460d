import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clipProbability, clipVerdict } from './clip-score.ts';

const rule = { kind: 'top-fraction-mean', fraction: 0.25 } as const;
const points = { screening: 0.2, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };

test('the top quarter is averaged, at least one frame', () => {
  assert.equal(clipProbability(rule, []), null);
  assert.equal(clipProbability(rule, [0.3]), 0.3);
  assert.equal(clipProbability(rule, [0.1, 0.9, 0.2, 0.3]), 0.9);
  assert.ok(Math.abs((clipProbability(rule, [0.1, 0.9, 0.2, 0.7, 0.3]) ?? 0) - 0.8) < 1e-12);
});

test('the clip probability lies between mean and maximum, whatever the order of the frames', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (probabilities) => {
      const clip = clipProbability(rule, probabilities) ?? Number.NaN;
      const mean = probabilities.reduce((sum, value) => sum + value, 0) / probabilities.length;
      assert.ok(clip >= mean - 1e-9 && clip <= Math.max(...probabilities) + 1e-9);
      assert.equal(clip, clipProbability(rule, probabilities.toReversed()));
    }),
  );
});

test('verdicts: the band is closed below and open above', () => {
  assert.equal(clipVerdict(0.6, points), 'IS');
  assert.equal(clipVerdict(0.599, points), 'indeterminate');
  assert.equal(clipVerdict(0.4, points), 'indeterminate');
  assert.equal(clipVerdict(0.399, points), 'healthy');
});
