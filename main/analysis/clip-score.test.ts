import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { calibrated, clipProbability, clipVerdict } from './clip-score.ts';
import type { ClipRule } from './clip-score.ts';

const rule = { kind: 'top-fraction-mean', fraction: 0.25, calibration: { kind: 'none' } } as const;
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

test('Platt scaling of the logit, and its ends', () => {
  const platt = { kind: 'platt', slope: 2, intercept: -0.5 } as const;
  // logit(0.8) = log 4; sigmoid(2 log 4 - 0.5)
  assert.ok(Math.abs(calibrated(platt, 0.8) - 1 / (1 + Math.exp(0.5) / 16)) < 1e-12);
  assert.ok(calibrated(platt, 0) > 0 && calibrated(platt, 0) < 1e-11);
  assert.ok(calibrated(platt, 1) < 1 && calibrated(platt, 1) > 1 - 1e-11);
});

test('isotonic calibration is linear between its points and held beyond them', () => {
  const isotonic = { kind: 'isotonic', scores: [0.2, 0.4, 0.8], probabilities: [0.1, 0.1, 0.9] } as const;
  const expected = [[0, 0.1], [0.2, 0.1], [0.3, 0.1], [0.5, 0.3], [0.8, 0.9], [1, 0.9]] as const;
  for (const [pooled, probability] of expected) assert.ok(Math.abs(calibrated(isotonic, pooled) - probability) < 1e-12, `${pooled}`);
  assert.equal(calibrated({ kind: 'isotonic', scores: [0.5], probabilities: [0.3] }, 0.9), 0.3);
});

test('pooling and every kind of calibration give what the training computes', () => {
  const text = readFileSync(new URL('./fixtures/clip-score.json', import.meta.url), 'utf8');
  const { clips, cases } = JSON.parse(text) as { readonly clips: readonly (readonly number[])[]; readonly cases: readonly { readonly rule: ClipRule; readonly probabilities: readonly number[] }[] };
  assert.deepEqual(new Set(cases.map(({ rule: { calibration } }) => calibration.kind)), new Set(['none', 'platt', 'isotonic']));
  for (const { rule: trained, probabilities } of cases) {
    clips.forEach((clip, index) => {
      const got = clipProbability(trained, clip) ?? Number.NaN;
      assert.ok(Math.abs(got - (probabilities[index] ?? Number.NaN)) < 1e-9, `${trained.calibration.kind}, clip ${index}: ${got}, training ${probabilities[index]}`);
    });
  }
});

test('calibration comes after pooling', () => {
  const isotonic = { ...rule, calibration: { kind: 'isotonic', scores: [0, 1], probabilities: [0.5, 1] } } as const;
  assert.ok(Math.abs((clipProbability(isotonic, [0.1, 0.6]) ?? 0) - 0.8) < 1e-12);
});

test('verdicts: the band is closed below and open above', () => {
  assert.equal(clipVerdict(0.6, points), 'IS');
  assert.equal(clipVerdict(0.599, points), 'indeterminate');
  assert.equal(clipVerdict(0.4, points), 'indeterminate');
  assert.equal(clipVerdict(0.399, points), 'healthy');
});
