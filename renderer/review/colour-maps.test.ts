import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLOUR_MAPS, colourGradient, colourTable } from './colour-maps.ts';

/** CIE L* of 8-bit sRGB. */
function lightness(table: Uint8Array, entry: number): number {
  const [red = 0, green = 0, blue = 0] = Array.from(table.subarray(entry * 4, entry * 4 + 3), (byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

for (const name of COLOUR_MAPS) {
  test(`${name} grows evenly in lightness from dark to light`, () => {
    const table = colourTable(name);
    const values = Array.from({ length: 256 }, (_, entry) => lightness(table, entry));
    const steps = values.slice(8).map((value, i) => value - (values[i] ?? 0));
    assert.ok(steps.every((step) => step > 0), `smallest 8-entry step ${Math.min(...steps)}`);
    const mean = ((values[255] ?? 0) - (values[0] ?? 0)) / (255 / 8);
    assert.ok(Math.max(...steps) < 1.7 * mean && (values[0] ?? 0) < 16 && (values[255] ?? 0) > 85);
    assert.ok(table.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255));
  });
}

test('the ends are those of the published maps', () => {
  const close = (actual: Uint8Array, expected: readonly number[]): void => expected.forEach((value, i) => assert.ok(Math.abs((actual[i] ?? 0) - value) <= 6, `${actual.join()} ${expected.join()}`));
  close(colourTable('inferno').subarray(0, 3), [0, 0, 4]);
  close(colourTable('inferno').subarray(255 * 4, 255 * 4 + 3), [252, 255, 164]);
  close(colourTable('viridis').subarray(0, 3), [68, 1, 84]);
  close(colourTable('viridis').subarray(255 * 4, 255 * 4 + 3), [253, 231, 37]);
  close(colourTable('gray').subarray(128 * 4, 128 * 4 + 3), [119, 119, 119]);
  assert.match(colourGradient('viridis'), /^linear-gradient\(to right, rgb\(\d+ \d+ \d+\)/);
});
