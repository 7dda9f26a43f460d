import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadBundle } from '../inference/bundle.ts';
import { tinyBundle } from '../inference/fixtures/clips.ts';
import { onnxRuntime } from '../inference/onnx.ts';
import type { OnnxBinding } from '../inference/onnx.ts';
import { measureGraphs } from './bench-graphs.ts';

const loaded = await loadBundle(tinyBundle);
assert.ok(loaded.ok);
const bundle = loaded.value;
const query = { bundle, provider: 'cpu', precision: 'int8', threads: 1, turns: 5, against: null } as const;

/** Runs that take as long as the file's name says. */
const slowAndFast: OnnxBinding = {
  providers: () => ['cpu'],
  open: (path) => Promise.resolve({
    inputNames: ['frames'], outputNames: [], release: () => Promise.resolve(),
    run: () => new Promise((resolve) => setTimeout(() => resolve({}), path.includes('int8') ? 10 : path.includes('other') ? 60 : 30)),
  }),
};

test('variants are timed in turns against fp32, and the engine\'s against another graph', async () => {
  const measured = await measureGraphs({ ...query, binding: slowAndFast, against: 'other.onnx' });
  assert.ok(measured.ok);
  const [int8, fp32] = measured.value.variants;
  assert.deepEqual([int8?.precision, fp32?.precision, fp32?.timesFasterThanFp32], ['int8', 'fp32', 1]);
  assert.ok((int8?.timesFasterThanFp32 ?? 0) > 1.7 && (int8?.timesFasterThanFp32 ?? 9) < 4, JSON.stringify(int8));
  assert.ok((measured.value.against?.engineTimesFaster ?? 0) > 3.5, JSON.stringify(measured.value.against));
});

test('the real graphs run; one that cannot be opened is said', async () => {
  const real = await measureGraphs({ ...query, binding: onnxRuntime, against: join(tinyBundle, 'extractor.onnx') });
  assert.ok(real.ok && real.value.variants.every(({ msPerFrame }) => msPerFrame > 0) && real.value.against !== null);
  const broken = await measureGraphs({ ...query, binding: onnxRuntime, against: join(tinyBundle, 'head.json') });
  assert.ok(!broken.ok && broken.error.code === 'model-invalid');
});
