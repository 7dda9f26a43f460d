/** The run on scores that are known: a linear one is found again, noise is not called stable. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sector } from '../../../preload/domain.ts';
import { cutOff } from './background.ts';
import { limeMap } from './lime.ts';
import type { LimeInput, LimeScorer } from './lime.ts';
import { createRandom, maskPair, perturbed } from './perturb.ts';
import { structureless } from './replacement.ts';
import { jaccard, strongest } from './stability.ts';

const side = 224;
const random = createRandom(9);
const tissue = Uint8Array.from({ length: side * side }, (_, pixel) => {
  const x = pixel % side;
  const y = Math.floor(pixel / side);
  return (x >= 90 && x < 120 && y >= 50 ? 190 : 70 + 30 * Math.sin(x / 15) * Math.cos(y / 11)) + 20 * (random() - 0.5);
});
const input: LimeInput = { image: tissue, background: null, seed: 4, ofSamples: 400 };

/** A "model" that looks at how much brighter the band is than the row beside it. */
const bandScorer: LimeScorer = (images) =>
  Promise.resolve(Float64Array.from(images, (image) => {
    let sum = 0;
    for (let y = 60; y < side; y += 4) for (let x = 92; x < 118; x += 3) sum += (image[y * side + x] ?? 0) - 70;
    return sum / 15_000 - 2;
  }));

function inBand(label: number, labels: Uint16Array): boolean {
  const pixels = [...labels.keys()].filter((pixel) => labels[pixel] === label);
  return pixels.filter((pixel) => pixel % side >= 90 && pixel % side < 120 && pixel >= 50 * side).length > pixels.length / 2;
}

test('superpixels that the score rests on get the weight, and it settles before the last sample', async () => {
  const map = await limeMap(input, bandScorer);
  assert.ok(map.settled && map.samples < 400, `${map.samples} samples`);
  assert.ok(map.fit > 0.99, `fit ${map.fit}`);
  assert.ok((map.stability ?? 0) >= 0.8);
  const logits = await bandScorer([tissue]);
  assert.equal(map.logit, logits[0]);
  assert.ok([...strongest(Float64Array.from(map.weights), 4)].every((label) => inBand(label, map.labels) && (map.weights[label] ?? 0) > 0));
  // The penalty leaves a little everywhere, for and against; in the band it adds up.
  const sum = (own: boolean): number => map.weights.reduce((part, weight, label) => part + (inBand(label, map.labels) === own ? weight : 0), 0);
  assert.ok(sum(true) > 8 * Math.abs(sum(false)), `${sum(true)} in the band, ${sum(false)} beside it`);
});

test('the same seed gives the same map, in groups of any size; another seed another one', async () => {
  const few = { ...input, ofSamples: 121 };
  const one = await limeMap(few, bandScorer, { group: 4 });
  assert.deepEqual(one, await limeMap(few, bandScorer, { group: 20 }));
  assert.notDeepEqual(one.weights, (await limeMap({ ...few, seed: 5 }, bandScorer)).weights);
});

test('a score that is noise runs to the last sample and is called unstable', async () => {
  const coin = createRandom(1);
  const map = await limeMap(input, (images) => Promise.resolve(Float64Array.from(images, () => coin() - 0.5)));
  assert.ok(map.settled && map.samples >= 399 && map.samples <= 400, `${map.samples} samples`);
  assert.ok((map.stability ?? 1) < 0.4, `stability ${map.stability}`);
});

test('progress comes with every group, and stability once it can be measured', async () => {
  const seen: [number, boolean][] = [];
  await limeMap({ ...input, ofSamples: 141 }, bandScorer, { group: 20, onProgress: ({ samples, stability }) => seen.push([samples, stability !== null]) });
  assert.deepEqual(seen.map(([samples]) => samples), [1, 21, 41, 61, 81, 101, 121, 141]);
  assert.deepEqual(seen.map(([, measured]) => measured), [false, false, false, false, false, true, true, true]);
});

test('an image without any ultrasound has nothing to explain', async () => {
  const map = await limeMap({ ...input, background: new Uint8Array(side * side).fill(1) }, bandScorer);
  assert.deepEqual([map.samples, map.settled, map.weights.length, map.stability], [1, true, 0, null]);
});

test('a scorer that fails fails the explanation', async () => {
  await assert.rejects(limeMap(input, () => Promise.reject(new Error('lost'))), /lost/);
});

test('partners are opposites; off means the typical gray of that depth, and background is never touched', () => {
  const [mask, opposite] = maskPair(40, createRandom(2));
  assert.ok(mask.every((on, index) => on + (opposite[index] ?? 9) === 1) && mask.includes(0) && mask.includes(1));
  const background = Uint8Array.from({ length: side * side }, (_, pixel) => (pixel % side < 10 ? 1 : 0));
  const image = tissue.map((level, pixel) => (background[pixel] === 1 ? 0 : level));
  const off = structureless(image, side, side, background);
  const labels = Uint16Array.from({ length: side * side }, (_, pixel) => (background[pixel] === 1 ? 65_535 : pixel % side < 112 ? 0 : 1));
  const changed = perturbed(image, off, labels, Uint8Array.of(0, 1));
  const row = image.subarray(100 * side + 10, 101 * side).toSorted();
  assert.equal(changed[100 * side + 50], row[Math.floor(row.length / 2)]);
  assert.equal(changed[100 * side + 150], image[100 * side + 150]);
  assert.equal(changed[100 * side + 5], 0);
});

test('what a frame cuts off a fan is background; a whole sector has none', () => {
  const fan: Sector = { kind: 'convex', apexX: 175, apexY: -218, leftAngle: -0.54, rightAngle: 0.54, innerRadius: 218, outerRadius: 532, box: { x: 0, y: 0, width: 350, height: 314 } };
  const background = cutOff(fan);
  assert.ok(background !== null);
  // The middle is seen to the end, the lower corners lie beside the frame.
  assert.deepEqual([background[200 * side + 112], background[200 * side], background[200 * side + 223]], [0, 1, 1]);
  assert.ok(cutOff({ kind: 'rect', box: { x: 3, y: 5, width: 90, height: 40 } }) === null);
});

test('the strongest are those of the largest absolute weight; likeness of two sets', () => {
  assert.deepEqual(strongest(Float64Array.of(0.1, -3, 2, 0), 2), new Set([1, 2]));
  assert.equal(jaccard(new Set([1, 2, 3]), new Set([2, 3, 4])), 0.5);
  assert.equal(jaccard(new Set(), new Set()), 1);
});
