/** A Grad-CAM grid made ready to draw: relative to the clip's maximum and finely resampled, still in unwrapped sector coordinates. */
import type { CamMap } from '../../preload/domain.ts';

/** Row major (rows: v, downwards; columns: u), values 0..1 of the clip's maximum. Sample centres lie at (i + 0.5) / size. */
export interface HeatGrid {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Fine samples a coarse cell, odd so that one lies on the cell's middle; the display interpolates between them linearly. */
const REFINE = 5;

/** Catmull-Rom weights of the four neighbours at offset t from the second: passes through the grid's own values. */
function catmullRom(t: number): readonly [number, number, number, number] {
  const t2 = t * t;
  const t3 = t2 * t;
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
}

/** Resamples `rows` lines of `from` values each to `to` values; edges are repeated. */
function stretch(values: Float32Array, rows: number, from: number, to: number): Float32Array {
  const out = new Float32Array(rows * to);
  for (let x = 0; x < to; x += 1) {
    const at = ((x + 0.5) * from) / to - 0.5;
    const base = Math.floor(at);
    const weights = catmullRom(at - base);
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let k = 0; k < 4; k += 1) sum += (weights[k] ?? 0) * (values[row * from + Math.min(from - 1, Math.max(0, base - 1 + k))] ?? 0);
      out[row * to + x] = sum;
    }
  }
  return out;
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) out[x * rows + y] = values[y * columns + x] ?? 0;
  return out;
}

/**
 * Bicubic refinement relative to `clipMaximum`; null when the clip has no evidence at all, so that noise is never blown up to full colour,
 * or when the map's size does not fit its values.
 */
export function heatGrid(map: CamMap, clipMaximum: number): HeatGrid | null {
  if (!(clipMaximum > 0) || map.values.length !== map.width * map.height || map.values.length === 0) return null;
  const width = map.width * REFINE;
  const height = map.height * REFINE;
  const wide = stretch(map.values, map.height, map.width, width);
  const tall = transpose(stretch(transpose(wide, map.height, width), width, map.height, height), width, height);
  return { width, height, values: tall.map((value) => Math.min(1, Math.max(0, value / clipMaximum))) };
}

/** Linear interpolation between the grid's samples, edges repeated, as the texture unit does it. */
export function sampleGrid(grid: HeatGrid, u: number, v: number): number {
  const x = Math.min(grid.width - 1, Math.max(0, u * grid.width - 0.5));
  const y = Math.min(grid.height - 1, Math.max(0, v * grid.height - 0.5));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (column: number, row: number): number => grid.values[Math.min(grid.height - 1, row) * grid.width + Math.min(grid.width - 1, column)] ?? 0;
  const upper = at(left, top) * (1 - x + left) + at(left + 1, top) * (x - left);
  const lower = at(left, top + 1) * (1 - x + left) + at(left + 1, top + 1) * (x - left);
  return upper * (1 - y + top) + lower * (y - top);
}
