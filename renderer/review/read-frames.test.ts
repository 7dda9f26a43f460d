import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFrameReader } from './read-frames.ts';

const shape = { count: 10, width: 4, height: 2, channels: 1 as const };
const headers = { 'x-frame-width': '4', 'x-frame-height': '2', 'x-frame-channels': '1' };
const signal = new AbortController().signal;

function reader(answer: () => Response, seen: string[] = []) {
  return createFrameReader('c-1', shape, (url) => {
    if (typeof url === 'string') seen.push(url);
    return Promise.resolve(answer());
  });
}

test('asks for the frames by index and gives their bytes', async () => {
  const seen: string[] = [];
  const answer = await reader(() => new Response(new Uint8Array(24), { headers }), seen)(2, 3, signal);
  assert.ok(answer.ok && answer.value.length === 24);
  assert.deepEqual(seen, ['/media/clips/c-1/frames?from=2&count=3']);
});

test('refuses an answer that is short, of another size, or of other channels', async () => {
  const bad = [
    new Response(new Uint8Array(23), { headers }),
    new Response(new Uint8Array(24), { headers: { ...headers, 'x-frame-width': '2', 'x-frame-height': '4' } }),
    new Response(new Uint8Array(24), { headers: { ...headers, 'x-frame-channels': '3' } }),
    new Response(new Uint8Array(24)),
  ];
  for (const response of bad) {
    const answer = await reader(() => response)(2, 3, signal);
    assert.ok(!answer.ok && answer.error.code === 'store-corrupt');
  }
});

test('a missing clip and a failed connection say so', async () => {
  const missing = await reader(() => new Response(null, { status: 404 }))(0, 1, signal);
  assert.ok(!missing.ok && missing.error.code === 'not-found');
  const cut = await createFrameReader('c', shape, () => Promise.reject(new TypeError('cut')))(0, 1, signal);
  assert.ok(!cut.ok && cut.error.hint.length > 0);
});
