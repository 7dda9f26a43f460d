import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Sector } from '../../preload/domain.ts';
import { createUnwrapper, INPUT_SIZE, inputImage, inputTensor, sectorPoint } from './preprocess.ts';

const fan: Sector = {
  kind: 'convex', apexX: 175, apexY: -180, leftAngle: -0.56, rightAngle: 0.56, innerRadius: 182, outerRadius: 522,
  box: { x: 0, y: 0, width: 350, height: 350 },
};

function draw(width: number, height: number, level: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => level(i % width, Math.floor(i / width)));
}

test('a fan pixel lands at the unwrapped place that the sector formula gives', () => {
  const angle = 0.2;
  const radius = 352;
  const x = fan.kind === 'convex' ? fan.apexX + radius * Math.sin(angle) : 0;
  const y = fan.kind === 'convex' ? fan.apexY + radius * Math.cos(angle) : 0;
  const image = inputImage(draw(350, 350, (px, py) => (Math.hypot(px - x, py - y) < 3 ? 255 : 0)), 350, 350, fan, 255);
  let brightest = 0;
  image.forEach((level, i) => { if (level > (image[brightest] ?? 0)) brightest = i; });
  assert.ok(Math.abs((brightest % INPUT_SIZE) + 0.5 - ((angle + 0.56) / 1.12) * INPUT_SIZE) <= 2);
  assert.ok(Math.abs(Math.floor(brightest / INPUT_SIZE) + 0.5 - ((radius - 182) / 340) * INPUT_SIZE) <= 2);
});

test('depth arcs become rows and beams become columns', () => {
  const arcs = inputImage(draw(350, 350, (x, y) => (Math.floor((Math.hypot(x - 175, y + 180) - 182) / 34) % 2 === 0 ? 200 : 20)), 350, 350, fan, 255);
  const row = (r: number) => Array.from(arcs.subarray(r * INPUT_SIZE + 90, r * INPUT_SIZE + 134));
  for (const r of [11, 33, 56, 78, 101]) assert.ok(Math.max(...row(r)) - Math.min(...row(r)) <= 3, `row ${r} is even`);
  assert.ok((row(11)[0] ?? 0) > (row(33)[0] ?? 0) + 80);
});

test('a rect of the same size is the frame itself but for gain and gamma', () => {
  const rect: Sector = { kind: 'rect', box: { x: 10, y: 5, width: 448, height: 448 } };
  const image = inputImage(draw(500, 500, (x) => (x < 234 ? 50 : 0)), 500, 500, rect, 100);
  assert.equal(image[100 * INPUT_SIZE + 20], Math.round(255 * 0.5 ** 0.7));
  assert.equal(image[100 * INPUT_SIZE + 200], 0);
});

test('outside the frame is black', () => {
  const image = inputImage(draw(350, 350, () => 255), 350, 350, fan, 255);
  assert.equal(image[INPUT_SIZE * (INPUT_SIZE - 1)], 0, 'the lower left corner of this fan lies outside the frame');
  assert.equal(image[INPUT_SIZE * 112 + 112], 255);
});

test('large frames are averaged, not picked from', () => {
  const checks = draw(1792, 1792, (x, y) => (((x >> 1) + (y >> 1)) % 2 === 0 ? 255 : 0));
  const image = inputImage(checks, 1792, 1792, { kind: 'rect', box: { x: 0, y: 0, width: 1792, height: 1792 } }, 255);
  const middle = Math.round(255 * 0.5 ** 0.7);
  assert.ok(image.every((level) => Math.abs(level - middle) < 40));
});

const anySector = fc.oneof(
  fc.record({
    kind: fc.constant('convex' as const),
    apexX: fc.double({ min: -100, max: 200, noNaN: true }), apexY: fc.double({ min: -300, max: 50, noNaN: true }),
    leftAngle: fc.double({ min: -1.2, max: -0.1, noNaN: true }), rightAngle: fc.double({ min: 0.1, max: 1.2, noNaN: true }),
    innerRadius: fc.double({ min: 0, max: 100, noNaN: true }), outerRadius: fc.double({ min: 110, max: 600, noNaN: true }),
    box: fc.constant({ x: 0, y: 0, width: 60, height: 40 }),
  }),
  fc.record({
    kind: fc.constant('rect' as const),
    box: fc.record({ x: fc.integer({ min: 0, max: 30 }), y: fc.integer({ min: 0, max: 20 }), width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 40 }) }),
  }),
);

test('any sector: levels never rise with the gain, black stays black, and the point formula inverts', () => {
  fc.assert(
    fc.property(anySector, fc.integer({ min: 40, max: 254 }), fc.uint8Array({ minLength: 2400, maxLength: 2400 }), (sector, gain, gray) => {
      const unwrap = createUnwrapper(60, 40, sector);
      const low = unwrap(gray, gain);
      const high = unwrap(gray, 255);
      assert.ok(low.every((level, i) => level >= (high[i] ?? 0)));
      assert.ok(unwrap(new Uint8Array(2400), gain).every((level) => level === 0));
      const point = sectorPoint(sector, 0.25, 0.75);
      const u = sector.kind === 'rect'
        ? (point.x - sector.box.x) / sector.box.width
        : (Math.atan2(point.x - sector.apexX, point.y - sector.apexY) - sector.leftAngle) / (sector.rightAngle - sector.leftAngle);
      assert.ok(Math.abs(u - 0.25) < 1e-9);
    }),
    { numRuns: 15 },
  );
});

test('the tensor holds normalised levels, channel by channel', () => {
  const image = new Uint8Array(INPUT_SIZE * INPUT_SIZE).fill(255);
  const tensor = inputTensor([new Uint8Array(INPUT_SIZE * INPUT_SIZE), image]);
  assert.equal(tensor.length, 2 * 3 * INPUT_SIZE * INPUT_SIZE);
  assert.ok(Math.abs((tensor[0] ?? 0) - -0.485 / 0.229) < 1e-6);
  assert.ok(Math.abs((tensor.at(-1) ?? 0) - (1 - 0.406) / 0.225) < 1e-6);
});

test('a 350 x 350 frame takes a few milliseconds at most', () => {
  const gray = draw(350, 350, (x, y) => (x * y) % 256);
  const unwrap = createUnwrapper(350, 350, fan);
  for (let i = 0; i < 30; i++) unwrap(gray, 90);
  const times = Array.from({ length: 20 }, () => {
    const before = performance.now();
    unwrap(gray, 90);
    return performance.now() - before;
  }).sort((a, b) => a - b);
  // The best of many, because the machine may be busy; 2 ms is the budget.
  assert.ok((times[0] ?? 99) < 2, `${times[0]} ms`);
});
