/** Burnt-in names in the image: every pixel of a letter is covered, tissue without letters is left alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawText } from '../../../models/phantom/text.ts';
import type { Box, Sector } from '../../../preload/domain.ts';
import { Dice } from '../../media/mutations.ts';
import { findText, letterLevels } from './picture-cleaning.ts';

const [width, height] = [220, 160];
const sector: Sector = { kind: 'rect', box: { x: 0, y: 0, width, height } };

/** Living speckle, darker than letters. */
function speckle(frames = 6): Uint8Array[] {
  const dice = new Dice(5);
  return Array.from({ length: frames }, () => Uint8Array.from({ length: width * height }, () => dice.below(110)));
}

function letters(text: string, x: number, y: number): number[] {
  const drawn = new Uint8Array(width * height);
  drawText(drawn, width, text, x, y, 2);
  return [...drawn.keys()].filter((at) => (drawn[at] ?? 0) > 0);
}

const covered = (boxes: readonly Box[], at: number): boolean => {
  const [x, y] = [at % width, Math.floor(at / width)];
  return boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
};

test('a name over tissue is covered whole; tissue alone has no letters', () => {
  assert.deepEqual(findText(speckle(), width, height, sector), []);
  const written = letters('DOE JANE', 40, 60);
  const frames = speckle();
  for (const frame of frames) for (const at of written) frame[at] = 225;
  const boxes = findText(frames, width, height, sector);
  assert.deepEqual(written.filter((at) => !covered(boxes, at)), []);
  assert.ok(boxes.every((box) => box.width * box.height < 0.2 * width * height), JSON.stringify(boxes));
});

test('letters that run into bright tissue which stands still are covered too', () => {
  const written = letters('ROE RICK', 30, 40);
  const frames = speckle();
  for (const frame of frames) {
    for (const at of written) frame[at] = 225;
    // A still reflector touches the last two letters.
    for (let y = 36; y < 56; y++) for (let x = 110; x < 124; x++) if ((x + y) % 4 === 0) frame[y * width + x] = 230;
  }
  const boxes = findText(frames, width, height, sector);
  assert.deepEqual(written.filter((at) => !covered(boxes, at)), []);
});

test('coloured letters on gray tissue count as white ones, dark as their luma may be; a picture in colours has no letters for it', () => {
  const written = letters('MRN 4432', 40, 100);
  const coloured = (gray: Uint8Array, ink: readonly [number, number, number] | null): Uint8Array => {
    const rgb = new Uint8Array(3 * gray.length);
    for (let i = 0; i < gray.length; i++) rgb.fill(gray[i] ?? 0, 3 * i, 3 * i + 3);
    if (ink !== null) for (const at of written) rgb.set(ink, 3 * at);
    return letterLevels(rgb, 3);
  };
  for (const ink of [[200, 20, 20], [40, 60, 190], [10, 140, 30]] as const) {
    const boxes = findText(speckle().map((gray) => coloured(gray, ink)), width, height, sector);
    assert.deepEqual(written.filter((at) => !covered(boxes, at)), [], ink.join());
  }
  const sepia = speckle().map((gray) => {
    const rgb = new Uint8Array(3 * gray.length);
    gray.forEach((level, i) => rgb.set([Math.min(255, 2 * level), level, level >> 2], 3 * i));
    return letterLevels(rgb, 3);
  });
  assert.deepEqual(findText(sepia, width, height, sector), []);
});
