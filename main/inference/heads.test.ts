import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHead, headSchema } from './heads.ts';

const parameters = headSchema.parse({
  kind: 'logistic-regression',
  input: { mean: [0.5, -1, 2], scale: [0.1, 2, 0.5] },
  weights: [0.3, -0.7, 0.2],
  bias: 0.4,
  calibration: { slope: 1.5, intercept: -0.2 },
});

test('logit and calibrated probability are those of the formula', () => {
  const { logit, probability } = createHead(parameters).score(Float32Array.of(0.6, 1, 1));
  // 0.4 + 0.3 * 1 - 0.7 * 1 + 0.2 * -2
  assert.ok(Math.abs(logit - -0.4) < 1e-6);
  assert.ok(Math.abs(probability - 1 / (1 + Math.exp(0.8))) < 1e-6);
});

test('the gradient is the slope of the calibrated logit by finite differences', () => {
  const head = createHead(parameters);
  const logit = (features: readonly number[]): number => 1.5 * head.score(Float32Array.from(features)).logit;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 3, maxLength: 3 }), (features) => {
      const gradient = head.gradient(Float32Array.from(features));
      features.forEach((value, index) => {
        const slope = (logit(features.with(index, value + 0.5)) - logit(features.with(index, value - 0.5))) / 1;
        assert.ok(Math.abs(slope - (gradient[index] ?? Number.NaN)) < 1e-5);
      });
    }),
  );
});

test('extreme features give probabilities, not NaN', () => {
  const head = createHead(parameters);
  assert.equal(head.score(Float32Array.of(1e6, 0, 0)).probability, 1);
  assert.equal(head.score(Float32Array.of(-1e6, 0, 0)).probability, 0);
});

test('a vector of another length and an unknown kind are refused', () => {
  assert.throws(() => createHead(parameters).score(new Float32Array(2)), RangeError);
  assert.equal(headSchema.safeParse({ ...parameters, kind: 'oracle' }).success, false);
});
