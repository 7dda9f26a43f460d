import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameOrder, openingFrames } from './frame-order.ts';

test('the order is a permutation of all frames', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), (count) => {
      const sorted = [...frameOrder(count)].sort((a, b) => a - b);
      assert.deepEqual(sorted, Array.from({ length: count }, (_, frame) => frame));
    }),
  );
});

test('the first frames lie evenly over the clip', () => {
  assert.deepEqual(Array.from(frameOrder(100).subarray(0, openingFrames)).sort((a, b) => a - b), [6, 18, 31, 43, 56, 68, 81, 93]);
  assert.deepEqual(Array.from(frameOrder(80).subarray(0, 4)).sort((a, b) => a - b), [5, 25, 45, 65]);
});

test('at any time the frames scored so far leave no large gap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
      const scored = Math.max(1, Math.floor(share * count));
      const seen = Array.from(frameOrder(count).subarray(0, scored)).sort((a, b) => a - b);
      const gaps = [...seen, count].map((frame, index) => frame - (seen[index - 1] ?? -1));
      // A level in progress leaves the gaps of the level before it: at most four times the ideal.
      assert.ok(Math.max(...gaps) <= Math.ceil((4 * count) / scored) + 1);
    }),
  );
});

test('a clip of one frame and an empty clip', () => {
  assert.deepEqual([...frameOrder(1)], [0]);
  assert.deepEqual([...frameOrder(0)], []);
});
