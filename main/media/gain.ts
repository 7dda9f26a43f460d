import type { Sector } from '../../preload/domain.ts';
import { insideSector } from './sector-inside.ts';

/** Share of the sector's pixels that stay below the gain level. */
const quantile = 0.995;
const lowest = 40;
const highest = 255;

/** Gray level that maps to 1.0: the 99.5th percentile inside the sector over the given gray frames, within 40..255. */
export function clipGain(frames: readonly Uint8Array[], width: number, height: number, sector: Sector): number {
  const histogram = new Float64Array(256);
  const { x, y, width: boxWidth, height: boxHeight } = sector.box;
  const step = boxWidth * boxHeight > 500_000 ? 2 : 1;
  const inside: number[] = [];
  for (let row = Math.max(0, Math.floor(y)); row < Math.min(height, y + boxHeight); row += step) {
    for (let column = Math.max(0, Math.floor(x)); column < Math.min(width, x + boxWidth); column += step) {
      if (insideSector(sector, column, row)) inside.push(row * width + column);
    }
  }
  for (const frame of frames) for (const at of inside) histogram[frame[at] ?? 0] = (histogram[frame[at] ?? 0] ?? 0) + 1;
  let left = quantile * inside.length * frames.length;
  for (let level = 0; level < 256; level++) {
    left -= histogram[level] ?? 0;
    if (left <= 0) return Math.min(highest, Math.max(lowest, level));
  }
  return highest;
}
