import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Sector } from '../domain.ts';
import type { Stroke } from '../readings.ts';
import { coverageByFrame, joinedSpans, pleuraCoverage } from './line-geometry.ts';

const box = { x: 0, y: 0, width: 300, height: 300 };
const rect: Sector = { kind: 'rect', box };
const convex: Sector = { kind: 'convex', apexX: 150, apexY: -50, leftAngle: -0.6, rightAngle: 0.6, innerRadius: 60, outerRadius: 340, box };

function line(kind: Stroke['kind'], points: readonly (readonly [x: number, y: number])[], frame = 0): Stroke {
  return { kind, frame, points: points.map(([x, y]) => ({ x, y })) };
}

/** A point at an angle and a depth of the convex sector. */
const at = (angle: number, radius: number): readonly [number, number] => [150 + Math.sin(angle) * radius, -50 + Math.cos(angle) * radius];

test('a linear probe: shares of x', () => {
  const pleura = line('pleura', [[50, 60], [150, 58], [250, 61]]);
  const share = (...bLines: readonly Stroke[]) => pleuraCoverage(rect, [pleura, ...bLines], 0).share;
  assert.equal(share(), 0);
  assert.equal(share(line('b-line', [[100, 60], [150, 60]])), 0.25);
  assert.equal(share(line('b-line', [[100, 60], [150, 60]]), line('b-line', [[140, 60], [200, 60]])), 0.5);
  assert.equal(share(line('b-line', [[0, 60], [100, 60]])), 0.25);
  assert.equal(share(line('b-line', [[260, 60], [290, 60]])), 0);
  assert.equal(share(line('b-line', [[0, 60], [300, 60]])), 1);
});

test('a convex probe: shares of the angle, whatever the depth of the B-line', () => {
  const pleura = line('pleura', [at(-0.4, 120), at(0.4, 120)]);
  for (const depth of [120, 200, 330]) {
    const { share } = pleuraCoverage(convex, [pleura, line('b-line', [at(0, depth), at(0.2, depth)])], 0);
    assert.ok(share !== null && Math.abs(share - 0.25) < 1e-9, `${depth}: ${share}`);
  }
});

test('no pleura, no share; another frame counts for nothing', () => {
  assert.deepEqual(pleuraCoverage(rect, [line('b-line', [[10, 0], [20, 90]])], 0), { frame: 0, share: null, bLines: 1 });
  assert.deepEqual(pleuraCoverage(rect, [line('pleura', [[0, 9], [100, 9]]), line('b-line', [[0, 9], [50, 9]], 3)], 0), { frame: 0, share: 0, bLines: 0 });
  assert.deepEqual(coverageByFrame(rect, [line('pleura', [[0, 9], [100, 9]], 4), line('b-line', [[0, 9], [50, 9]], 4), line('pleura', [[0, 9], [9, 9]], 1)]), [
    { frame: 1, share: 0, bLines: 0 }, { frame: 4, share: 0.5, bLines: 1 },
  ]);
});

const point = fc.tuple(fc.integer({ min: 0, max: 299 }), fc.integer({ min: 0, max: 299 }));
const strokes = fc.array(fc.tuple(fc.constantFrom('pleura' as const, 'b-line' as const), fc.array(point, { minLength: 2, maxLength: 5 })), { maxLength: 8 });

test('the share lies within 0 and 1, never falls with another B-line, and does not depend on the order', () => {
  fc.assert(fc.property(fc.constantFrom(rect, convex), strokes, fc.array(point, { minLength: 2, maxLength: 4 }), (sector, drawn, more) => {
    const all = drawn.map(([kind, points]) => line(kind, points));
    const { share } = pleuraCoverage(sector, all, 0);
    const grown = pleuraCoverage(sector, [...all, line('b-line', more)], 0).share;
    const turned = pleuraCoverage(sector, all.toReversed(), 0).share;
    assert.equal(share === null, grown === null);
    if (share === null || grown === null || turned === null) return;
    assert.ok(share >= 0 && share <= 1 && grown >= share - 1e-9);
    assert.ok(Math.abs(turned - share) < 1e-9);
  }));
});

test('joined spans cover what the spans cover', () => {
  const span = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  fc.assert(fc.property(fc.array(span, { maxLength: 10 }), fc.nat(100), (spans, half) => {
    const inside = (list: readonly { from: number; to: number }[]) => list.some(({ from, to }) => from <= half / 2 && half / 2 <= to);
    assert.equal(inside(joinedSpans(spans)), inside(spans));
  }));
});
