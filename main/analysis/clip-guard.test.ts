import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeClip } from './clip-guard.ts';
import type { FrameGuard } from './clip-guard.ts';

let drawn = 0;
/** A frame of lung that differs from every other. */
function frame(more: Partial<FrameGuard> = {}): FrameGuard {
  drawn += 20;
  return { score: 2, dark: false, flat: false, sketch: Float32Array.of(30, drawn % 251, 60), ...more };
}
const frames = (count: number, more: Partial<FrameGuard> = {}): FrameGuard[] => Array.from({ length: count }, () => frame(more));
const reason = (judgement: ReturnType<typeof judgeClip>): string => (typeof judgement === 'string' ? judgement : judgement.reason);

test('lung passes with its first eight frames, or all of a shorter clip, and not before', () => {
  assert.equal(judgeClip(frames(7), 100), 'undecided');
  assert.equal(judgeClip(frames(8), 100), 'passed');
  assert.equal(judgeClip(frames(2), 3), 'undecided');
  assert.equal(judgeClip(frames(1), 1), 'passed');
  assert.equal(judgeClip([], 0), 'undecided');
});

test('foreign frames are rejected when most of the visible ones are; single odd frames are not', () => {
  assert.equal(reason(judgeClip(frames(8, { score: -1 }), 100)), 'not-lung');
  assert.equal(judgeClip([...frames(5), ...frames(3, { score: -9 })], 100), 'passed');
  assert.equal(reason(judgeClip([...frames(3), ...frames(5, { score: -0.5 })], 100)), 'not-lung');
  assert.equal(reason(judgeClip(frames(1, { score: -1 }), 1)), 'not-lung');
});

test('black frames beside visible ones do not count, whatever their score', () => {
  assert.equal(judgeClip([...frames(7, { dark: true, score: -9 }), frame()], 100), 'passed');
  assert.equal(reason(judgeClip([...frames(7, { dark: true, score: 9 }), frame({ score: -1 })], 100)), 'not-lung');
});

test('a clip is dark only after many frames spread over it, or all it has', () => {
  assert.equal(judgeClip(frames(8, { dark: true }), 100), 'undecided');
  assert.equal(reason(judgeClip(frames(32, { dark: true }), 100)), 'dark');
  assert.equal(reason(judgeClip(frames(10, { dark: true }), 10)), 'dark');
  assert.equal(judgeClip([...frames(31, { dark: true }), frame()], 100), 'passed');
});

test('lit frames without structure are flat', () => {
  assert.equal(reason(judgeClip(frames(8, { flat: true, score: 3 }), 100)), 'flat');
  assert.equal(judgeClip([...frames(4, { flat: true, score: -3 }), ...frames(4)], 100), 'passed');
});

test('frames that all show one picture are frozen, but for compression; one, two or three frames are too few to tell', () => {
  const still = Array.from({ length: 8 }, (_, index) => frame({ sketch: Float32Array.of(40 + (index % 3), 90, 60) }));
  assert.equal(reason(judgeClip(still, 100)), 'frozen');
  for (const count of [1, 2, 3]) assert.equal(judgeClip(still.slice(0, count), count), 'passed');
  assert.equal(reason(judgeClip(still.slice(0, 4), 4)), 'frozen');
  assert.equal(judgeClip([...still.slice(0, 7), frame({ sketch: Float32Array.of(40, 90, 66) })], 100), 'passed');
});

test('every reason comes with a sentence', () => {
  for (const judgement of [judgeClip(frames(8, { score: -1 }), 8), judgeClip(frames(8, { dark: true }), 8), judgeClip(frames(8, { flat: true }), 8)]) {
    assert.ok(typeof judgement === 'object' && /^[A-Z].*\.$/.test(judgement.message));
  }
});
