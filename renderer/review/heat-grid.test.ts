import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CamMap, Sector } from '../../preload/domain.ts';
import { heatGrid, sampleGrid, unwrap } from './heat-grid.ts';

const map = (width: number, height: number, values: readonly number[]): CamMap => ({ width, height, values: Float32Array.from(values), clipMaximum: Math.max(...values) });

const fan: Sector = {
  kind: 'convex', apexX: 175, apexY: -60, leftAngle: -0.6, rightAngle: 0.6, innerRadius: 80, outerRadius: 400, box: { x: 0, y: 0, width: 350, height: 350 },
};

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

test('convex coordinates bend with the fan: same depth along an arc, same column along a ray', () => {
  for (const angle of [-0.55, -0.2, 0, 0.3, 0.58]) {
    const point = unwrap(fan, 175 + Math.sin(angle) * 240, -60 + Math.cos(angle) * 240);
    assert.ok(point !== null && Math.abs(point.v - 0.5) < 1e-9 && Math.abs(point.u - (angle + 0.6) / 1.2) < 1e-9);
  }
  const atEdge = unwrap(fan, 175 + Math.sin(-0.59) * 240, -60 + Math.cos(-0.59) * 240);
  assert.ok(atEdge !== null && Math.abs(atEdge.inside - 0.01 * 240) < 1e-6);
  assert.equal(unwrap(fan, 175, 10), null);
  assert.equal(unwrap(fan, 2, 20), null);
});

test('rectangular coordinates are those of the box', () => {
  const rect: Sector = { kind: 'rect', box: { x: 10, y: 20, width: 100, height: 50 } };
  assert.deepEqual(unwrap(rect, 60, 45), { u: 0.5, v: 0.5, inside: 25 });
  assert.equal(unwrap(rect, 5, 45), null);
});
