import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CamMap, ClipSummary } from '../../preload/domain.ts';
import { summaryPixels, TILE, tileOf } from './summary-tile.ts';

const media = { width: 320, height: 320, sector: { kind: 'rect', box: { x: 0, y: 0, width: 320, height: 320 } } } as const;
const summary = (values: readonly number[]): ClipSummary => {
  const fused: CamMap = { width: 2, height: 1, values: Float32Array.from(values), clipMaximum: 1 };
  return { frames: [2, 3], fused, branches: [] };
};

test('the tile is the one of a suspicious frame', () => {
  assert.equal(tileOf({ frames: 96, thumbnails: 12 }, { frames: [90, 91, 92] }), 11);
  assert.equal(tileOf({ frames: 96, thumbnails: 12 }, null), 6);
  assert.equal(tileOf({ frames: 1, thumbnails: 1 }, { frames: [0] }), 0);
});

test('evidence is tinted where it lies in the tile, and nothing beside the picture', () => {
  const gray = new Uint8ClampedArray(TILE.width * TILE.height * 4).fill(80);
  const pixels = summaryPixels(gray, media, summary([0, 1]));
  const at = (x: number, y: number): number[] => [...pixels.subarray((y * TILE.width + x) * 4, (y * TILE.width + x) * 4 + 3)];
  // The square picture fills the tile's middle 120 of 160 columns.
  assert.deepEqual(at(10, 60), [80, 80, 80]);
  assert.deepEqual(at(30, 60), [80, 80, 80]);
  assert.ok((at(120, 60)[0] ?? 0) > 150, at(120, 60).join());
  assert.deepEqual([...summaryPixels(gray, media, null).subarray(0, 3)], [80, 80, 80]);
});
