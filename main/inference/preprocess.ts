/**
 * What the network sees of a frame: the ultrasound sector unwrapped into depth rows and angle columns, gain-normalised, 224 x 224, 8 bit.
 * Training reads the same images through `npm run -s inputs`; change anything here and PREPROCESSING_VERSION must change with it.
 */
import type { Sector } from '../../preload/domain.ts';

export const PREPROCESSING_VERSION = 1;

/** Side of the square input image, pixels. */
export const INPUT_SIZE = 224;

/** ImageNet statistics of the three pre-trained backbones; the same gray value goes into the three channels. */
export const INPUT_MEAN = [0.485, 0.456, 0.406] as const;
export const INPUT_STD = [0.229, 0.224, 0.225] as const;

const GAMMA = 0.7;
/** Sampling weights are 16-bit fixed point; resampled values keep 4 bits below the gray level, because the gamma stretches dark levels. */
const ONE = 65_536;
const FRACTION_BITS = 4;
/** More than 4 x 4 samples an output pixel only matters for frames above about 2000 pixels; the time would not be worth it. */
const MAX_SAMPLES = 4;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Frame coordinates (pixel centres at integers) of unwrapped coordinates, both 0..1: the inverse of the formula at `Sector`. */
export function sectorPoint(sector: Sector, u: number, v: number): Point {
  if (sector.kind === 'rect') return { x: sector.box.x + u * sector.box.width, y: sector.box.y + v * sector.box.height };
  const angle = sector.leftAngle + u * (sector.rightAngle - sector.leftAngle);
  const radius = sector.innerRadius + v * (sector.outerRadius - sector.innerRadius);
  return { x: sector.apexX + radius * Math.sin(angle), y: sector.apexY + radius * Math.cos(angle) };
}

/** Weighted source pixels of every output pixel, flattened: entries `start[i]` to `start[i + 1]` belong to output pixel i. */
interface SamplingMap {
  readonly start: Uint32Array;
  readonly index: Uint32Array;
  readonly weight: Int32Array;
}

/** Samples along one axis so that they lie at most a source pixel apart. */
function samplesFor(from: Point, to: Point): number {
  return Math.min(MAX_SAMPLES, Math.max(1, Math.round(Math.hypot(to.x - from.x, to.y - from.y))));
}

/** Source pixels of one output pixel while they are gathered: a handful, so a linear search beats any map. */
class Taps {
  readonly index = new Uint32Array(4 * MAX_SAMPLES * MAX_SAMPLES);
  readonly share = new Float64Array(4 * MAX_SAMPLES * MAX_SAMPLES);
  count = 0;

  add(index: number, share: number): void {
    if (share === 0) return;
    let at = 0;
    while (at < this.count && this.index[at] !== index) at += 1;
    if (at === this.count) {
      this.index[at] = index;
      this.share[at] = 0;
      this.count += 1;
    }
    this.share[at] = (this.share[at] ?? 0) + share;
  }

  /** Adds the four neighbours of a point, bilinearly; what lies outside the frame counts as black. */
  addBilinear(width: number, height: number, point: Point, share: number): void {
    const x = Math.floor(point.x);
    const y = Math.floor(point.y);
    const right = point.x - x;
    const down = point.y - y;
    const at = y * width + x;
    const columns = [x >= 0 && x < width, x >= -1 && x < width - 1] as const;
    const rows = [y >= 0 && y < height, y >= -1 && y < height - 1] as const;
    if (rows[0] && columns[0]) this.add(at, share * (1 - right) * (1 - down));
    if (rows[0] && columns[1]) this.add(at + 1, share * right * (1 - down));
    if (rows[1] && columns[0]) this.add(at + width, share * (1 - right) * down);
    if (rows[1] && columns[1]) this.add(at + width + 1, share * right * down);
  }
}

