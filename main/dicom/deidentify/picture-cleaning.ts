import type { Box, Sector } from '../../../preload/domain.ts';
import { insideSector } from '../../media/sector-inside.ts';

/** 1 where a pixel stays, 0 where it is blanked: outside the ultrasound image, and in boxes of text. */
export function keptPixels(sector: Sector, width: number, height: number, text: readonly Box[]): Uint8Array {
  const kept = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inText = text.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
      kept[y * width + x] = !inText && insideSector(sector, x, y) ? 1 : 0;
    }
  }
  return kept;
}

/** A copy of the frame with everything black that does not stay. */
export function blanked(frame: Uint8Array, kept: Uint8Array, channels: 1 | 3): Uint8Array<ArrayBuffer> {
  const clean = new Uint8Array(frame.length);
  for (let i = 0; i < kept.length; i++) {
    if (kept[i] === 1) for (let c = 0; c < channels; c++) clean[i * channels + c] = frame[i * channels + c] ?? 0;
  }
  return clean;
}

interface Mark extends Box {
  readonly pixels: number;
}

/** Heights of letters in pixels, and how bright and still burnt-in ones are. */
const letter = { lowest: 5, highest: 48, widest: 60, level: 150, change: 14 };
/**
 * How a found row goes on to both sides, since its last letters may run into tissue: always by `always` of its height, and on by whole heights, `most` of
 * them, while the share of bright still pixels is that of letters.
 */
const goesOn = { always: 0.7, most: 8, least: 0.06, densest: 0.7 };

/** Difference between channels from which a pixel is coloured; and the largest share of such pixels in a picture whose tissue is gray. */
const coloured = { from: 60, most: 0.1 };

/**
 * A frame's brightest channel, so that coloured letters count as white ones; on gray tissue whatever is coloured is white, since tissue has no colour of its own.
 * `frame` has one channel or three by pixel.
 */
export function letterLevels(frame: Uint8Array, channels: 1 | 3): Uint8Array {
  if (channels === 1) return frame;
  const levels = new Uint8Array(frame.length / 3);
  const vivid: number[] = [];
  for (let i = 0; i < levels.length; i++) {
    const [red = 0, green = 0, blue = 0] = [frame[3 * i], frame[3 * i + 1], frame[3 * i + 2]];
    const most = Math.max(red, green, blue);
    levels[i] = most;
    if (most - Math.min(red, green, blue) >= coloured.from) vivid.push(i);
  }
  if (vivid.length <= coloured.most * levels.length) for (const i of vivid) levels[i] = 255;
  return levels;
}

/**
 * Rows of marks that look like burnt-in text in the image or across its edge: bright, thin, of one height, side by side, and the same in every frame looked at.
 * `frames`: see `letterLevels`. Limits: single letters, dim or moving text, text on bright tissue and writing by hand may be missed, and calipers, ticks and markers may be taken for
 * text; in a single image bright tissue may too. So a person looks at every clip.
 */
export function findText(frames: readonly Uint8Array[], width: number, height: number, sector: Sector): Box[] {
  const bright = stillBright(frames, width, height);
  const marks = connected(bright.slice(), width, height).filter(isLetter).toSorted((a, b) => a.x - b.x);
  const rows: Box[] = [];
  const used = new Set<Mark>();
  for (const first of marks) {
    if (used.has(first)) continue;
    const row = [first];
    for (const next of marks) {
      const last = row.at(-1) ?? first;
      const gap = next.x - (last.x + last.width);
      const level = Math.abs(next.y + next.height - (first.y + first.height)) <= 0.3 * first.height && next.height > 0.55 * first.height && next.height < 1.8 * first.height;
      if (!used.has(next) && next !== first && next.x > last.x && level && gap <= 1.6 * first.height) row.push(next);
    }
    if (row.length < 3) continue;
    for (const mark of row) used.add(mark);
    rows.push(goneOn(around(row, width, height), bright, width, height));
  }
  // Rows beside the image go with everything there; those that reach into it go as a whole.
  return rows.filter((row) => touches(row, sector));
}

function touches(box: Box, sector: Sector): boolean {
  for (let y = box.y; y < box.y + box.height; y++) for (let x = box.x; x < box.x + box.width; x++) if (insideSector(sector, x, y)) return true;
  return false;
}

function around(row: readonly Box[], width: number, height: number): Box {
  const margin = 3;
  const x = Math.max(0, Math.min(...row.map((one) => one.x)) - margin);
  const y = Math.max(0, Math.min(...row.map((one) => one.y)) - margin);
  const right = Math.min(width, Math.max(...row.map((one) => one.x + one.width)) + margin);
  const bottom = Math.min(height, Math.max(...row.map((one) => one.y + one.height)) + margin);
  return { x, y, width: right - x, height: bottom - y };
}

function goneOn({ x, y, width: across, height: tall }: Box, bright: Uint8Array, width: number, height: number): Box {
  const isWriting = (from: number, to: number): boolean => {
    let lit = 0;
    for (let row = y; row < Math.min(height, y + tall); row++) for (let at = from; at < to; at++) lit += bright[row * width + at] ?? 0;
    const share = lit / Math.max(1, (to - from) * tall);
    return to > from && share >= goesOn.least && share <= goesOn.densest;
  };
  let left = x;
  let right = x + across;
  for (let step = 0; step < goesOn.most && isWriting(Math.max(0, left - tall), left); step++) left = Math.max(0, left - tall);
  for (let step = 0; step < goesOn.most && isWriting(right, Math.min(width, right + tall)); step++) right = Math.min(width, right + tall);
  const always = Math.ceil(goesOn.always * tall);
  left = Math.max(0, left - always);
  right = Math.min(width, right + always);
  return { x: left, y, width: right - left, height: tall };
}

/** 1 where a pixel is bright and the same in every frame. */
function stillBright(frames: readonly Uint8Array[], width: number, height: number): Uint8Array {
  const bright = new Uint8Array(width * height);
  for (let i = 0; i < bright.length; i++) {
    let low = 255;
    let high = 0;
    for (const frame of frames) {
      const level = frame[i] ?? 0;
      low = Math.min(low, level);
      high = Math.max(high, level);
    }
    bright[i] = low >= letter.level && high - low <= letter.change ? 1 : 0;
  }
  return bright;
}

function isLetter({ width, height, pixels }: Mark): boolean {
  const filled = pixels / (width * height);
  return height >= letter.lowest && height <= letter.highest && width <= letter.widest && filled < 0.85 + (width <= 3 ? 0.2 : 0);
}

/** Patches of ones; the mask is used up. */
function connected(bright: Uint8Array, width: number, height: number): Mark[] {
  const marks: Mark[] = [];
  const stack: number[] = [];
  for (let start = 0; start < bright.length; start++) {
    if (bright[start] !== 1) continue;
    let [left, right, top, bottom, pixels] = [width, 0, height, 0, 0];
    bright[start] = 2;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = Math.floor(at / width);
      pixels += 1;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const next = at + dy * width + dx;
          if (x + dx < 0 || x + dx >= width || bright[next] !== 1) continue;
          bright[next] = 2;
          stack.push(next);
        }
      }
    }
    marks.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1, pixels });
  }
  return marks;
}
