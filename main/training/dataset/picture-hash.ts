/**
 * Perceptual hash of a frame: a difference hash (dHash: is each cell brighter than its right neighbour) of the unwrapped, gain-normalised fan, so that scale,
 * crop, brightness and compression change few bits. Depth brightness, which all lung clips share, cancels out because neighbours lie at the same depth.
 */

/** Cells across the beams, and down. Each gives a bit: 16 x 16 bits a frame. */
const across = 16;
const down = 16;
export const hashBits = across * down;
const words = hashBits / 32;

export type PictureHash = Uint32Array;

/** Mean of each of `columns` x `rows` cells of a square image of `side` pixels, row major. */
function cellMeans(image: Uint8Array, side: number, columns: number, rows: number): Float64Array {
  const means = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const top = Math.floor((row * side) / rows);
    const bottom = Math.floor(((row + 1) * side) / rows);
    for (let column = 0; column < columns; column++) {
      const left = Math.floor((column * side) / columns);
      const right = Math.floor(((column + 1) * side) / columns);
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += image[y * side + x] as number;
      means[row * columns + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}

/** `image`: unwrapped gray levels, `side` x `side`, as the network sees them. */
export function pictureHash(image: Uint8Array, side: number): PictureHash {
  const means = cellMeans(image, side, across + 1, down);
  const hash = new Uint32Array(words);
  for (let bit = 0; bit < hashBits; bit++) {
    const at = Math.floor(bit / across) * (across + 1) + (bit % across);
    if ((means[at] as number) < (means[at + 1] as number)) hash[bit >> 5] = (hash[bit >> 5] as number) | (1 << (bit & 31));
  }
  return hash;
}

function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Bits in which two hashes differ; counting stops above `limit`. */
export function hashDistance(a: PictureHash, b: PictureHash, limit = hashBits): number {
  let distance = 0;
  for (let word = 0; word < words && distance <= limit; word++) distance += ones((a[word] as number) ^ (b[word] as number));
  return distance;
}

/** Eight hex digits a word. */
export function hashText(hash: PictureHash): string {
  return [...hash].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** Null where the text is no hash. */
export function readHash(text: string): PictureHash | null {
  if (!new RegExp(`^[0-9a-f]{${8 * words}}$`).test(text)) return null;
  return Uint32Array.from({ length: words }, (_, word) => Number.parseInt(text.slice(8 * word, 8 * word + 8), 16));
}
