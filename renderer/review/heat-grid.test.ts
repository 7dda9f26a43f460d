import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CamMap } from '../../preload/domain.ts';
import { heatGrid, sampleGrid } from './heat-grid.ts';

const map = (width: number, height: number, values: readonly number[]): CamMap => ({ width, height, values: Float32Array.from(values), clipMaximum: Math.max(...values) });

test('a map without evidence in the whole clip gives no grid', () => {
  assert.equal(heatGrid(map(2, 2, [0, 0, 0, 0]), 0), null);
  assert.equal(heatGrid(map(2, 2, [0, 0, 0, 0]), Number.NaN), null);
  assert.equal(heatGrid({ ...map(2, 2, [1, 1, 1, 1]), width: 3 }, 1), null);
});

test('values stay within 0..1, and an even map stays even', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.float({ min: 0, max: 5, noNaN: true })), (width, height, stream) => {
      const values = Array.from({ length: width * height }, () => stream.next().value ?? 0);
      const grid = heatGrid(map(width, height, values), 5);
      assert.ok(grid !== null && grid.values.every((value) => value >= 0 && value <= 1));
      const even = heatGrid(map(width, height, values.map(() => 2)), 4);
      assert.ok(even !== null && even.values.every((value) => Math.abs(value - 0.5) < 1e-6));
    }),
  );
});

test('the finer grid keeps the coarse values at the cells’ middles, in rows and columns', () => {
  const coarse = map(3, 2, [0, 1, 2, 3, 4, 5]);
  const grid = heatGrid(coarse, 5);
  assert.ok(grid !== null);
  for (let row = 0; row < 2; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const value = sampleGrid(grid, (column + 0.5) / 3, (row + 0.5) / 2) * 5;
      assert.ok(Math.abs(value - (coarse.values[row * 3 + column] ?? 0)) < 1e-5, `${row} ${column}: ${value}`);
    }
  }
});
