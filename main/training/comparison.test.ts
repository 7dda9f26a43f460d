/** The whole comparison on made-up features: what is learnt, what is not, the same with one thread or two, and the learning curve. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareHeads } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { openFitPool } from './fit-pool.ts';
import { fitPowerLaw, learningCurve } from './learning-curve.ts';
import { testMaterial } from './test-material.ts';
import type { TestMaterialOptions } from './test-material.ts';

async function compared(options: TestMaterialOptions, threads: number, learning: boolean): Promise<Comparison> {
  const material = testMaterial(options);
  const pool = openFitPool(new URL('./fit-worker.ts', import.meta.url), material, threads);
  try {
    const control = { run: pool.run, onProgress: () => {}, onRow: () => {}, breath: () => Promise.resolve() };
    return await compareHeads(material, { kinds: ['logistic-regression', 'rbf-svm', 'k-nearest-neighbours'], folds: 3, seed: 2, learning }, control);
  } finally {
    await pool.close();
  }
}

test('heads are compared on each branch and fused, the same whatever the threads, and the curve rises', async () => {
  const options = { patients: 24, clipsEach: 2, rowsEach: 2, seed: 1 };
  const [one, two] = await Promise.all([compared(options, 1, true), compared(options, 2, true)]);
  assert.deepEqual(one.rows.map(({ features, head }) => `${features} ${head}`), ['a', 'b', 'fused'].flatMap((set) => ['logistic-regression', 'rbf-svm', 'k-nearest-neighbours'].map((head) => `${set} ${head}`)));
  assert.deepEqual({ ...two, seconds: null }, { ...one, seconds: null });
  const auc = one.outOfFold.auc?.value ?? 0;
  assert.ok(auc > 0.85, `AUC ${auc}`);
  assert.equal(one.outOfFold.cases, 48);
  assert.deepEqual(one.rows[0]?.patient.cases, 24);
  assert.deepEqual(Object.keys(one.alone), ['a', 'b']);
  const points = one.learning?.points ?? [];
  assert.equal(points.length, 4);
  assert.ok(points.every(({ patients }, at) => at === 0 || patients > (points[at - 1]?.patients ?? 0)));
});

test('labels without any sign in the features give an AUC around chance: nothing leaks', async () => {
  const { outOfFold, rows } = await compared({ patients: 30, clipsEach: 2, rowsEach: 3, seed: 3, apart: 0 }, 2, false);
  assert.ok(Math.abs((outOfFold.auc?.value ?? 0) - 0.5) < 0.27, `AUC ${outOfFold.auc?.value}`);
  const mean = rows.reduce((sum, row) => sum + (row.clip.auc?.value ?? 0.5), 0) / rows.length;
  assert.ok(Math.abs(mean - 0.5) < 0.17, `mean AUC ${mean}`);
});

test('a power law is found again, a flat or rising error has none', () => {
  const law = { floor: 0.1, scale: 0.6, exponent: 0.5 };
  const points = [10, 20, 40, 80].map((n) => ({ n, error: law.floor + law.scale * n ** -law.exponent }));
  const found = fitPowerLaw(points);
  assert.ok(found !== null && found.exponent === 0.5 && Math.abs(found.floor - 0.1) < 1e-9 && Math.abs(found.scale - 0.6) < 1e-9);
  assert.equal(fitPowerLaw(points.map(({ n, error }) => ({ n, error: 1 - error }))), null);
  assert.equal(fitPowerLaw(points.slice(0, 2)), null);
});

test('the forecast has an interval, and words that promise nothing', () => {
  const size = (patients: number, strength: number) => ({
    patients, repeats: [Array.from({ length: 40 }, (_, at) => ({ group: `p${at % 20}`, positive: at % 2 === 0, score: strength * (at % 2 === 0 ? 1 : 0) + Math.sin(at * 12.9898) }))],
  });
  const curve = learningCurve([size(5, 0.2), size(10, 0.7), size(15, 1), size(20, 1.2)], 1);
  assert.ok(curve.law !== null && curve.forecast.length === 3);
  for (const { auc } of [...curve.points, ...curve.forecast]) assert.ok(auc.low <= auc.value && auc.value <= auc.high && auc.high <= 1);
  assert.match(curve.words, /no promise/);
  const flat = learningCurve([size(5, 1), size(10, 1), size(20, 1)], 1);
  assert.equal(flat.law, null);
  assert.match(flat.words, /may not help/);
});
