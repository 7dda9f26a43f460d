import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { brier, expectedCalibrationError, reliability } from './calibration.ts';
import { precisionRecallCurve, rocCurve, thresholdSweep } from './curves.ts';
import { auc, averagePrecision } from './discrimination.ts';
// What scikit-learn says of the same cases.
import reference from './fixtures/metrics.json' with { type: 'json' };
import { figureOf, once, sampleOf } from './metrics.ts';
import type { Case, Figure } from './metrics.ts';
import { atThreshold, confusion, coverage, outsideBand } from './thresholds.ts';

const cases: readonly Case[] = reference.cases;
const someCase = fc.record({ group: fc.constantFrom('a', 'b', 'c', 'd', 'e'), positive: fc.boolean(), score: fc.integer({ min: 0, max: 9 }).map((n) => n / 10) });

function near(got: number | null, expected: number | null, what: string): void {
  assert.ok(got !== null && expected !== null ? Math.abs(got - expected) < 1e-12 : got === expected, `${what}: ${got} for ${expected}`);
}

test('figures are those of scikit-learn', () => {
  near(figureOf(cases, auc), reference.auc, 'AUC');
  near(figureOf(cases, averagePrecision), reference.averagePrecision, 'average precision');
  near(figureOf(cases, brier), reference.brier, 'Brier');
  near(figureOf(cases, expectedCalibrationError), reference.ece, 'ECE');
  assert.deepEqual(confusion(cases, reference.threshold), reference.confusion);
  for (const name of ['accuracy', 'sensitivity', 'specificity', 'precision', 'f1'] as const) near(figureOf(cases, atThreshold(name, reference.threshold)), reference[name], name);
});

test('curves are those of scikit-learn', () => {
  const roc = rocCurve(cases);
  assert.ok(roc.every((point) => reference.roc.some(([x = 0, y = 0]) => Math.abs(x - point.falsePositiveRate) < 1e-12 && Math.abs(y - point.sensitivity) < 1e-12)));
  const area = roc.slice(1).reduce((sum, point, index) => {
    const before = roc[index] ?? point;
    return sum + ((point.falsePositiveRate - before.falsePositiveRate) * (point.sensitivity + before.sensitivity)) / 2;
  }, 0);
  near(Math.round(area * 1e9), Math.round(reference.auc * 1e9), 'area under the corners');
  const points = precisionRecallCurve(cases);
  // scikit-learn 1.2 lists every threshold, as here.
  assert.equal(points.length, reference.precisionRecall.length);
  points.forEach((point, index) => {
    near(point.recall, reference.precisionRecall[index]?.[0] ?? null, 'recall');
    near(point.precision, reference.precisionRecall[index]?.[1] ?? null, 'precision');
  });
  assert.deepEqual([rocCurve([]), precisionRecallCurve(cases.filter((item) => item.positive))], [[], []]);
});

test('AUC equals the share of pairs in the right order, ties half', () => {
  fc.assert(
    fc.property(fc.array(someCase, { maxLength: 40 }), (drawn) => {
      const positive = drawn.filter((item) => item.positive);
      const negative = drawn.filter((item) => !item.positive);
      const pairs = positive.flatMap((p) => negative.map((n) => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)));
      near(figureOf(drawn, auc), pairs.length === 0 ? null : pairs.reduce<number>((sum, value) => sum + value, 0) / pairs.length, 'AUC');
    }),
  );
});

test('a group drawn twice counts as if its cases stood there twice', () => {
  const figures: readonly Figure[] = [auc, averagePrecision, brier, expectedCalibrationError, atThreshold('f1', 0.5), outsideBand('accuracy', 0.3, 0.6), coverage(0.3, 0.6)];
  fc.assert(
    fc.property(fc.array(someCase, { maxLength: 30 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 }), (drawn, counts) => {
      const names = [...new Set(drawn.map((item) => item.group))];
      const copies = drawn.flatMap((item) => Array.from({ length: counts[names.indexOf(item.group)] ?? 0 }, () => item));
      for (const figure of figures) {
        const weighted = figure(sampleOf(drawn))(counts);
        const copied = figureOf(copies, figure);
        assert.ok(weighted === null || copied === null ? weighted === copied : Math.abs(weighted - copied) < 1e-9, `${weighted} ${copied}`);
      }
    }),
  );
});

test('with one class only, what needs both is not defined and the rest is', () => {
  const only = cases.filter((item) => item.positive);
  assert.deepEqual([auc, averagePrecision, atThreshold('specificity', 0.5)].map((figure) => figureOf(only, figure)), [null, null, null]);
  assert.ok(figureOf(only, brier) !== null && figureOf(only, atThreshold('sensitivity', 0.5)) !== null);
  assert.deepEqual([brier, expectedCalibrationError, atThreshold('accuracy', 0.5)].map((figure) => figureOf([], figure)), [null, null, null]);
});

test('the band leaves cases uncalled; its lower end is inside, its upper outside', () => {
  const some: Case[] = [[0.1, false], [0.3, true], [0.59, false], [0.6, true], [0.9, false]].map(([score, positive]) => ({ group: 'a', score: Number(score), positive: positive === true }));
  assert.equal(figureOf(some, coverage(0.3, 0.6)), 3 / 5);
  assert.equal(figureOf(some, outsideBand('accuracy', 0.3, 0.6)), 2 / 3);
});

test('bins of the reliability plot hold all cases; the sweep goes from all called to none', () => {
  const bins = reliability(cases);
  assert.equal(bins.reduce((sum, bin) => sum + bin.cases, 0), cases.length);
  assert.ok(bins.every((bin) => bin.meanScore >= bin.from && bin.meanScore <= bin.to));
  const sweep = thresholdSweep(cases);
  assert.deepEqual([sweep[0]?.sensitivity, sweep[0]?.specificity, sweep.length], [1, 0, 101]);
  assert.deepEqual(once(sampleOf(cases)).length, new Set(cases.map((item) => item.group)).size);
});
