import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTimeline } from './cine.ts';
import { createPlayer } from './player.ts';

/** A display that runs when told, and a store of frames that has only what it is given. */
function setUp(frames = 10, intervalMs = 40) {
  let now = 0;
  let waiting: ((now: number) => void) | null = null;
  const have = new Set<number>();
  const drawn: number[] = [];
  const wanted: number[] = [];
  const player = createPlayer({
    timeline: createTimeline(Array.from({ length: frames }, (_, i) => i * intervalMs), frames * intervalMs),
    draw: (frame) => {
      if (!have.has(frame)) return false;
      drawn.push(frame);
      return true;
    },
    lookAhead: (frame) => wanted.push(frame),
    clock: {
      now: () => now,
      request: (callback) => {
        waiting = callback;
        return 1;
      },
      cancel: () => {
        waiting = null;
      },
    },
  });
  const advance = (ms: number): void => {
    now += ms;
    const callback = waiting;
    waiting = null;
    callback?.(now);
  };
  const haveAll = (): void => {
    for (let i = 0; i < frames; i += 1) have.add(i);
  };
  return { player, advance, have, haveAll, drawn, wanted, idle: () => waiting === null };
}

test('a frame that is not read yet is asked for, and the earlier one keeps its own number', () => {
  const { player, have, drawn, wanted } = setUp();
  have.add(0);
  player.seek(0);
  player.seek(5);
  assert.deepEqual([player.state().wanted, player.state().shown], [5, 0]);
  assert.equal(wanted.at(-1), 5);
  have.add(5);
  player.arrived();
  assert.deepEqual([player.state().wanted, player.state().shown], [5, 5]);
  assert.equal(drawn.at(-1), 5);
});

test('playback draws a frame once, drops what the display has no time for, and rests when paused', () => {
  const { player, haveAll, advance, drawn, idle } = setUp();
  haveAll();
  player.play(1);
  for (let i = 0; i < 5; i += 1) advance(8);
  assert.deepEqual(drawn, [0, 1]);
  advance(120);
  assert.deepEqual(drawn, [0, 1, 4]);
  player.pause();
  advance(100);
  assert.equal(player.state().shown, 4);
  assert.ok(idle());
});

test('playback waits for a frame that is late, and goes on from there', () => {
  const { player, have, haveAll, advance } = setUp(100);
  have.add(0);
  player.play(1);
  for (let i = 0; i < 100; i += 1) advance(16);
  const held = player.state().wanted;
  assert.ok(held < 10, `ran on to ${held}`);
  assert.equal(player.state().shown, 0);
  haveAll();
  advance(16);
  assert.equal(player.state().shown, player.state().wanted);
  assert.ok(Math.abs((player.state().shown ?? 0) - held) <= 1);
});

test('a cleared canvas gets the frame on it back while another is still being read', () => {
  const { player, have, advance, drawn } = setUp();
  have.add(0);
  player.seek(0);
  player.seek(7);
  player.redraw();
  advance(16);
  assert.deepEqual(drawn, [0, 0]);
  assert.equal(player.state().shown, 0);
});

test('listeners hear of changes only, and of nothing after they leave', () => {
  const { player, haveAll } = setUp();
  haveAll();
  let heard = 0;
  const leave = player.subscribe(() => {
    heard += 1;
  });
  player.seek(3);
  player.seek(3);
  player.setLoop(false);
  assert.equal(heard, 2);
  leave();
  player.seek(4);
  assert.equal(heard, 2);
});

test('without loop it stops at the end by itself', () => {
  const { player, haveAll, advance, idle } = setUp(3);
  haveAll();
  player.setLoop(false);
  player.play(1);
  for (let i = 0; i < 20; i += 1) advance(16);
  assert.deepEqual(player.state(), { wanted: 2, shown: 2, direction: 0, speed: 1, loop: false });
  assert.ok(idle());
});
