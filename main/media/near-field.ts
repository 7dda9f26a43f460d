/**
 * The near field where it stands still: with a steady probe the chest wall hardly moves while the lung below slides, and stillness would take it for
 * a panel of the device. It is told from one by lying right above the living image, broadly, without holes, and by its texture.
 */

/** Share of its columns in which the still band must touch the living image. */
const leastContact = 0.5;
/** The band's width as share of the living image's: a fan is narrow at its top. */
const leastWidth = 0.15;
/** Share of the band's pixels, from its top down to the living image, that must be tissue: letters leave holes. */
const leastSolid = 0.7;
/** Gray levels of mean brightness from a pixel to its neighbours, right and below together, that count as texture: title bars are flat. */
const step = 2;

interface Band {
  /** Pixels of the map, by index. */
  readonly pixels: readonly number[];
  /** Columns in which it touches the living image. */
  readonly contact: number;
}

/** Those of the `bright` pixels (0 or 1) whose mean brightness over time, in gray levels, steps to their neighbours. Rows of `w` pixels. */
export function textured(bright: Uint8Array, mean: Float32Array, w: number): Uint8Array {
  return bright.map((lit, at) => {
    const here = mean[at] ?? 0;
    return lit === 1 && Math.abs(here - (mean[at + 1] ?? here)) + Math.abs(here - (mean[at + w] ?? here)) > step ? 1 : 0;
  });
}

/** `living` and `tissue`: w x h masks (0 or 1, row major); `tissue` is bright and textured, moving or not. Answers `living` with the still near field added. */
export function withStillNearField(living: Uint8Array, tissue: Uint8Array, w: number, h: number): Uint8Array {
  const first = firstRows(living, w, h);
  const columns = first.reduce((sum, y) => sum + (y < h ? 1 : 0), 0);
  const seen = new Uint8Array(w * h);
  let out = living;
  for (let x = 0; x < w; x++) {
    const y = first[x] ?? h;
    if (y === 0 || y >= h || seen[(y - 1) * w + x] === 1 || tissue[(y - 1) * w + x] === 0) continue;
    const band = bandFrom((y - 1) * w + x, { first, tissue, seen, w });
    if (!isBroadAndSolid(band, first, columns, w)) continue;
    if (out === living) out = living.slice();
    for (const at of band.pixels) out[at] = 1;
  }
  return out;
}

/** Row of each column's uppermost living pixel; h where it has none. */
function firstRows(living: Uint8Array, w: number, h: number): Int32Array {
  const first = new Int32Array(w).fill(h);
  for (let at = w * h - 1; at >= 0; at--) if (living[at] === 1) first[at % w] = Math.floor(at / w);
  return first;
}

interface Ground {
  readonly first: Int32Array;
  readonly tissue: Uint8Array;
  readonly seen: Uint8Array;
  readonly w: number;
}

/** The connected pixels of tissue above the living image around one of them. */
function bandFrom(start: number, { first, tissue, seen, w }: Ground): Band {
  const pixels = [start];
  seen[start] = 1;
  let contact = 0;
  for (let next = 0; next < pixels.length; next++) {
    const at = pixels[next] ?? 0;
    const x = at % w;
    if (Math.floor(at / w) === (first[x] ?? 0) - 1) contact++;
    for (const neighbour of [x > 0 ? at - 1 : -1, x < w - 1 ? at + 1 : -1, at - w, at + w]) {
      if (neighbour < 0 || tissue[neighbour] !== 1 || seen[neighbour] === 1 || Math.floor(neighbour / w) >= (first[neighbour % w] ?? 0)) continue;
      seen[neighbour] = 1;
      pixels.push(neighbour);
    }
  }
  return { pixels, contact };
}

/** `columns`: of the living image. */
function isBroadAndSolid({ pixels, contact }: Band, first: Int32Array, columns: number, w: number): boolean {
  const tops = new Map<number, number>();
  for (const at of pixels) tops.set(at % w, Math.min(tops.get(at % w) ?? Infinity, Math.floor(at / w)));
  let room = 0;
  for (const [x, top] of tops) room += (first[x] ?? 0) - top;
  const broad = tops.size >= leastWidth * columns && contact >= leastContact * tops.size;
  return broad && pixels.length > leastSolid * room;
}
