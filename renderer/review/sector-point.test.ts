import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Sector } from '../../preload/domain.ts';
import { scaledSector, unwrap, wrap } from './sector-point.ts';

const fan: Sector = {
  kind: 'convex', apexX: 175, apexY: -60, leftAngle: -0.6, rightAngle: 0.6, innerRadius: 80, outerRadius: 400, box: { x: 0, y: 0, width: 350, height: 350 },
};

const rect: Sector = { kind: 'rect', box: { x: 10, y: 20, width: 100, height: 50 } };

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
  assert.deepEqual(unwrap(rect, 60, 45), { u: 0.5, v: 0.5, inside: 25 });
  assert.equal(unwrap(rect, 5, 45), null);
});

test('the way back leads to where it came from', () => {
  const inside = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(fan, rect), inside, inside, (sector, u, v) => {
      const { x, y } = wrap(sector, u, v);
      const back = unwrap(sector, x, y);
      assert.ok(back !== null && Math.abs(back.u - u) < 1e-9 && Math.abs(back.v - v) < 1e-9);
    }),
  );
});

test('in a scaled picture a point keeps its place in the sector', () => {
  for (const sector of [fan, rect]) {
    const { x, y } = wrap(sector, 0.3, 0.6);
    const scaled = wrap(scaledSector(sector, 0.4, 7, 3), 0.3, 0.6);
    assert.ok(Math.abs(scaled.x - ((x + 0.5) * 0.4 - 0.5 + 7)) < 1e-9 && Math.abs(scaled.y - ((y + 0.5) * 0.4 - 0.5 + 3)) < 1e-9);
  }
});
