import { textured, withStillNearField } from './near-field.ts';

/**
 * Which pixels belong to the living ultrasound image: brighter than the background in some frame, and changing over time.
 * Burnt-in text, scales, colour bars and panels stand still, so they drop out; a still near field stays in.
 */
export interface LitMap {
  readonly width: number;
  readonly height: number;
  /** Decoded pixels a map pixel, each way. */
  readonly scale: number;
  /** Row sums: `before[y * (width + 1) + x]` lit pixels of row y lie left of x. */
  readonly before: Float32Array;
  readonly lit: number;
}

/** Longest side of the map in pixels: 0.2% of the picture is precise enough for a mask. */
const mapSide = 448;
/** Gray levels above the background that count as image; compression ringing stays below. */
const aboveBackground = 6;
/** The same for the mean over time, which shows the faint noise of the far field. */
const meanAboveBackground = 2;
/** Mean change between samples, in gray levels, below which a pixel stands still. */
const stillChange = 0.5;
/** Smallest part of the image area that a patch of lit pixels may be. */
const smallestPatch = 0.004;

interface TemporalStatistics {
  readonly maximum: Uint8Array;
  /** Mean absolute change between successive samples. */
  readonly change: Float32Array;
  readonly mean: Float32Array;
  readonly samples: number;
}

/** `frames`: evenly spaced gray frames, row major. */
export function litMap(frames: readonly Uint8Array[], width: number, height: number): LitMap {
  const scale = Math.max(1, Math.ceil(Math.max(width, height) / mapSide));
  const w = Math.floor(width / scale);
  const h = Math.floor(height / scale);
  const small = withoutBlackFrames(frames.map((frame) => (scale === 1 ? frame : shrink(frame, width, w, h, scale))));
  const statistics = overTime(small, w * h);
  const { bright, alive } = litPixels(statistics, w, h);
  const living = withoutSmallPatches(closeGaps(alive ?? bright, w, h), w, h);
  const mask = alive === null ? living : withStillNearField(living, closeGaps(textured(bright, statistics.mean, w), w, h), w, h);
  return { width: w, height: h, scale, ...rowSums(mask, w, h) };
}

function shrink(frame: Uint8Array, width: number, w: number, h: number, scale: number): Uint8Array {
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) sum += frame[(y * scale + dy) * width + x * scale + dx] ?? 0;
      out[y * w + x] = sum / (scale * scale);
    }
  }
  return out;
}

/** Black first frames and fades would make still text look alive. */
function withoutBlackFrames(frames: readonly Uint8Array[]): readonly Uint8Array[] {
  const means = frames.map((frame) => {
    let sum = 0;
    for (let i = 0; i < frame.length; i += 7) sum += frame[i] ?? 0;
    return sum / Math.max(1, frame.length / 7);
  });
  const middle = means.toSorted((a, b) => a - b)[means.length >> 1] ?? 0;
  const kept = frames.filter((_, i) => (means[i] ?? 0) >= 0.3 * middle);
  return kept.length > 0 ? kept : frames;
}

function overTime(frames: readonly Uint8Array[], pixels: number): TemporalStatistics {
  const maximum = new Uint8Array(pixels);
  const changes = new Uint32Array(pixels);
  const sums = new Uint32Array(pixels);
  let before: Uint8Array | undefined = frames[0];
  for (const frame of frames) {
    // Plain index loops over whole samples: this is most of the fit's time.
    for (let i = 0; i < pixels; i++) {
      const value = frame[i] ?? 0;
      const step = value - (before?.[i] ?? 0);
      if (value > (maximum[i] ?? 0)) maximum[i] = value;
      sums[i] = (sums[i] ?? 0) + value;
      changes[i] = (changes[i] ?? 0) + (step < 0 ? -step : step);
    }
    before = frame;
  }
  return { maximum, samples: frames.length, change: scaled(changes, 1 / Math.max(1, frames.length - 1)), mean: scaled(sums, 1 / frames.length) };
}

function scaled(values: Uint32Array, factor: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = (values[i] ?? 0) * factor;
  return out;
}

