/** The guard against what the training's own code says (fixtures/make_guard.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { z } from 'zod';
import { measurePicture } from './guard-picture.ts';
import { checkGuard, createGuard, guardSchema } from './guard.ts';
import { INPUT_SIZE } from './preprocess.ts';

const vector = z.array(z.number());
const stored = z
  .object({
    guard: guardSchema, pictures: z.array(z.object({ kind: z.enum(['blocks', 'noise', 'ramp', 'black', 'gray']), seed: z.int(), gain: z.number() })),
    features: z.array(vector), measures: z.array(vector), scores: vector, dark: z.array(z.boolean()), flat: z.array(z.boolean()),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'guard.json'), 'utf8')));

function numbers(seed: number, count: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

function picture({ kind, seed }: (typeof stored.pictures)[number]): Uint8Array {
  const pixels = INPUT_SIZE * INPUT_SIZE;
  if (kind === 'noise') return numbers(seed, pixels);
  const blocks = numbers(seed, 28 * 28);
  return Uint8Array.from({ length: pixels }, (_, at) => {
    const [row, column] = [Math.floor(at / INPUT_SIZE), at % INPUT_SIZE];
    if (kind === 'blocks') return blocks[(row >> 3) * 28 + (column >> 3)] ?? 0;
    return kind === 'ramp' ? (row >> 1) + Math.floor(column / 3) : seed;
  });
}

test('measures, scores, dark and flat are those of the training', () => {
  const guard = createGuard(stored.guard);
  stored.pictures.forEach((recipe, index) => {
    const image = picture(recipe);
    const expected = stored.measures[index] ?? [];
    measurePicture(image).measures.forEach((value, at) => assert.ok(Math.abs(value - (expected[at] ?? Number.NaN)) < 1e-6, `${recipe.kind}: measure ${at} is ${value}, not ${expected[at]}`));
    const found = guard.look(image, recipe.gain, Float32Array.from(stored.features[index] ?? []));
    assert.ok(Math.abs(found.score - (stored.scores[index] ?? Number.NaN)) < 1e-4, `${recipe.kind}: ${found.score} is not ${stored.scores[index]}`);
    assert.deepEqual([found.dark, found.flat], [stored.dark[index], stored.flat[index]], recipe.kind);
  });
  assert.ok(stored.dark.includes(true) && stored.flat.includes(true));
});

test('a sketch is a small copy of the picture', () => {
  const { sketch } = measurePicture(picture({ kind: 'ramp', seed: 0, gain: 255 }));
  assert.equal(sketch.length, 14 * 14);
  assert.ok(Math.abs((sketch[0] ?? 0) - (3.5 + 2.1875)) < 1e-3 && (sketch[195] ?? 0) > (sketch[0] ?? 0) + 100);
});

test('a guard for other features is not taken', () => {
  assert.equal(checkGuard(stored.guard, 12), null);
  assert.match(checkGuard(stored.guard, 13) ?? '', /12/);
  assert.match(checkGuard({ ...stored.guard, weights: [1] }, 12) ?? '', /weights/);
});

test('looking at a frame takes about a millisecond', () => {
  const features = 2_560;
  const projection = { rows: 24, columns: features, values: new Float32Array(24 * features).fill(0.01) };
  const wide = { ...stored.guard, features: { mean: Array<number>(features).fill(0), scale: Array<number>(features).fill(1), projection }, weights: Array<number>(46).fill(0.1) };
  const guard = createGuard(wide);
  const [image, input] = [picture({ kind: 'noise', seed: 1, gain: 255 }), new Float32Array(features).fill(0.5)];
  const times = Array.from({ length: 40 }, () => {
    const from = performance.now();
    guard.look(image, 200, input);
    return performance.now() - from;
  });
  // The quickest of many: other programs on the machine only ever make it slower.
  assert.ok(Math.min(...times) < 3, `${Math.min(...times)} ms`);
});
