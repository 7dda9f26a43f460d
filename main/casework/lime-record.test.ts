import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lime } from '../../preload/domain.ts';
import { packLime, unpackLime } from './lime-record.ts';

const lime: Lime = {
  frame: 3, seed: 4_000_000_000, samples: 400, ofSamples: 400, settled: true, size: 224, probability: 0.1 + 0.2, fit: 0.7, stability: null,
  labels: Uint16Array.from({ length: 224 * 224 }, (_, pixel) => (pixel % 224 < 9 ? 65_535 : Math.floor(pixel / 6_000))), weights: Float32Array.of(0.5, -1e-9, 3),
};

test('a map comes back as it was, and small', async () => {
  const record = await packLime(lime);
  assert.ok(record.length < 4_000, `${record.length} bytes`);
  assert.deepEqual(await unpackLime(record), lime);
});

test('what is no such record is none', async () => {
  const record = await packLime(lime);
  assert.equal(await unpackLime(record.subarray(0, record.length - 9)), null);
  assert.equal(await unpackLime(new Uint8Array()), null);
  assert.equal(await unpackLime(await packLime({ ...lime, labels: lime.labels.subarray(1) })), null);
});
