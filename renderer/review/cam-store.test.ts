import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import type { GradCam, Result } from '../../preload/domain.ts';
import { camsWanted, createCamStore, mapOf } from './cam-store.ts';

const cam = (frame: number, maximum = 1): GradCam => ({
  frame,
  probability: 0.5,
  fused: { width: 1, height: 1, values: new Float32Array([frame]), clipMaximum: maximum },
  branches: [{ name: 'a', width: 1, height: 1, values: new Float32Array([0]), clipMaximum: 0 }],
});

function setUp(answer: (frame: number) => Result<GradCam | null>) {
  const asked: number[] = [];
  const arrived: number[] = [];
  let open = 0;
  let widest = 0;
  const store = createCamStore({
    load: async (frame) => {
      asked.push(frame);
      open += 1;
      widest = Math.max(widest, open);
      await turn();
      open -= 1;
      return answer(frame);
    },
    onArrive: (frame) => arrived.push(frame),
    capacity: 8,
  });
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 60; round += 1) await turn();
  };
  return { store, asked, arrived, settle, widest: () => widest };
}

test('asks in the order of urgency, a few at a time, and once a frame', async () => {
  const { store, asked, settle, widest } = setUp((frame) => ({ ok: true, value: cam(frame) }));
  store.want([3, 4, 5, 6, 7, 8]);
  store.want([3, 4, 9]);
  await settle();
  assert.deepEqual(asked, [3, 4, 5, 6, 9]);
  assert.ok(widest() <= 4);
  assert.equal(store.get(9)?.fused.values[0], 9);
});

test('keeps at most its capacity, the latest', async () => {
  const { store, settle } = setUp((frame) => ({ ok: true, value: cam(frame) }));
  store.want(Array.from({ length: 20 }, (_, i) => i));
  await settle();
  assert.equal(store.get(0), null);
  assert.ok(store.get(19) !== null);
});

test('the clip maximum only grows, and is kept a map', async () => {
  const maxima = [0, 0.5, 0.2];
  const { store, settle } = setUp((frame) => ({ ok: true, value: cam(frame, maxima[frame] ?? 0) }));
  store.want([0, 1, 2]);
  await settle();
  assert.equal(store.clipMaximum({ kind: 'fused' }), 0.5);
  assert.equal(store.clipMaximum({ kind: 'branch', name: 'a' }), 0);
});

test('an answer of another frame, none, or an error shows nothing and can be asked again', async () => {
  const { store, arrived, asked, settle } = setUp((frame) => {
    if (frame === 1) return { ok: true, value: cam(2) };
    if (frame === 2) return { ok: true, value: null };
    return { ok: false, error: { code: 'internal', message: '', hint: '' } };
  });
  store.want([1, 2, 3]);
  await settle();
  store.want([1]);
  await settle();
  assert.deepEqual(arrived, []);
  assert.deepEqual(asked, [1, 2, 3, 1]);
  assert.equal(store.get(1), null);
});

test('only scored frames are wanted, in play direction, round the end', () => {
  const scores = [0.1, null, 0.3, 0.4, null];
  assert.deepEqual(camsWanted(2, 1, scores, 9), [2, 3, 0]);
  assert.deepEqual(camsWanted(2, -1, scores, 2), [2, 0]);
  assert.deepEqual(camsWanted(2, 0, [0.1, 0.2, 0.3, 0.4, null], 9), [2, 3, 1, 0]);
  assert.deepEqual(camsWanted(0, 0, [], 4), []);
});

test('a branch is found by name', () => {
  assert.equal(mapOf(cam(7), { kind: 'branch', name: 'a' })?.clipMaximum, 0);
  assert.equal(mapOf(cam(7), { kind: 'branch', name: 'gone' }), null);
  assert.equal(mapOf(cam(7), { kind: 'fused' })?.values[0], 7);
});
