/** Every fit against what scikit-learn's own says of the same rows (fixtures/make_fits.py), and the same answer for the same seed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { z } from 'zod';
import { calibrated } from '../analysis/clip-score.ts';
import { figureOf } from '../analysis/metrics.ts';
import { auc } from '../analysis/discrimination.ts';
import { fitIsotonic, fitPlatt } from './calibrate.ts';
import { openGemm } from './gemm.ts';
import { fitLinearSvm, fitLogisticRegression } from './heads/linear-fit.ts';
import { fitPerceptron, perceptronLogits } from './heads/perceptron-fit.ts';
import { fitRbfSvm, gramMatrix, rbfDecisions } from './heads/rbf-svm-fit.ts';
import { binRows, growTree, leafValue } from './heads/tree-fit.ts';
import { fitBoosting, fitForest, sumOfTrees } from './heads/trees-fit.ts';
import { times } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { seededUniform } from './random.ts';

const numbers = z.array(z.number());
const stored = z.object({
  x: z.array(numbers), labels: numbers, weights: numbers, test: z.array(numbers), testLabels: numbers,
  logisticRegression: z.object({ c: z.number(), logits: numbers }), linearSvm: z.object({ c: z.number(), logits: numbers }),
  rbfSvm: z.object({ c: z.number(), gamma: z.number(), logits: numbers, support: z.number() }),
  tree: z.object({ maxDepth: z.number(), minLeaf: z.number(), shares: numbers, nodes: z.number() }),
  forest: z.object({ trees: z.number(), minLeaf: z.number(), tryFeatures: z.number(), shares: numbers, auc: z.number() }),
  boosting: z.object({ trees: z.number(), rate: z.number(), maxDepth: z.number(), minLeaf: z.number(), logits: numbers }),
  perceptron: z.object({ start: numbers, hidden: z.number(), alpha: z.number(), epochs: z.number(), rate: z.number(), logits: numbers }),
  platt: z.object({ scores: numbers, fit: numbers }), isotonic: z.object({ scores: numbers, grid: numbers, probabilities: numbers }),
}).parse(JSON.parse(readFileSync(new URL('./fixtures/fits.json', import.meta.url), 'utf8')));

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({ rows: rows.length, columns: rows[0]?.length ?? 0, values: Float32Array.from(rows.flat()) });
const x = matrix(stored.x);
const tested = matrix(stored.test);
const labels = Uint8Array.from(stored.labels);
const weights = Float64Array.from(stored.weights);
const examples = { x, labels, weights };
const everyRow = Uint32Array.from(labels, (_, row) => row);
const gemm = await openGemm();
after(() => gemm.release());

function near(got: ArrayLike<number>, expected: readonly number[], within: number): void {
  assert.equal(got.length, expected.length);
  const worst = Math.max(...expected.map((value, at) => Math.abs(value - (got[at] ?? Number.NaN))));
  assert.ok(worst < within, `largest difference ${worst}`);
}

test('matrix products are those of a plain loop', async () => {
  const product = await gemm.productTransposed(tested, x);
  const covariance = await gemm.transposedProduct(x, x);
  const at = (table: Matrix, row: number, column: number): number => table.values[row * table.columns + column] ?? Number.NaN;
  for (const [row, column] of [[0, 0], [7, 3], [59, 239]] as const) {
    near([at(product, row, column)], [stored.test[row]?.reduce((sum, value, k) => sum + value * (stored.x[column]?.[k] ?? 0), 0) ?? 0], 1e-4);
  }
  near([at(covariance, 2, 5)], [stored.x.reduce((sum, row) => sum + (row[2] ?? 0) * (row[5] ?? 0), 0)], 1e-3);
  near((await gemm.product(matrix([[1, 2], [3, 4]]), matrix([[5, 6], [7, 8]]))).values, [19, 22, 43, 50], 1e-6);
});

test('logistic regression and linear SVM decide as scikit-learn', () => {
  for (const [fit, expected] of [[fitLogisticRegression, stored.logisticRegression], [fitLinearSvm, stored.linearSvm]] as const) {
    const { weights: coefficients, bias } = fit(examples, { c: expected.c, tolerance: 1e-9, maxRounds: 1000 });
    near(times(tested, coefficients).map((value) => value + bias), expected.logits, 1e-4);
  }
});

test('RBF SVM decides as scikit-learn, with as many support vectors', async () => {
  const { c, gamma, logits, support } = stored.rbfSvm;
  const fit = fitRbfSvm(labels, weights, await gramMatrix(x, x, gamma, gemm), c, 1e-6);
  near(rbfDecisions(fit, await gramMatrix(tested, x, gamma, gemm)), logits, 1e-4);
  assert.ok(Math.abs(fit.support.length - support) <= 1, `${fit.support.length} vectors, ${support} expected`);
});

test('one tree is scikit-learn\'s, node by node', () => {
  const { maxDepth, minLeaf, shares, nodes } = stored.tree;
  const tree = growTree(binRows(x), { values: Float64Array.from(labels), weights }, everyRow, { maxDepth, minLeaf, tryFeatures: x.columns, uniform: seededUniform(1) });
  assert.equal(tree.value.length, nodes);
  near(Array.from({ length: tested.rows }, (_, row) => leafValue(tree, tested, row)), shares, 1e-6);
});

test('gradient boosting with all rows and features is scikit-learn\'s', () => {
  const { trees, rate, maxDepth, minLeaf, logits } = stored.boosting;
  const boosted = fitBoosting(examples, { trees, rate, maxDepth, minLeaf, tryFeatures: x.columns, share: 1, seed: 1 });
  near(sumOfTrees(boosted.trees, tested).map((sum) => boosted.initial + rate * sum), logits, 1e-5);
});

test('a random forest agrees with scikit-learn\'s as two seeds of its own would, and gives the same trees again', () => {
  const { trees, minLeaf, tryFeatures, shares, auc: expected } = stored.forest;
  const options = { trees, minLeaf, tryFeatures, maxDepth: 6, bootstrap: true, seed: 5 };
  const forest = fitForest(examples, options);
  const got = sumOfTrees(forest, tested).map((sum) => sum / trees);
  const apart = shares.reduce((sum, share, at) => sum + Math.abs(share - (got[at] ?? 0)), 0) / shares.length;
  assert.ok(apart < 0.03, `mean difference ${apart}`);
  const area = figureOf(shares.map((_, at) => ({ group: String(at), positive: stored.testLabels[at] === 1, score: got[at] ?? 0 })), auc);
  assert.ok(area !== null && Math.abs(area - expected) < 0.03, `AUC ${area}, scikit-learn ${expected}`);
  assert.deepEqual(fitForest(examples, options), forest);
  assert.notDeepEqual(fitForest(examples, { ...options, seed: 6 }), forest);
});

test('a perceptron walks scikit-learn\'s path from the same start, and draws the same start for the same seed', () => {
  const { start, hidden, alpha, epochs, rate, logits } = stored.perceptron;
  const options = { hidden, alpha, epochs, rate, batch: x.rows, shuffled: false, seed: 1 };
  near(perceptronLogits(fitPerceptron(x, labels, { ...options, start: Float64Array.from(start) }), tested), logits, 1e-4);
  const again = fitPerceptron(x, labels, { ...options, batch: 32, shuffled: true });
  assert.deepEqual(fitPerceptron(x, labels, { ...options, batch: 32, shuffled: true }), again);
  assert.notDeepEqual(fitPerceptron(x, labels, { ...options, batch: 32, shuffled: true, seed: 2 }), again);
});

test('calibrations are the reference\'s', () => {
  const { slope, intercept } = fitPlatt(stored.platt.scores, labels, weights);
  near([slope, intercept], stored.platt.fit, 1e-5);
  const isotonic = fitIsotonic(stored.isotonic.scores, [...labels].map((label) => label === 1));
  near(stored.isotonic.grid.map((score) => calibrated(isotonic, score)), stored.isotonic.probabilities, 1e-6);
});

test('separable, one-sided and constant examples give finite fits', async () => {
  const plain = { x: matrix([[1, 0], [2, 0], [-1, 0], [-2, 0]]), labels: Uint8Array.of(1, 1, 0, 0), weights: new Float64Array(4).fill(1) };
  const fit = fitLogisticRegression(plain, { c: 1e6 });
  assert.ok([...fit.weights, fit.bias].every((value) => Number.isFinite(value)) && (fit.weights[0] ?? 0) > 1);
  const machine = fitRbfSvm(plain.labels, plain.weights, await gramMatrix(plain.x, plain.x, 1, gemm), 1);
  assert.ok(rbfDecisions(machine, await gramMatrix(plain.x, plain.x, 1, gemm)).every((value, at) => value > 0 === (plain.labels[at] === 1)));
  const same = { ...plain, x: matrix([[1, 1], [1, 1], [1, 1], [1, 1]]) };
  assert.deepEqual(fitForest(same, { trees: 3, maxDepth: 3, minLeaf: 1, tryFeatures: 2, bootstrap: false, seed: 1 })[0]?.value, [0.5]);
  assert.ok(fitPlatt([1, 1], [true, true]).slope > 0);
});
