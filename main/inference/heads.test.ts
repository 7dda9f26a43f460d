/** Every kind of head against what scikit-learn says of the same rows, its gradient by finite differences, and its speed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { z } from 'zod';
import { checkHead, createHead, headSchema } from './heads.ts';

const fixture = z
  .object({ rows: z.array(z.array(z.number())), cases: z.array(z.object({ head: headSchema, gradients: z.array(z.array(z.number())), logits: z.array(z.number()), probabilities: z.array(z.number()) })) })
  .parse(JSON.parse(readFileSync(new URL('./fixtures/heads.json', import.meta.url), 'utf8')));
const rows = fixture.rows.map((row) => Float32Array.from(row));

test('the fixture has every kind, with and without projection', () => {
  const kinds = new Set(fixture.cases.map(({ head }) => head.kind));
  assert.deepEqual([...kinds].toSorted(), headSchema.options.map((option) => option.shape.kind.value).toSorted());
  assert.deepEqual(new Set(fixture.cases.map(({ head }) => head.input.projection === undefined)), new Set([true, false]));
});

/** Features are multiples of 2^-8 below 2^5, so that rows one step on are exact in 32 bits. Small enough to cross no kink of the fixture. */
const step = 2 ** -14;

for (const [index, { head: parameters, gradients, logits, probabilities }] of fixture.cases.entries()) {
  const name = `${parameters.kind}${parameters.input.projection === undefined ? '' : ', projected'} (${index})`;
  const head = createHead(parameters);

  test(`${name}: logits and probabilities are scikit-learn's`, () => {
    assert.equal(checkHead(parameters, 12), null);
    rows.forEach((row, at) => {
      const { logit, probability } = head.score(row);
      assert.ok(Math.abs(logit - (logits[at] ?? Number.NaN)) < 1e-5, `row ${at}: ${logit}, scikit-learn ${logits[at]}`);
      assert.ok(Math.abs(probability - (probabilities[at] ?? Number.NaN)) < 1e-5, `row ${at}: ${probability}, scikit-learn ${probabilities[at]}`);
    });
  });

  test(`${name}: the gradient is the slope of the calibrated logit by finite differences`, () => {
    let largest = 0;
    for (const row of rows) {
      const gradient = head.gradient(row);
      assert.equal(gradient.length, row.length);
      row.forEach((value, feature) => {
        const moved = (by: number): number => head.softLogit(row.with(feature, value + by));
        const slope = (moved(step) - moved(-step)) / (2 * step);
        const got = gradient[feature] ?? Number.NaN;
        assert.ok(Math.abs(slope - got) < 1e-4 * Math.max(1, Math.abs(slope)), `feature ${feature}: ${got}, by differences ${slope}`);
        largest = Math.max(largest, Math.abs(got));
      });
    }
    assert.ok(largest > 0.01, `${largest}`);
  });

  test(`${name}: the gradient is the training's own`, () => {
    rows.forEach((row, at) => {
      head.gradient(row).forEach((slope, feature) => {
        const expected = gradients[at]?.[feature] ?? Number.NaN;
        assert.ok(Math.abs(slope - expected) < 1e-5 * Math.max(1, Math.abs(expected)), `row ${at}, feature ${feature}: ${slope}, training ${expected}`);
      });
    });
  });

  test(`${name}: the softened logit is the score's own but for trees, and near it for trees with sharp splits`, () => {
    const sharp = 'trees' in parameters ? createHead({ ...parameters, softness: 1e-9 }) : head;
    const { slope, intercept } = parameters.calibration;
    for (const row of rows) assert.ok(Math.abs(sharp.softLogit(row) - (slope * head.score(row).logit + intercept)) < 1e-9);
  });

  test(`${name}: extreme features give probabilities, not NaN`, () => {
    for (const value of [1e6, -1e6]) {
      const { probability } = head.score(new Float32Array(12).fill(value));
      assert.ok(probability >= 0 && probability <= 1, `${probability}`);
      assert.ok(head.gradient(new Float32Array(12).fill(value)).every((slope) => Number.isFinite(slope)));
    }
  });
}

const common = { input: { mean: [0, 0], scale: [1, 1] }, calibration: { slope: 1, intercept: 0 } };
const tensor = (shape: readonly [number, number], values: readonly number[]) => ({ shape, f32: Buffer.from(Float32Array.from(values).buffer).toString('base64') });

test('nearest neighbours: votes are weight by distance, and a sample of distance 0 has the say', () => {
  const head = createHead(headSchema.parse({
    kind: 'k-nearest-neighbours', ...common, k: 2, samples: tensor([3, 2], [1, 0, 0, 2, 9, 9]), labels: [1, 0, 1], weights: [1, 3, 100],
  }));
  // 1 / 1 for the first, 3 / 2 for the second; the third is no neighbour. Share 0.4.
  assert.ok(Math.abs(head.score(Float32Array.of(0, 0)).probability - 0.4) < 1e-9);
  assert.ok(Math.abs(head.score(Float32Array.of(1, 0)).probability - 0.999) < 1e-6);
  assert.ok(head.gradient(Float32Array.of(1, 0)).every((slope) => slope === 0));
});