function samplingMap(width: number, height: number, sector: Sector): SamplingMap {
  const start = new Uint32Array(INPUT_SIZE * INPUT_SIZE + 1);
  const index: number[] = [];
  const weight: number[] = [];
  const cell = 1 / INPUT_SIZE;
  const taps = new Taps();
  for (let row = 0; row < INPUT_SIZE; row++) {
    const top = row * cell;
    const across = samplesFor(sectorPoint(sector, 0.5, top), sectorPoint(sector, 0.5 + cell, top));
    const along = samplesFor(sectorPoint(sector, 0.5, top), sectorPoint(sector, 0.5, top + cell));
    for (let column = 0; column < INPUT_SIZE; column++) {
      taps.count = 0;
      for (let i = 0; i < along; i++) {
        for (let j = 0; j < across; j++) {
          const point = sectorPoint(sector, (column + (j + 0.5) / across) * cell, top + ((i + 0.5) / along) * cell);
          taps.addBilinear(width, height, point, ONE / (across * along));
        }
      }
      for (let tap = 0; tap < taps.count; tap++) {
        index.push(taps.index[tap] as number);
        weight.push(Math.round(taps.share[tap] as number));
      }
      start[row * INPUT_SIZE + column + 1] = index.length;
    }
  }
  return { start, index: Uint32Array.from(index), weight: Int32Array.from(weight) };
}

/** Input level (0..255) of every resampled level in fixed point: min(level / gain, 1) ^ 0.7. */
function gainTable(gain: number): Uint8Array {
  // Rounded weights may add up to a hair above one, hence the spare entries.
  return Uint8Array.from({ length: (256 << FRACTION_BITS) + 1 }, (_, level) => Math.round(255 * Math.min(level / (1 << FRACTION_BITS) / gain, 1) ** GAMMA));
}

/**
 * Precomputes the sampling of one clip's frames (tens of milliseconds, once) and returns the function that makes an input image of one gray frame
 * (`width` x `height` bytes; 224 x 224 bytes come back). Area under each output pixel is averaged, so large frames do not alias.
 */
export function createUnwrapper(width: number, height: number, sector: Sector): (gray: Uint8Array, gain: number) => Uint8Array {
  const { start, index, weight } = samplingMap(width, height, sector);
  const shift = 16 - FRACTION_BITS;
  let table = gainTable(255);
  let tableGain = 255;
  return (gray, gain) => {
    if (gray.length !== width * height) throw new RangeError(`A frame of ${width * height} gray pixels was expected, ${gray.length} came.`);
    if (gain !== tableGain) {
      table = gainTable(gain);
      tableGain = gain;
    }
    const image = new Uint8Array(INPUT_SIZE * INPUT_SIZE);
    let entry = 0;
    for (let pixel = 0; pixel < image.length; pixel++) {
      const end = start[pixel + 1] ?? 0;
      let sum = 0;
      for (; entry < end; entry++) sum += (gray[index[entry] as number] as number) * (weight[entry] as number);
      image[pixel] = table[sum >> shift] as number;
    }
    return image;
  };
}

/** Input image of a single frame; for more than one frame of a clip, keep `createUnwrapper`'s function. */
export function inputImage(gray: Uint8Array, width: number, height: number, sector: Sector, gain: number): Uint8Array {
  return createUnwrapper(width, height, sector)(gray, gain);
}

/** Stacks input images into the extractor's input: N x 3 x 224 x 224, (level / 255 - mean) / std. */
export function inputTensor(images: readonly Uint8Array[]): Float32Array {
  const plane = INPUT_SIZE * INPUT_SIZE;
  const tensor = new Float32Array(images.length * 3 * plane);
  const tables = INPUT_MEAN.map((mean, channel) => Float32Array.from({ length: 256 }, (_, level) => (level / 255 - mean) / (INPUT_STD[channel] ?? 1)));
  images.forEach((image, frame) => {
    if (image.length !== plane) throw new RangeError(`An input image of ${plane} pixels was expected, ${image.length} came.`);
    tables.forEach((table, channel) => {
      const offset = (frame * 3 + channel) * plane;
      for (let pixel = 0; pixel < plane; pixel++) tensor[offset + pixel] = table[image[pixel] as number] as number;
    });
  });
  return tensor;
}
