/** Screenshots compared as somebody squinting would: fonts and anti-aliasing of another Chromium do not matter, a missing panel does. */
import { PNG } from 'pngjs';

/** Width of the reduced picture in pixels; each is the mean of a block. */
const reducedWidth = 96;

/** Mean colour of each block of a 96-pixel-wide grid. */
export function reduce(image: PNG): PNG {
  const width = Math.min(reducedWidth, image.width);
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  const reduced = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const mean = meanColour(image, [Math.floor((x * image.width) / width), Math.floor(((x + 1) * image.width) / width)], [Math.floor((y * image.height) / height), Math.floor(((y + 1) * image.height) / height)]);
      reduced.data.set([...mean, 255], (y * width + x) * 4);
    }
  }
  return reduced;
}

function meanColour(image: PNG, [left, right]: readonly [number, number], [top, bottom]: readonly [number, number]): readonly number[] {
  const sums = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      for (let channel = 0; channel < 3; channel++) sums[channel] = (sums[channel] ?? 0) + (image.data[(y * image.width + x) * 4 + channel] ?? 0);
    }
  }
  return sums.map((sum) => Math.round(sum / ((right - left) * (bottom - top))));
}

export interface Difference {
  /** Mean distance of all blocks, 0..255. */
  readonly mean: number;
  /** Share of blocks that differ by more than 32 of 255 in any channel. */
  readonly changedShare: number;
}

/** Both reduced; sizes that differ count as wholly changed. */
export function compare(first: PNG, second: PNG): Difference {
  if (first.width !== second.width || first.height !== second.height) return { mean: 255, changedShare: 1 };
  let sum = 0;
  let changed = 0;
  const blocks = first.width * first.height;
  for (let at = 0; at < first.data.length; at += 4) {
    const distances = [0, 1, 2].map((channel) => Math.abs((first.data[at + channel] ?? 0) - (second.data[at + channel] ?? 0)));
    sum += distances.reduce((total, distance) => total + distance, 0) / 3;
    if (Math.max(...distances) > 32) changed++;
  }
  return { mean: sum / blocks, changedShare: changed / blocks };
}

/** Spread of the blocks' brightness, 0..127: an empty window has almost none. */
export function contrast(reduced: PNG): number {
  const levels: number[] = [];
  for (let at = 0; at < reduced.data.length; at += 4) levels.push(((reduced.data[at] ?? 0) + (reduced.data[at + 1] ?? 0) + (reduced.data[at + 2] ?? 0)) / 3);
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
}