test('trees: a value on the threshold goes left', () => {
  const trees = [{ feature: [1, 0, 0], threshold: [0.5, 0, 0], left: [1, -1, -1], right: [2, -1, -1], value: [0, -2, 3] }];
  const head = createHead(headSchema.parse({ kind: 'gradient-boosting', ...common, initial: 1, rate: 0.5, trees }));
  assert.equal(head.score(Float32Array.of(9, 0.5)).logit, 0);
  assert.equal(head.score(Float32Array.of(-9, 0.75)).logit, 2.5);
});

test('an RBF machine far from its support vectors: no gradient at all', () => {
  const head = createHead(headSchema.parse({ kind: 'rbf-svm', ...common, gamma: 1, bias: 0.3, dual: [1, -1], support: tensor([2, 2], [0, 0, 1, 1]) }));
  assert.ok(head.gradient(Float32Array.of(0.2, 0)).some((slope) => slope !== 0));
  assert.deepEqual([...head.gradient(Float32Array.of(60, 60))], [0, 0].map((zero) => Math.abs(zero)));
  assert.equal(head.score(Float32Array.of(60, 60)).logit, 0.3);
});

const misfits: readonly (readonly [what: string, head: object, message: RegExp])[] = [
  ['mean of another length', { kind: 'linear-svm', ...common, input: { mean: [0], scale: [1, 1] }, weights: [1, 1], bias: 0 }, /made for 1\/2\/2 features/],
  ['too few weights', { kind: 'logistic-regression', ...common, weights: [1], bias: 0 }, /1 weights for 2/],
  ['a projection of other features', { kind: 'linear-svm', ...common, input: { ...common.input, projection: tensor([1, 3], [1, 2, 3]) }, weights: [1], bias: 0 }, /2\/2\/3/],
  ['support vectors without weight', { kind: 'rbf-svm', ...common, gamma: 1, bias: 0, dual: [1], support: tensor([2, 2], [1, 2, 3, 4]) }, /1 weights for 2 support/],
  ['more neighbours than samples', { kind: 'k-nearest-neighbours', ...common, k: 3, samples: tensor([2, 2], [1, 2, 3, 4]), labels: [0, 1], weights: [1, 1] }, /3 neighbours among 2/],
  ['a tree that runs in a circle', { kind: 'random-forest', ...common, trees: [{ feature: [0], threshold: [0], left: [0], right: [0], value: [1] }] }, /follow its parent/],
  ['a tree that asks for a third input', { kind: 'random-forest', ...common, trees: [{ feature: [2, 0, 0], threshold: [0, 0, 0], left: [1, -1, -1], right: [2, -1, -1], value: [0, 0, 1] }] }, /input 2 of 2/],
  ['layers that do not follow', { kind: 'mlp', ...common, activation: 'relu', layers: [{ weights: tensor([3, 2], [1, 2, 3, 4, 5, 6]), bias: [0, 0, 0] }, { weights: tensor([1, 2], [1, 2]), bias: [0] }] }, /follows 3/],
  ['two outputs', { kind: 'mlp', ...common, activation: 'relu', layers: [{ weights: tensor([2, 2], [1, 2, 3, 4]), bias: [0, 0] }] }, /2 outputs/],
];

for (const [what, head, message] of misfits) {
  test(`${what}: refused with the reason`, () => assert.match(checkHead(headSchema.parse(head), 2) ?? '', message));
}

test('an unknown kind, a tensor of too few bytes or with values that are no numbers are not in the format; a vector of another length is a bug', () => {
  const machine = { kind: 'rbf-svm', ...common, gamma: 1, bias: 0, dual: [1] };
  assert.equal(headSchema.safeParse({ ...machine, kind: 'oracle', support: tensor([1, 2], [1, 2]) }).success, false);
  assert.equal(headSchema.safeParse({ ...machine, support: tensor([2, 2], [1, 2]) }).success, false);
  assert.equal(headSchema.safeParse({ ...machine, support: tensor([1, 2], [1, Number.NaN]) }).success, false);
  assert.throws(() => createHead(headSchema.parse({ ...machine, support: tensor([1, 2], [1, 2]) })).score(new Float32Array(3)), RangeError);
});

test('an RBF machine of 1,500 support vectors in 256 dimensions judges a frame of 2,816 features in less than 5 ms', () => {
  const [features, dimensions, vectors] = [2816, 256, 1500];
  const noise = (length: number): number[] => Array.from({ length }, (_, index) => Math.sin(index * 12.9898) * 0.05);
  const head = createHead(headSchema.parse({
    kind: 'rbf-svm', calibration: { slope: 1, intercept: 0 }, gamma: 0.01, bias: 0, dual: noise(vectors), support: tensor([vectors, dimensions], noise(vectors * dimensions)),
    input: { mean: noise(features), scale: Array<number>(features).fill(1), projection: tensor([dimensions, features], noise(dimensions * features)) },
  }));
  const frame = Float32Array.from(noise(features));
  const times = Array.from({ length: 15 }, () => {
    const from = performance.now();
    head.score(frame);
    return performance.now() - from;
  });
  const best = Math.min(...times);
  assert.ok(best < 5, `${best} ms`);
});
