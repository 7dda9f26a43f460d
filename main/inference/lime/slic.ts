/**
 * SLIC superpixels (Achanta et al., "SLIC Superpixels Compared to State-of-the-art Superpixel Methods", PAMI 2012) of one gray image.
 * Local k-means in gray level and place, then every superpixel is made one connected piece. No randomness: the same image gives the same labels.
 */
import { connectPieces } from './connect.ts';
import type { Superpixels } from './connect.ts';
import { smooth } from './smooth.ts';

export interface SlicOptions {
  readonly width: number;
  readonly height: number;
  /** Superpixels aimed at, background left out. */
  readonly wanted: number;
  /** Pixels that are 1 here are left out. */
  readonly background: Uint8Array | null;
}

/** Weight of the place against the gray level (0..100): m in the paper, whose usual value this is. */
const compactness = 10;
const iterations = 10;
/** Speckle is finer than any structure worth a border: standard deviation of the smoothing, pixels. */
const speckle = 1.5;
/** Pieces smaller than this share of a usual superpixel join a neighbour. */
const smallestShare = 1 / 4;

interface Centre {
  x: number;
  y: number;
  /** Gray level, 0..100 as L in the paper. */
  level: number;
}

/** Cell centres of a regular grid, away from edges of the image content (paper: lowest gradient in the 3 x 3 neighbourhood), background left out. */
function seeds(levels: Float32Array, spacing: number, { width, height, background }: SlicOptions): Centre[] {
  const rows = Math.max(1, Math.floor(height / spacing));
  const columns = Math.max(1, Math.round((width * height) / (spacing * spacing * rows)));
  const at = (x: number, y: number): number => levels[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  const gradient = (x: number, y: number): number => (at(x + 1, y) - at(x - 1, y)) ** 2 + (at(x, y + 1) - at(x, y - 1)) ** 2;
  const centres: Centre[] = [];
  for (let cell = 0; cell < rows * columns; cell += 1) {
    const middleX = Math.floor((((cell % columns) + 0.5) * width) / columns);
    const middleY = Math.floor(((Math.floor(cell / columns) + 0.5) * height) / rows);
    let best = { x: middleX, y: middleY };
    for (let step = 0; step < 9; step += 1) {
      const near = { x: middleX + (step % 3) - 1, y: middleY + Math.floor(step / 3) - 1 };
      if (gradient(near.x, near.y) < gradient(best.x, best.y)) best = near;
    }
    if (background?.[best.y * width + best.x] !== 1) centres.push({ ...best, level: at(best.x, best.y) });
  }
  return centres;
}

/** Gives every pixel near a centre to the nearest one in gray level and place. `spacing` is S in the paper. */
function assign(levels: Float32Array, centres: readonly Centre[], spacing: number, { width, height, background }: SlicOptions): Int32Array {
  const labels = new Int32Array(width * height).fill(-1);
  const nearest = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const perPlace = (compactness / spacing) ** 2;
  const reach = Math.ceil(2 * spacing);
  centres.forEach(({ x, y, level }, index) => {
    const right = Math.min(width - 1, Math.floor(x) + reach);
    const bottom = Math.min(height - 1, Math.floor(y) + reach);
    for (let row = Math.max(0, Math.ceil(y) - reach); row <= bottom; row += 1) {
      for (let column = Math.max(0, Math.ceil(x) - reach); column <= right; column += 1) {
        const pixel = row * width + column;
        if (background?.[pixel] === 1) continue;
        const distance = ((levels[pixel] ?? 0) - level) ** 2 + perPlace * ((column - x) ** 2 + (row - y) ** 2);
        if (distance >= (nearest[pixel] ?? 0)) continue;
        nearest[pixel] = distance;
        labels[pixel] = index;
      }
    }
  });
  return labels;
}

/** Moves every centre to the mean of its pixels; one without pixels stays. */
function move(centres: readonly Centre[], levels: Float32Array, labels: Int32Array, width: number): void {
  const sums = centres.map(() => ({ count: 0, x: 0, y: 0, level: 0 }));
  labels.forEach((label, pixel) => {
    const sum = sums[label];
    if (sum === undefined) return;
    sum.count += 1;
    sum.x += pixel % width;
    sum.y += Math.floor(pixel / width);
    sum.level += levels[pixel] ?? 0;
  });
  centres.forEach((centre, index) => {
    const sum = sums[index];
    if (sum !== undefined && sum.count > 0) Object.assign(centre, { x: sum.x / sum.count, y: sum.y / sum.count, level: sum.level / sum.count });
  });
}

/** Superpixels of `image` (`width` x `height` gray bytes). Their number comes near `wanted`, less the background's share. */
export function superpixels(image: Uint8Array, options: SlicOptions): Superpixels {
  const { width, height, wanted, background } = options;
  const pixels = background === null ? width * height : background.reduce((count, out) => count + 1 - out, 0);
  const spacing = Math.sqrt(Math.max(1, pixels / wanted));
  const levels = smooth(Float32Array.from(image, (level) => (level * 100) / 255), width, height, speckle);
  const centres = seeds(levels, spacing, options);
  let labels = assign(levels, centres, spacing, options);
  for (let iteration = 1; iteration < iterations; iteration += 1) {
    move(centres, levels, labels, width);
    labels = assign(levels, centres, spacing, options);
  }
  return connectPieces(labels, width, background, Math.max(1, Math.round(spacing * spacing * smallestShare)));
}
