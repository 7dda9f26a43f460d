/** Makes every superpixel one connected piece (4 neighbours): far parts become superpixels of their own, crumbs join the neighbour they touch most. */

/** Label of pixels that belong to no superpixel: there is no image. */
export const noSuperpixel = 65_535;

export interface Superpixels {
  /** 0 to count - 1, or `noSuperpixel`; row major. */
  readonly labels: Uint16Array;
  readonly count: number;
}

/** The pixel's neighbours above, left, right and below. */
function neighbours(pixel: number, width: number, pixels: number): number[] {
  const column = pixel % width;
  const found: number[] = [];
  if (pixel >= width) found.push(pixel - width);
  if (column > 0) found.push(pixel - 1);
  if (column < width - 1) found.push(pixel + 1);
  if (pixel + width < pixels) found.push(pixel + width);
  return found;
}

/** Connected pieces of equal label in the order of their first pixels; `pieceOf` is -1 in the background. */
function pieces(labels: Int32Array, width: number, background: Uint8Array | null): { readonly pieceOf: Int32Array; readonly members: number[][] } {
  const pieceOf = new Int32Array(labels.length).fill(-1);
  const members: number[][] = [];
  for (let first = 0; first < labels.length; first += 1) {
    if (pieceOf[first] !== -1 || background?.[first] === 1) continue;
    const piece = [first];
    pieceOf[first] = members.length;
    // Grows while it is walked.
    for (const pixel of piece) {
      for (const other of neighbours(pixel, width, labels.length)) {
        if (pieceOf[other] !== -1 || background?.[other] === 1 || labels[other] !== labels[first]) continue;
        pieceOf[other] = members.length;
        piece.push(other);
      }
    }
    members.push(piece);
  }
  return { pieceOf, members };
}

/** The other piece that shares most border with `piece`; null where only background is around. */
function closest(piece: number, pixels: readonly number[], pieceOf: Int32Array, width: number): number | null {
  const shared = new Map<number, number>();
  for (const pixel of pixels) {
    for (const other of neighbours(pixel, width, pieceOf.length)) {
      const neighbour = pieceOf[other] ?? -1;
      if (neighbour !== piece && neighbour !== -1) shared.set(neighbour, (shared.get(neighbour) ?? 0) + 1);
    }
  }
  let best: number | null = null;
  for (const [neighbour, border] of shared) if (best === null || border > (shared.get(best) ?? 0)) best = neighbour;
  return best;
}

/** Superpixels of at least `smallest` pixels from the clusters of k-means (-1: none). Crumbs without a neighbour are left out. */
export function connectPieces(labels: Int32Array, width: number, background: Uint8Array | null, smallest: number): Superpixels {
  const { pieceOf, members } = pieces(labels, width, background);
  const bySize = members.map((_, piece) => piece).toSorted((a, b) => (members[a]?.length ?? 0) - (members[b]?.length ?? 0) || a - b);
  for (const piece of bySize) {
    const pixels = members[piece] ?? [];
    // Others may have joined it meanwhile.
    if (pixels.length >= smallest) continue;
    const into = closest(piece, pixels, pieceOf, width);
    for (const pixel of pixels) pieceOf[pixel] = into ?? -1;
    if (into !== null) members[into]?.push(...pixels);
    members[piece] = [];
  }
  const numbers = new Map<number, number>();
  const connected = Uint16Array.from(pieceOf, (piece) => {
    if (piece === -1) return noSuperpixel;
    const number = numbers.get(piece) ?? numbers.size;
    numbers.set(piece, number);
    return number;
  });
  return { labels: connected, count: numbers.size };
}
