import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameOrder } from '../analysis/frame-order.ts';
import { createSchedule } from './schedule.ts';

const whole = { done: [], limit: null };

test('a later clip gets its 8 opening frames before an older clip goes finer', () => {
  const schedule = createSchedule();
  schedule.add({ key: 'old', frames: 50, ...whole });
  for (let taken = 0; taken < 10; taken += 1) schedule.next(1);
  schedule.add({ key: 'new', frames: 50, ...whole });
  const keys = Array.from({ length: 10 }, () => schedule.next(1)?.key);
  assert.deepEqual(keys, [...Array<string>(8).fill('new'), 'old', 'old']);
});

test('the frame on screen is next, once, and only while it waits', () => {
  const schedule = createSchedule();
  schedule.add({ key: 'a', frames: 50, ...whole });
  schedule.add({ key: 'b', frames: 50, ...whole });
  schedule.look('b', 17);
  assert.deepEqual(schedule.next(4), { key: 'b', frames: [17] });
  schedule.look('b', 17);
  assert.equal(schedule.next(1)?.key, 'a');
  schedule.look('unknown', 1);
  assert.equal(schedule.next(1)?.key, 'a');
});

test('a removed clip gives no more frames', () => {
  const schedule = createSchedule();
  schedule.add({ key: 'a', frames: 50, ...whole });
  schedule.remove('a');
  assert.equal(schedule.next(1), null);
});

test('a limit takes the coarse frames, and counts those done before', () => {
  const schedule = createSchedule();
  const order = [...frameOrder(100)];
  assert.equal(schedule.add({ key: 'a', frames: 100, done: order.slice(0, 3), limit: 10 }), 7);
  assert.deepEqual(schedule.next(100)?.frames, order.slice(3, 8));
  assert.deepEqual(schedule.next(100)?.frames, order.slice(8, 10));
  assert.equal(schedule.next(100), null);
});

test('whatever the looks and batch sizes, every frame that is not done comes exactly once', () => {
  const clip = fc.record({ frames: fc.integer({ min: 0, max: 60 }), done: fc.array(fc.nat(59)) });
  fc.assert(
    fc.property(fc.array(clip, { maxLength: 4 }), fc.array(fc.tuple(fc.nat(3), fc.nat(59), fc.integer({ min: 1, max: 9 }))), (clips, looks) => {
      const schedule = createSchedule();
      clips.forEach(({ frames, done }, index) => schedule.add({ key: String(index), frames, done, limit: null }));
      const got = clips.map((): number[] => []);
      for (let step = 0; ; step += 1) {
        const [key, frame, most] = looks[step] ?? [0, 0, 3];
        if (step < looks.length) schedule.look(String(key), frame);
        const group = schedule.next(most);
        if (group === null) break;
        got[Number(group.key)]?.push(...group.frames);
      }
      clips.forEach(({ frames, done }, index) => {
        const expected = Array.from({ length: frames }, (_, frame) => frame).filter((frame) => !done.includes(frame));
        assert.deepEqual(got[index]?.toSorted((a, b) => a - b), expected);
      });
    }),
  );
});
