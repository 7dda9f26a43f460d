/** Ridge regression against scikit-learn, and the whole of LIME's arithmetic against NumPy: fixtures/make_lime.py wrote what they answered. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { kernelWeight } from './perturb.ts';
import { RidgeSums, solvePositive } from './ridge.ts';
import type { RidgeSolution } from './ridge.ts';

interface Expected {
  readonly weights: readonly number[];
  readonly intercept: number;
  readonly fit: number;
}

interface Cases {
  readonly ridge: readonly (Expected & { readonly alpha: number; readonly rows: readonly string[]; readonly sampleWeights: readonly number[]; readonly targets: readonly number[] })[];
  readonly lime: readonly (Expected & { readonly masks: readonly string[]; readonly scores: readonly number[]; readonly kernel: readonly number[] })[];
}

const cases = JSON.parse(readFileSync(new URL('../fixtures/lime.json', import.meta.url), 'utf8')) as Cases;
const bits = (text: string): Uint8Array => Uint8Array.from(text, Number);
const near = (got: number, expected: number, what: string): void => assert.ok(Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${got}, expected ${expected}`);

function same(got: RidgeSolution | null, expected: Expected): void {
  assert.ok(got !== null);
  assert.equal(got.weights.length, expected.weights.length);
  expected.weights.forEach((weight, column) => near(got.weights[column] ?? Number.NaN, weight, `weight ${column}`));
  near(got.intercept, expected.intercept, 'intercept');
  near(got.fit, expected.fit, 'fit');
}

cases.ridge.forEach(({ alpha, rows, sampleWeights, targets, ...expected }, index) => {
  test(`ridge problem ${index + 1}, ${rows.length} samples of ${expected.weights.length} columns: scikit-learn's solution`, () => {
    const sums = new RidgeSums(expected.weights.length);
    rows.forEach((row, sample) => sums.add(bits(row), sampleWeights[sample] ?? 0, targets[sample] ?? 0));
    same(sums.solve(alpha), expected);
  });
});

cases.lime.forEach(({ masks, scores, kernel, ...expected }, index) => {
  test(`explanation ${index + 1}, ${masks.length} samples of ${expected.weights.length} superpixels: the reference's weights`, () => {
    const sums = new RidgeSums(expected.weights.length);
    masks.forEach((mask, sample) => {
      const weight = kernelWeight(bits(mask));
      near(weight, kernel[sample] ?? Number.NaN, `kernel of sample ${sample}`);
      sums.add(bits(mask), weight, scores[sample] ?? 0);
    });
    same(sums.solve(1), expected);
  });
});

test('the sums without some samples are the sums of the others', () => {
  const [all, some, others] = [new RidgeSums(4), new RidgeSums(4), new RidgeSums(4)];
  for (let sample = 0; sample < 16; sample += 1) {
    const on = Uint8Array.from([sample & 1, (sample >> 1) & 1, (sample >> 2) & 1, (sample >> 3) & 1]);
    const target = Math.sin(sample * 2.3);
    for (const sums of [all, sample % 3 === 0 ? some : others]) sums.add(on, 0.5 + sample / 16, target);
  }
  const rest = all.without(some).solve(1);
  assert.ok(rest !== null);
  same(others.solve(1), { ...rest, weights: [...rest.weights] });
});

test('no samples, no solution; samples that say nothing, no weights', () => {
  assert.equal(new RidgeSums(3).solve(1), null);
  const sums = new RidgeSums(3);
  for (const on of ['111', '101', '010']) sums.add(bits(on), 1, -2.5);
  assert.deepEqual(sums.solve(1), { weights: new Float64Array(3), intercept: -2.5, fit: 1 });
});

test('a matrix that is not positive definite is refused', () => {
  assert.deepEqual(solvePositive(Float64Array.of(4, 2, 2, 3), Float64Array.of(10, 8)).map((value) => Math.round(value * 1e9) / 1e9), Float64Array.of(1.75, 1.5));
  assert.throws(() => solvePositive(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1)), RangeError);
});