/** Level of the picture's background: the commonest dark level that stands still; some devices and converters leave it gray. */
function backgroundLevel(levels: Uint8Array | Float32Array, { change, samples }: TemporalStatistics): number {
  const histogram = new Float64Array(64);
  for (let i = 0; i < levels.length; i++) {
    const level = Math.floor(levels[i] ?? 0);
    if (level < 64 && (samples < 4 || (change[i] ?? 0) < stillChange)) histogram[level] = (histogram[level] ?? 0) + 1;
  }
  let best = 0;
  for (let level = 0; level < 64; level++) if ((histogram[level] ?? 0) > (histogram[best] ?? 0)) best = level;
  return (histogram[best] ?? 0) > 0.02 * levels.length ? best : 0;
}

interface LitPixels {
  /** Above the background in some frame. */
  readonly bright: Uint8Array;
  /** Of those, what moves; null for stills and frozen clips, which have no movement to go by. */
  readonly alive: Uint8Array | null;
}

function litPixels(statistics: TemporalStatistics, w: number, h: number): LitPixels {
  const { maximum, change, mean, samples } = statistics;
  const threshold = backgroundLevel(maximum, statistics) + aboveBackground;
  const faint = backgroundLevel(mean, statistics) + meanAboveBackground;
  const bright = new Uint8Array(w * h);
  const alive = new Uint8Array(w * h);
  let brightCount = 0;
  let aliveCount = 0;
  for (let i = 0; i < w * h; i++) {
    if ((maximum[i] ?? 0) <= threshold && (mean[i] ?? 0) <= faint) continue;
    bright[i] = 1;
    brightCount++;
    if ((change[i] ?? 0) <= 0.3 + 0.015 * (mean[i] ?? 0)) continue;
    alive[i] = 1;
    aliveCount++;
  }
  return { bright, alive: samples >= 4 && aliveCount > 0.3 * brightCount ? alive : null };
}

/** A pixel is lit where at least 4 of its 3 x 3 neighbourhood are: fills speckle, drops specks. */
function closeGaps(mask: Uint8Array, w: number, h: number): Uint8Array {
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        const row = Math.min(h - 1, Math.max(0, y + dy)) * w;
        for (let dx = -1; dx <= 1; dx++) sum += mask[row + Math.min(w - 1, Math.max(0, x + dx))] ?? 0;
      }
      out[y * w + x] = sum >= 4 ? 1 : 0;
    }
  }
  return out;
}

/** Keeps connected patches of some size and height: an ECG trace or a running clock is small or flat. */
function withoutSmallPatches(mask: Uint8Array, w: number, h: number): Uint8Array {
  const out = new Uint8Array(w * h);
  const seen = new Uint8Array(w * h);
  const stack = new Int32Array(w * h);
  for (let start = 0; start < w * h; start++) {
    if (mask[start] === 0 || seen[start] === 1) continue;
    const end = collectPatch(mask, seen, stack, start, w, h);
    let top = h;
    let bottom = 0;
    for (let i = 0; i < end; i++) {
      const y = Math.floor((stack[i] ?? 0) / w);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    if (end < smallestPatch * w * h || bottom - top < 0.06 * h) continue;
    for (let i = 0; i < end; i++) out[stack[i] ?? 0] = 1;
  }
  return out;
}

/** Fills `stack` with the patch around `start`, breadth first; answers its size. */
function collectPatch(mask: Uint8Array, seen: Uint8Array, stack: Int32Array, start: number, w: number, h: number): number {
  let end = 1;
  stack[0] = start;
  seen[start] = 1;
  for (let next = 0; next < end; next++) {
    const at = stack[next] ?? 0;
    const x = at % w;
    const neighbours = [x > 0 ? at - 1 : -1, x < w - 1 ? at + 1 : -1, at - w, at + w < w * h ? at + w : -1];
    for (const neighbour of neighbours) {
      if (neighbour < 0 || mask[neighbour] === 0 || seen[neighbour] === 1) continue;
      seen[neighbour] = 1;
      stack[end++] = neighbour;
    }
  }
  return end;
}

function rowSums(mask: Uint8Array, w: number, h: number): { readonly before: Float32Array; readonly lit: number } {
  const before = new Float32Array((w + 1) * h);
  let lit = 0;
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < w; x++) {
      sum += mask[y * w + x] ?? 0;
      before[y * (w + 1) + x + 1] = sum;
    }
    lit += sum;
  }
  return { before, lit };
}
