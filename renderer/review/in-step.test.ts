import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTimeline } from './cine.ts';
import { follow, leadTo, leaderOf } from './in-step.ts';

const slow = createTimeline([0, 100, 200], 300);
const fast = createTimeline([0, 40, 80, 120, 160], 200);

test('the longer clip leads: by time or by frames', () => {
  assert.equal(leaderOf([fast, slow], 'time'), 1);
  assert.equal(leaderOf([fast, slow], 'frame'), 0);
  assert.equal(leaderOf([slow, slow], 'time'), 0);
  assert.equal(leaderOf([slow], 'time'), 0);
});

test('by time both show the same instant, by frame the same number; the shorter one stays on its last frame', () => {
  assert.deepEqual([0, 1, 2].map((frame) => follow('time', slow, fast, frame)), [0, 2, 4]);
  assert.deepEqual([0, 2, 4].map((frame) => follow('frame', fast, slow, frame)), [0, 2, 2]);
});

test('a scrub on the follower brings that frame on screen where the leader has an instant for it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.nat({ max: 60 }), (leaders, followers, pick) => {
      const clip = (frames: number, ms: number) => createTimeline(Array.from({ length: frames }, (_, i) => i * ms), frames * ms);
      const finer = clip(leaders, 10);
      const follower = clip(followers, 35);
      const frame = pick % followers;
      const shown = follow('time', finer, follower, leadTo('time', finer, follower, frame));
      const reachable = frame * 35 <= (leaders - 1) * 10;
      if (reachable) assert.equal(shown, frame);
      else assert.ok(shown <= frame);
    }),
  );
  assert.equal(leadTo('frame', fast, slow, 2), 2);
});
