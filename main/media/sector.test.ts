import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sector } from '../../preload/domain.ts';
import { clipGain } from './gain.ts';
import { Dice } from './mutations.ts';
import { insideSector } from './sector-inside.ts';
import { findSector } from './sector.ts';

interface Scene {
  readonly width: number;
  readonly height: number;
  readonly inside: (x: number, y: number) => boolean;
  readonly frames?: number;
  readonly background?: number;
  /** Extra drawing over each frame. */
  readonly draw?: (frame: Uint8Array, index: number) => void;
}

/** Living speckle inside, a still background outside; the first frame black as many devices give it. */
function paint({ width, height, inside, frames = 16, background = 0, draw }: Scene): Uint8Array[] {
  const dice = new Dice(7);
  return Array.from({ length: frames }, (_, index) => {
    const frame = new Uint8Array(width * height).fill(background);
    if (index === 0 && frames > 1) return frame.fill(0);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (inside(x, y)) frame[y * width + x] = background + 10 + dice.below(90);
    draw?.(frame, index);
    return frame;
  });
}

const fan: Sector = {
  kind: 'convex', apexX: 160, apexY: -50, leftAngle: -0.55, rightAngle: 0.55, innerRadius: 60, outerRadius: 290, box: { x: 0, y: 0, width: 320, height: 260 },
};

/** Share of pixels on which two sectors agree about being inside, of those inside either. */
function overlap(a: Sector, b: Sector, width: number, height: number): number {
  let both = 0;
  let either = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inA = insideSector(a, x, y);
      const inB = insideSector(b, x, y);
      if (inA && inB) both++;
      if (inA || inB) either++;
    }
  }
  return both / either;
}

function assertFan(found: Sector, wanted: Sector, width: number, height: number, least: number): void {
  assert.equal(found.kind, 'convex');
  assert.ok(overlap(found, wanted, width, height) > least, `overlap ${overlap(found, wanted, width, height).toFixed(4)}`);
  if (found.kind !== 'convex' || wanted.kind !== 'convex') return;
  assert.ok(Math.abs(found.leftAngle - wanted.leftAngle) < 0.04 && Math.abs(found.rightAngle - wanted.rightAngle) < 0.04);
  assert.ok(Math.abs(found.apexX - wanted.apexX) < 5 && Math.abs(found.apexY - wanted.apexY) < 12);
}

test('a whole fan is found to a pixel or two', () => {
  const frames = paint({ width: 320, height: 260, inside: (x, y) => insideSector(fan, x, y) });
  assertFan(findSector(frames, 320, 260), fan, 320, 260, 0.98);
});

test('a fan cut by the picture, on a gray background, with shadows', () => {
  const width = 240;
  const height = 220;
  const cut: Sector = { ...fan, apexX: 120, box: { x: 0, y: 0, width, height } };
  const shadowed = (x: number, y: number) => insideSector(cut, x, y) && !(y > 60 && Math.abs(x - 90) < 18);
  assertFan(findSector(paint({ width, height, inside: shadowed, background: 30 }), width, height), cut, width, height, 0.97);
});

test('text, colour bars, panels and an ECG strip outside the fan stay out', () => {
  const width = 420;
  const height = 330;
  const placed: Sector = { ...fan, apexX: 200, box: { x: 0, y: 0, width, height } };
  const draw = (frame: Uint8Array, index: number) => {
    for (let y = 20; y < 200; y++) frame.fill(y, y * width + 395, y * width + 410);
    for (let y = 5; y < 17; y++) for (let x = 5; x < 90; x++) if ((x * 7 + y * 3) % 5 < 2) frame[y * width + x] = 230;
    for (let x = 0; x < width; x++) frame[(310 + Math.round(6 * Math.sin((x + index * 9) / 12))) * width + x] = 220;
  };
  const found = findSector(paint({ width, height, inside: (x, y) => insideSector(placed, x, y), draw }), width, height);
  assertFan(found, placed, width, height, 0.97);
  assert.ok(!insideSector(found, 400, 100) && !insideSector(found, 20, 10) && !insideSector(found, 200, 310));
});

