import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { outlines } from './outline.ts';
import type { Loop } from './outline.ts';

/** Signed area: positive when the region lies on the right hand (y downwards), negative for a hole. */
function area(loop: Loop): number {
  let sum = 0;
  for (let i = 0; i < loop.length; i += 2) {
    const next = (i + 2) % loop.length;
    sum += (loop[i] ?? 0) * (loop[next + 1] ?? 0) - (loop[next] ?? 0) * (loop[i + 1] ?? 0);
  }
  return sum / 2;
}

test('one cell has one line around it', () => {
  const [loop, ...others] = outlines(Uint16Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0), 3, 1);
  assert.deepEqual(others, []);
  assert.deepEqual([...(loop ?? [])], [1.5, 1, 2, 1.5, 1.5, 2, 1, 1.5]);
});

test('a region with a hole has a line for each, the hole the other way round', () => {
  const size = 20;
  const labels = Uint16Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    const hole = x > 7 && x < 13 && y > 7 && y < 13;
    return x > 1 && x < 18 && y > 1 && y < 18 && !hole ? 5 : 2;
  });
  const areas = outlines(labels, size, 5).map(area).toSorted((one, other) => one - other);
  assert.equal(areas.length, 2);
  assert.ok(Math.abs((areas[0] ?? 0) + 25) < 6, String(areas[0]));
  assert.ok(Math.abs((areas[1] ?? 0) - 256) < 12, String(areas[1]));
});

test('cells that touch at a corner are two regions', () => {
  assert.equal(outlines(Uint16Array.of(1, 0, 0, 1), 2, 1).length, 2);
});

test('every line closes and stays within the grid, whatever the labels', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 64, maxLength: 64 }), (cells) => {
      const loops = outlines(Uint16Array.from(cells), 8, 1);
      assert.equal(loops.length > 0, cells.includes(1));
      for (const loop of loops) {
        assert.ok(loop.length >= 8 && loop.every((value) => value >= 0 && value <= 8));
        for (let i = 0; i < loop.length; i += 2) {
          const next = (i + 2) % loop.length;
          assert.ok(Math.hypot((loop[next] ?? 0) - (loop[i] ?? 0), (loop[next + 1] ?? 0) - (loop[i + 1] ?? 0)) <= 1.001);
        }
      }
    }),
  );
});
