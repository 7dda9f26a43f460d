/**
 * Plain measures of an input image (224 x 224, unwrapped: rows = depth, columns = angle), made without the network; models/train/guard.py computes the
 * same. One pass over the pixels and a few over 28 x 28 block means: a fraction of a millisecond.
 */
import { INPUT_SIZE } from './preprocess.ts';

const BLOCK = 8;
const SIDE = INPUT_SIZE / BLOCK;
/** Bands of depth whose mean levels are measured. */
const BANDS = 7;
const LAG = 4;
/** Of these measures. */
export const MEASURES = 22;
/** Side of a sketch: block means of 16 x 16 pixels. */
const SKETCH = SIDE / 2;

export interface PictureMeasures {
  /** In the order of guard.py's `_describe`. */
  readonly measures: Float64Array;
  readonly deviation: number;
  /** Level that half a percent of the pixels exceed. */
  readonly brightest: number;
  readonly sketch: Float32Array;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Mean absolute difference of neighbours `lag` columns and `lag` rows apart, in a square picture. */
function steps(values: Uint8Array | Float64Array, side: number, lag: number): readonly [across: number, down: number] {
  let across = 0;
  let down = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0, at = row * side; column < side; column++, at++) {
      const level = values[at] as number;
      if (column >= lag) across += Math.abs(level - (values[at - lag] as number));
      if (row >= lag) down += Math.abs(level - (values[at - lag * side] as number));
    }
  }
  const pairs = side * (side - lag);
  return [across / pairs, down / pairs];
}

function blockMeans(image: Uint8Array): Float64Array {
  const blocks = new Float64Array(SIDE * SIDE);
  for (let row = 0, at = 0; row < INPUT_SIZE; row++) {
    const first = Math.floor(row / BLOCK) * SIDE;
    for (let column = 0; column < INPUT_SIZE; column++, at++) {
      const block = first + ((column / BLOCK) | 0);
      blocks[block] = (blocks[block] as number) + (image[at] as number);
    }
  }
  return blocks.map((sum) => sum / (BLOCK * BLOCK));
}

/** Means of rows or columns of the block means. */
function profile(blocks: Float64Array, along: 'rows' | 'columns'): Float64Array {
  const [step, next] = along === 'rows' ? [1, SIDE] : [SIDE, 1];
  return Float64Array.from({ length: SIDE }, (_, line) => {
    let sum = 0;
    for (let index = 0; index < SIDE; index++) sum += blocks[line * next + index * step] as number;
    return sum / SIDE;
  });
}

function sketchOf(blocks: Float64Array): Float32Array {
  return Float32Array.from({ length: SKETCH * SKETCH }, (_, index) => {
    const at = Math.floor(index / SKETCH) * 2 * SIDE + (index % SKETCH) * 2;
    return ((blocks[at] as number) + (blocks[at + 1] as number) + (blocks[at + SIDE] as number) + (blocks[at + SIDE + 1] as number)) / 4;
  });
}

/** Measures an image of INPUT_SIZE x INPUT_SIZE bytes. */
export function measurePicture(image: Uint8Array): PictureMeasures {
  const histogram = new Float64Array(256);
  for (const level of image) histogram[level] = (histogram[level] as number) + 1;
  const pixels = image.length;
  const share = (from: number, to: number): number => histogram.subarray(from, to).reduce((sum, count) => sum + count, 0) / pixels;
  const mean = histogram.reduce((sum, count, level) => sum + count * level, 0) / pixels;
  const square = histogram.reduce((sum, count, level) => sum + count * (level - mean) ** 2, 0) / pixels;
  const blocks = blockMeans(image);
  const rows = profile(blocks, 'rows');
  const bands = Array.from({ length: BANDS }, (_, band) => meanOf(rows.subarray((band * SIDE) / BANDS, ((band + 1) * SIDE) / BANDS)));
  const blockSpread = deviationOf(blocks);
  // Within blocks the deviations from their means add up to what is left of the whole variance.
  const texture = Math.sqrt(Math.max(0, square - blockSpread ** 2));
  const classes = Array.from({ length: 32 }, (_, index) => share(index * 8, index * 8 + 8)).filter((part) => part > 0);
  const measures = Float64Array.of(
    mean, Math.sqrt(square), share(0, 9), share(247, 256), ...bands, deviationOf(profile(blocks, 'columns')), deviationOf(rows),
    ...steps(image, INPUT_SIZE, 1), ...steps(image, INPUT_SIZE, LAG), ...steps(blocks, SIDE, 1),
    blockSpread, texture, -classes.reduce((sum, part) => sum + part * Math.log(part), 0),
  );
  let brighter = 0;
  let brightest = 255;
  while (brightest > 0 && brighter + (histogram[brightest] as number) <= 0.005 * pixels) {
    brighter += histogram[brightest] as number;
    brightest -= 1;
  }
  return { measures, deviation: Math.sqrt(square), brightest, sketch: sketchOf(blocks) };
}
