import assert from 'node:assert/strict';
import { test } from 'node:test';
import { massInside, peakOf, rankCorrelation, refined, touches } from './explanation-map.ts';
// What SciPy says of the same lists.
import reference from './fixtures/metrics.json' with { type: 'json' };

test('a refined map keeps the cells\' values at their middles and peaks between equal neighbours', () => {
  const grid = { width: 3, height: 2, values: [0, 4, 4, 0, 1, 2] };
  // 15 x 15: each cell of the grid has a middle sample across, none down; so compare along the rows of a square grid.
  const square = refined({ width: 3, height: 3, values: [1, 2, 3, 4, 9, 6, 7, 8, 5] }, 15);
  assert.deepEqual([2, 7, 12].flatMap((row) => [2, 7, 12].map((column) => Math.round(1e9 * (square[row * 15 + column] ?? 0)) / 1e9)), [1, 2, 3, 4, 9, 6, 7, 8, 5]);
  const fine = refined(grid, 30);
  assert.ok(fine.every((value) => value >= 0));
  const peak = peakOf(fine) ?? -1;
  // Cells 1 and 2 across hold 4: the peak lies between their middles (14.5 and 24.5), in the upper half.
  assert.ok(peak % 30 > 14 && peak % 30 < 26 && peak < 15 * 30, `${peak}`);
  assert.equal(peakOf(new Float64Array(9)), null);
  const upper = Uint8Array.from({ length: 900 }, (_, pixel) => (pixel < 450 ? 1 : 0));
  assert.ok((peakOf(refined(grid, 30, upper)) ?? 0) >= 450, 'no peak where there is no image');
});

test('mass and peak against a mask, with and without tolerance', () => {
  const mask = { width: 4, height: 4, inside: Uint8Array.from({ length: 16 }, (_, index) => (index % 4 === 0 ? 1 : 0)) };
  assert.equal(massInside(new Float64Array(16).fill(2), mask), 0.25);
  assert.equal(massInside(new Float64Array(16), mask), null);
  assert.deepEqual([[4, 0, 0], [5, 0, 0], [5, 1, 0], [5, 0, 3], [6, 1.9, 1], [6, 2, 0]].map(([at = 0, across = 0, down = 0]) => touches(mask, at, across, down)), [true, false, true, false, false, true]);
});

test('rank correlation is SciPy\'s, and not defined for a flat map', () => {
  const scores = reference.cases.map((item) => item.score);
  const got = rankCorrelation(scores, reference.other);
  assert.ok(got !== null && Math.abs(got - reference.spearman) < 1e-12);
  assert.equal(rankCorrelation([1, 1, 1], [1, 2, 3]), null);
  assert.throws(() => rankCorrelation([1], [1, 2]), RangeError);
});
