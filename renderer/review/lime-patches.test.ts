import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lime } from '../../preload/domain.ts';
import { isEmpty, limePatches, strongest } from './lime-patches.ts';

/** Four columns of superpixels. */
const lime = (weights: readonly number[], fit = 0.8): Lime => ({
  frame: 0, seed: 1, samples: 400, ofSamples: 400, settled: true, size: 224, labels: Uint16Array.from({ length: 224 * 224 }, (_, i) => Math.floor((i % 224) / 56)),
  weights: Float32Array.from(weights), probability: 0.9, fit, stability: 0.7,
});

test('the strongest come first, whichever way they speak; those without weight never', () => {
  assert.deepEqual(strongest(Float32Array.of(0.1, -0.5, 0, 0.3), 9), [1, 3, 0]);
  assert.deepEqual(strongest(Float32Array.of(0.1, -0.5, 0, 0.3), 1), [1]);
});

test('patches carry sign, strength and shape in unwrapped coordinates', () => {
  const patches = limePatches(lime([0.1, -0.5, 0, 0.25]), 2);
  assert.deepEqual(patches.map(({ superpixel, strength }) => [superpixel, strength]), [[1, 1], [3, 0.5]]);
  const [against] = patches;
  assert.ok(against !== undefined && against.weight < 0 && against.loops.length === 1);
  const us = [...(against.loops[0] ?? [])].filter((_, i) => i % 2 === 0);
  assert.ok(Math.abs(Math.min(...us) - 0.25) < 0.01 && Math.abs(Math.max(...us) - 0.5) < 0.01);
});

test('no weight or no fit is no evidence, however the noise looks', () => {
  assert.equal(isEmpty(lime([0, 0, 0, 0])), true);
  assert.equal(isEmpty(lime([0.1, -0.5, 0, 0.3], 0.05)), true);
  assert.equal(isEmpty(lime([0.1, -0.5, 0, 0.3], Number.NaN)), true);
  assert.deepEqual(limePatches(lime([0.1, -0.5, 0, 0.3], 0.05), 4), []);
  assert.equal(isEmpty(lime([0, 0.01, 0, 0])), false);
});