/** Tissue that stands still: coarse speckle, the same in each frame. */
function stillTissue(x: number, y: number): number {
  return 60 + ((Math.floor(x / 3) * 37 + Math.floor(y / 2) * 61) % 90);
}

test('a near field that stands still belongs to the fan', () => {
  const near = (x: number, y: number) => insideSector(fan, x, y) && Math.hypot(x - 160, y + 50) < 105;
  const draw = (frame: Uint8Array): void => {
    for (let y = 0; y < 260; y++) for (let x = 0; x < 320; x++) if (near(x, y)) frame[y * 320 + x] = stillTissue(x, y);
  };
  assertFan(findSector(paint({ width: 320, height: 260, inside: (x, y) => insideSector(fan, x, y), draw }), 320, 260), fan, 320, 260, 0.97);
});

test('a still near field of a linear probe belongs to its rectangle; a title bar with words above it does not', () => {
  const width = 240;
  const height = 200;
  const inside = (x: number, y: number) => x >= 12 && x < 228 && y >= 24 && y < 190;
  const draw = (frame: Uint8Array): void => {
    for (let y = 0; y < 60; y++) for (let x = 12; x < 228; x++) frame[y * width + x] = y >= 24 ? stillTissue(x, y) : y > 8 && y < 18 && x < 120 && (x % 6 < 3) ? 230 : 70;
  };
  const found = findSector(paint({ width, height, inside, draw }), width, height);
  assert.equal(found.kind, 'rect');
  assert.ok(Math.abs(found.box.y - 24) <= 2 && Math.abs(found.box.x - 12) <= 2, JSON.stringify(found.box));
});

test('a linear probe gives the rectangle of its image', () => {
  const inside = (x: number, y: number) => x >= 40 && x < 260 && y >= 12 && y < 228;
  const found = findSector(paint({ width: 300, height: 240, inside }), 300, 240);
  assert.equal(found.kind, 'rect');
  const wanted: Sector = { kind: 'rect', box: { x: 40, y: 12, width: 220, height: 216 } };
  assert.ok(overlap(found, wanted, 300, 240) > 0.97);
});

test('a zoomed image without edges, a black clip and a tiny one keep the whole frame', () => {
  const whole = (width: number, height: number): Sector => ({ kind: 'rect', box: { x: 0, y: 0, width, height } });
  assert.deepEqual(findSector(paint({ width: 200, height: 160, inside: () => true }), 200, 160), whole(200, 160));
  assert.deepEqual(findSector([new Uint8Array(200 * 160)], 200, 160), whole(200, 160));
  assert.deepEqual(findSector([new Uint8Array(9)], 3, 3), whole(3, 3));
  assert.deepEqual(findSector([], 64, 48), whole(64, 48));
});

test('a single image works as well as a clip, and a large one as a small one', () => {
  const still = paint({ width: 320, height: 260, frames: 1, inside: (x, y) => insideSector(fan, x, y) });
  assertFan(findSector(still, 320, 260), fan, 320, 260, 0.98);
  const large = { ...fan, apexX: 480, apexY: -150, innerRadius: 180, outerRadius: 870, box: { x: 0, y: 0, width: 960, height: 780 } };
  const found = findSector(paint({ width: 960, height: 780, frames: 6, inside: (x, y) => insideSector(large, x, y) }), 960, 780);
  assert.ok(found.kind === 'convex' && overlap(found, large, 960, 780) > 0.98);
});

test('gain is the 99.5th percentile inside, within 40 and 255, whatever lies outside', () => {
  const sector: Sector = { kind: 'rect', box: { x: 10, y: 10, width: 100, height: 50 } };
  const frame = new Uint8Array(120 * 80).fill(255);
  for (let y = 10; y < 60; y++) for (let x = 10; x < 110; x++) frame[y * 120 + x] = (y - 10) * 2;
  assert.equal(clipGain([frame, frame], 120, 80, sector), 98);
  assert.equal(clipGain([new Uint8Array(120 * 80)], 120, 80, sector), 40);
  assert.equal(clipGain([new Uint8Array(120 * 80).fill(255)], 120, 80, sector), 255);
});
