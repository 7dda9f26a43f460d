import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sector } from '../../../preload/domain.ts';
import { heatGrid } from '../heat-grid.ts';
import { FULL_WINDOW, fitted } from '../viewport.ts';
import { createPainter, heatShare } from './blend.ts';
import type { Picture } from './picture.ts';

const width = 60;
const height = 40;
const gray = Uint8Array.from({ length: width * height }, (_, i) => i % 256);
const picture: Picture = {
  frame: { index: 0, bytes: gray, width, height, channels: 1 },
  viewport: fitted({ width, height }),
  window: FULL_WINDOW,
  invert: false,
  smooth: true,
  overlay: null,
  patches: null,
};
const fan: Sector = { kind: 'convex', apexX: 30, apexY: -10, leftAngle: -0.5, rightAngle: 0.5, innerRadius: 15, outerRadius: 45, box: { x: 0, y: 0, width, height } };
const grid = heatGrid({ width: 2, height: 1, values: Float32Array.of(0, 1), clipMaximum: 1 }, 1);
const overlaid = (opacity: number, threshold: number): Picture => {
  assert.ok(grid !== null);
  return { ...picture, overlay: { grid, sector: fan, colourMap: 'inferno', opacity, threshold } };
};
const pixel = (pixels: Uint8ClampedArray, x: number, y: number): number[] => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];

test('without overlay the frame’s own grays are shown', () => {
  const pixels = createPainter().paint(picture);
  gray.forEach((value, i) => assert.equal(pixels[i * 4], value));
  const colour = createPainter().paint({ ...picture, frame: { ...picture.frame, width: 1, height: 1, channels: 3, bytes: Uint8Array.of(9, 8, 7) } });
  assert.deepEqual([...colour], [9, 8, 7, 255]);
});

test('outside the sector and below the threshold the image is untouched, inside evidence is tinted where the fan bends', () => {
  const painter = createPainter();
  const plain = createPainter().paint(picture);
  const heated = painter.paint(overlaid(1, 0.2));
  assert.deepEqual(pixel(heated, 0, 0), pixel(plain, 0, 0));
  assert.deepEqual(pixel(heated, 59, 39), pixel(plain, 59, 39));
  // Evidence is 1 at the right of the fan, 0 at its left.
  assert.deepEqual(pixel(heated, 20, 18), pixel(plain, 20, 18));
  const hot = pixel(heated, 42, 20);
  assert.ok((hot[0] ?? 0) > 240 && (hot[1] ?? 0) > 200, hot.join());
  assert.deepEqual(createPainter().paint(overlaid(0, 0)), plain);
});

test('the share of colour starts at the threshold and stops at the opacity', () => {
  assert.equal(heatShare(0.2, { opacity: 0.5, threshold: 0.2 }), 0);
  assert.equal(heatShare(0.9, { opacity: 0.5, threshold: 0.2 }), 0.5);
  assert.equal(heatShare(1, { opacity: 0.5, threshold: 1 }), 0);
});
