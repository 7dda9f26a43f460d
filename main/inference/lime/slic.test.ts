import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSuperpixel } from './connect.ts';
import type { Superpixels } from './connect.ts';
import { createRandom } from './perturb.ts';
import { superpixels } from './slic.ts';

const side = 224;

function image(level: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, pixel) => Math.round(level(pixel % side, Math.floor(pixel / side))));
}

const speckle = (seed: number): Uint8Array => {
  const random = createRandom(seed);
  return image((x, y) => 90 + 60 * Math.sin(x / 40) * Math.cos(y / 25) + 80 * (random() - 0.5));
};

const segment = (pixels: Uint8Array, background: Uint8Array | null = null): Superpixels => superpixels(pixels, { width: side, height: side, wanted: 56, background });

/** Number of 4-connected pieces that the superpixels fall into. */
function pieceCount(labels: Uint16Array): number {
  const seen = new Uint8Array(labels.length);
  let count = 0;
  for (let first = 0; first < labels.length; first += 1) {
    if (seen[first] === 1 || labels[first] === noSuperpixel) continue;
    count += 1;
    const stack = [first];
    seen[first] = 1;
    while (stack.length > 0) {
      const pixel = stack.pop() ?? 0;
      for (const [dx, dy] of [[0, 1], [1, 0], [0, -1], [-1, 0]] as const) {
        const x = (pixel % side) + dx;
        const y = Math.floor(pixel / side) + dy;
        const other = y * side + x;
        if (x < 0 || y < 0 || x >= side || y >= side || seen[other] === 1 || labels[other] !== labels[pixel]) continue;
        seen[other] = 1;
        stack.push(other);
      }
    }
  }
  return count;
}

for (const seed of [1, 2, 3]) {
  test(`superpixels of a speckled image (${seed}) are connected, cover it, and are about as many as wanted`, () => {
    const { labels, count } = segment(speckle(seed));
    assert.ok(count >= 42 && count <= 70, `${count} superpixels`);
    assert.deepEqual(new Set(labels), new Set(Array.from({ length: count }, (_, label) => label)));
    assert.equal(pieceCount(labels), count);
    const sizes = new Uint32Array(count);
    for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
    assert.ok(Math.min(...sizes) >= (side * side) / 56 / 4 - 1, 'no crumbs');
  });
}

test('the same image gives the same superpixels', () => {
  assert.deepEqual(segment(speckle(5)), segment(speckle(5)));
});

test('no superpixel lies across a strong edge', () => {
  // A bright band as a B-line is one: from a quarter of the depth to the lower edge.
  const inBand = (x: number, y: number): boolean => x >= 100 && x < 118 && y >= 56;
  const { labels, count } = segment(image((x, y) => (inBand(x, y) ? 200 : 60)));
  const inside = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  labels.forEach((label, pixel) => {
    sizes[label] = (sizes[label] ?? 0) + 1;
    if (inBand(pixel % side, Math.floor(pixel / side))) inside[label] = (inside[label] ?? 0) + 1;
  });
  // Smoothing blurs the border by a pixel or so: of a superpixel, the part on the other side of the edge is small.
  const strayed = inside.reduce((sum, part, label) => sum + Math.min(part, (sizes[label] ?? 0) - part), 0);
  assert.ok(strayed < 0.02 * side * side * (18 / side), `${strayed} pixels on the wrong side`);
  assert.ok(inside.some((part, label) => part > 0.9 * (sizes[label] ?? 0)), 'a superpixel is the band\'s own');
});

test('background belongs to no superpixel, and the rest is still cut into as many', () => {
  const background = Uint8Array.from({ length: side * side }, (_, pixel) => (pixel % side < 60 ? 1 : 0));
  const { labels, count } = segment(speckle(7), background);
  labels.forEach((label, pixel) => assert.equal(label === noSuperpixel, background[pixel] === 1));
  assert.ok(count >= 42 && count <= 70, `${count} superpixels`);
  assert.equal(pieceCount(labels), count);
});

test('where nothing is image there is no superpixel', () => {
  const { labels, count } = segment(speckle(1), new Uint8Array(side * side).fill(1));
  assert.equal(count, 0);
  assert.ok(labels.every((label) => label === noSuperpixel));
});
