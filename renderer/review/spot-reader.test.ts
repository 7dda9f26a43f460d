import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { createSpotReader } from './spot-reader.ts';

test('the latest frame asked for is the one that counts, and rest comes once after it', async () => {
  const heard: string[] = [];
  const spot = createSpotReader({
    read: (from, count) => Promise.resolve({ ok: true, value: new Uint8Array(count).fill(from) }),
    onArrive: (index) => heard.push(`frame ${index}`),
    onRest: () => heard.push('rest'),
    settleMs: 20,
  });
  spot.ask(1);
  spot.ask(2);
  await wait(5);
  assert.deepEqual(heard, ['frame 2']);
  assert.ok(spot.busy);
  spot.ask(2);
  spot.ask(3);
  await wait(60);
  assert.deepEqual(heard, ['frame 2', 'frame 3', 'rest']);
  assert.equal(spot.busy, false);
  assert.equal(spot.frame(2), null);
  assert.deepEqual(spot.frame(3), Uint8Array.of(3));
});

test('after cancel nothing is heard', async () => {
  const heard: string[] = [];
  const spot = createSpotReader({
    read: () => Promise.resolve({ ok: false, error: { code: 'store-corrupt', message: '', hint: '' } }),
    onArrive: () => heard.push('frame'),
    onRest: () => heard.push('rest'),
    settleMs: 0,
  });
  spot.ask(1);
  spot.cancel();
  await wait(5);
  assert.deepEqual(heard, []);
  spot.ask(4);
  await wait(5);
  assert.deepEqual(heard, ['rest']);
});
