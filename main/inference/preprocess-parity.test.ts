/** Input images against SciPy's of the same frames: fixtures/make_preprocess.py. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Sector } from '../../preload/domain.ts';
import { INPUT_SIZE, inputImage } from './preprocess.ts';

interface Case {
  readonly width: number;
  readonly height: number;
  readonly gain: number;
  readonly sector: Sector;
  /** Every so manieth pixel of every so manieth row, base64. */
  readonly image: string;
}

const { every, cases } = JSON.parse(readFileSync(new URL('./fixtures/preprocess.json', import.meta.url), 'utf8')) as { readonly every: number; readonly cases: readonly Case[] };

for (const { width, height, gain, sector, image } of cases) {
  test(`${width} x ${height}, ${sector.kind}: within 1/255 of SciPy`, () => {
    const gray = Uint8Array.from({ length: width * height }, (_, pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      return Math.floor((x * x + 3 * x * y + 7 * y * y) / 97) % 256;
    });
    const got = inputImage(gray, width, height, sector, gain);
    const expected = Buffer.from(image, 'base64');
    const side = Math.ceil(INPUT_SIZE / every);
    assert.equal(expected.length, side * side);
    let off = 0;
    expected.forEach((level, at) => {
      const difference = Math.abs(level - (got[Math.floor(at / side) * every * INPUT_SIZE + (at % side) * every] ?? Number.NaN));
      assert.ok(difference <= 1, `pixel ${at}: ${difference} levels`);
      off += difference;
    });
    // Fixed-point sampling rounds down by up to a sixteenth of a level: a few pixels fall to the next one.
    assert.ok(off / expected.length < 0.2, `${off / expected.length} levels on average`);
  });
}
