import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  SPEEDS, clipTime, createCine, createTimeline, directionOf, frameAt, frameAtTime, hasEnded, nextSpeed, pause, play, reanchor, seek, setLoop, setSpeed, startOf, step,
} from './cine.ts';

/** Clips of 1 to 60 frames with variable intervals of 1 to 200 ms. */
const timelines = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }).map((intervals) => {
  let time = 0;
  const times = intervals.map((interval) => {
    const start = time;
    time += interval;
    return start;
  });
  return createTimeline(times, time);
});
const movies = timelines.filter((timeline) => timeline.starts.length > 1);

test('each frame is on screen from its own time to the next one, exactly', () => {
  fc.assert(
    fc.property(timelines, (timeline) => {
      timeline.starts.forEach((start, frame) => {
        const end = timeline.starts[frame + 1] ?? timeline.endMs;
        assert.equal(frameAtTime(timeline, start), frame);
        assert.equal(frameAtTime(timeline, (start + end) / 2), frame);
        assert.equal(frameAtTime(timeline, end - 1e-6), frame);
      });
    }),
  );
});

test('playing at any speed shows the frame of the elapsed clip time, after any number of loops', () => {
  fc.assert(
    fc.property(movies, fc.constantFrom(...SPEEDS), fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (timeline, speed, loops, part) => {
      const cine = play(setSpeed(createCine(timeline), speed, 0), 1, 50);
      const clipMs = part * timeline.endMs;
      const wallMs = 50 + (loops * timeline.endMs + clipMs) / speed;
      const shown = frameAt(cine, wallMs);
      const near = [frameAtTime(timeline, clipMs - 1e-5), frameAtTime(timeline, clipMs + 1e-5)];
      assert.ok(near.includes(shown) || (clipMs < 1e-5 && shown === timeline.starts.length - 1));
    }),
  );
});

test('how often the display asks does not change what is shown (no drift, frames are only dropped)', () => {
  fc.assert(
    fc.property(movies, fc.array(fc.double({ min: 0.1, max: 90, noNaN: true }), { maxLength: 80 }), fc.constantFrom(1 as const, -1 as const), (timeline, waits, direction) => {
      const cine = play(createCine(timeline), direction, 0);
      let held = cine;
      let now = 0;
      for (const wait of waits) {
        now += wait;
        held = reanchor(held, now);
      }
      assert.ok(Math.abs(clipTime(held, now) - clipTime(cine, now)) < 1e-6 || Math.abs(Math.abs(clipTime(held, now) - clipTime(cine, now)) - timeline.endMs) < 1e-6);
    }),
  );
});

test('pause keeps the frame on screen; a change of speed or loop does not move it', () => {
  fc.assert(
    fc.property(movies, fc.double({ min: 0, max: 5000, noNaN: true }), fc.constantFrom(...SPEEDS), fc.constantFrom(1 as const, -1 as const), (timeline, now, speed, direction) => {
      const cine = play(createCine(timeline), direction, 0);
      const shown = frameAt(cine, now);
      assert.equal(frameAt(pause(cine, now), now + 1234), shown);
      assert.equal(frameAt(setSpeed(cine, speed, now), now), shown);
      assert.equal(frameAt(setLoop(cine, false, now), now), shown);
    }),
  );
});

test('stepping visits every frame once in each direction and stops at the ends', () => {
  fc.assert(
    fc.property(timelines, (timeline) => {
      const count = timeline.starts.length;
      let cine = createCine(timeline);
      for (let frame = 1; frame < count; frame += 1) {
        cine = step(cine, 1, 0);
        assert.equal(frameAt(cine, 0), frame);
      }
      assert.equal(frameAt(step(cine, 1, 0), 0), count - 1);
      assert.equal(frameAt(step(cine, -count, 0), 0), 0);
    }),
  );
});

test('reverse play gives every frame its own length', () => {
  const timeline = createTimeline([0, 10, 40, 60], 100);
  const cine = play(seek(createCine(timeline), 3, 0), -1, 0);
  const seen = [0, 39, 41, 59, 61, 89, 91, 99, 101].map((now) => frameAt(cine, now));
  assert.deepEqual(seen, [3, 3, 2, 2, 1, 1, 0, 0, 3]);
});

test('without loop playback ends on the last frame, backwards on the first, and starts again from the other end', () => {
  const timeline = createTimeline([0, 40, 80], 120);
  const once = setLoop(createCine(timeline), false, 0);
  const forward = play(once, 1, 0);
  assert.equal(hasEnded(forward, 119), false);
  assert.equal(hasEnded(forward, 120), true);
  assert.equal(frameAt(forward, 10_000), 2);
  const again = play(pause(forward, 10_000), 1, 10_000);
  assert.equal(frameAt(again, 10_000), 0);
  const backward = play(once, -1, 0);
  assert.equal(frameAt(backward, 0), 2);
  assert.equal(hasEnded(backward, 200), true);
  assert.equal(frameAt(backward, 200), 0);
});

test('seeking while playing goes on from the frame sought', () => {
  const timeline = createTimeline([0, 40, 80, 120], 160);
  const cine = seek(play(createCine(timeline), 1, 0), 2, 1000);
  assert.equal(directionOf(cine), 1);
  assert.deepEqual([1000, 1039, 1041, 1085].map((now) => frameAt(cine, now)), [2, 2, 3, 0]);
});

test('a clip of one frame does not play, and one of none shows frame 0', () => {
  const single = createCine(createTimeline([0], 0));
  assert.equal(directionOf(play(single, 1, 0)), 0);
  assert.equal(frameAt(step(single, 5, 0), 0), 0);
  assert.equal(frameAt(createCine(createTimeline([], 0)), 5), 0);
});

test('times that stand still, run back or are missing keep every frame reachable', () => {
  const damaged = createTimeline([0, 40, 30, Number.NaN, 40, 80], 100);
  assert.deepEqual([...damaged.starts], [0, 40, 40, 40, 40, 80]);
  assert.equal(frameAt(step(createCine(damaged), 3, 0), 0), 3);
  const untimed = createTimeline([0, 0, 0], 0);
  assert.deepEqual([...untimed.starts], [0, 40, 80]);
  assert.equal(untimed.endMs, 120);
  assert.equal(startOf(createTimeline([500, 540], 80), 1), 40);
});

test('speeds step through the offered rates', () => {
  assert.equal(nextSpeed(1, 1), 1.5);
  assert.equal(nextSpeed(1, -1), 0.75);
  assert.equal(nextSpeed(4, 1), 4);
  assert.equal(nextSpeed(0.1, -1), 0.1);
  assert.equal(setSpeed(createCine(createTimeline([0, 1], 2)), 99, 0).speed, 4);
});
