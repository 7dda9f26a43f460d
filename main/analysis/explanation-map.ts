/** A map of evidence compared with a mask of the truth: where its peak lies, and how much of it lies inside. Grids are row major in unwrapped coordinates. */

export interface Grid {
  readonly width: number;
  readonly height: number;
  /** Not negative. */
  readonly values: ArrayLike<number>;
}

/** A picture of the truth at the map's fine size: 1 inside. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly inside: Uint8Array;
}

/** Catmull-Rom weights of the four neighbours at offset t from the second: the curve passes through the grid's own values. */
function weights(t: number): readonly number[] {
  const [t2, t3] = [t * t, t * t * t];
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
}

/** Resamples one axis; `step` between values of a line, `jump` between lines. Edges are repeated. */
function stretched(values: ArrayLike<number>, lines: number, from: number, to: number, along: 'rows' | 'columns'): Float64Array {
  const out = new Float64Array(lines * to);
  for (let i = 0; i < to; i += 1) {
    const at = ((i + 0.5) * from) / to - 0.5;
    const base = Math.floor(at);
    const four = weights(at - base);
    for (let line = 0; line < lines; line += 1) {
      let sum = 0;
      four.forEach((weight, k) => {
        const index = Math.min(from - 1, Math.max(0, base - 1 + k));
        sum += weight * (values[along === 'rows' ? line * from + index : index * lines + line] ?? 0);
      });
      out[along === 'rows' ? line * to + i : i * lines + line] = sum;
    }
  }
  return out;
}

/**
 * The map at the size of the network's input, refined bicubically as the clip page draws it, not below 0. Nothing is left where `background` is 1: beside an image
 * that the frame cuts off there is nothing to see, and the page draws nothing.
 */
export function refined({ width, height, values }: Grid, size: number, background: Uint8Array | null = null): Float64Array {
  const wide = stretched(values, height, width, size, 'rows');
  return stretched(wide, size, height, size, 'columns').map((value, pixel) => (background?.[pixel] === 1 ? 0 : Math.max(0, value)));
}

/** Index of the highest value; null where the map holds no evidence. */
export function peakOf(fine: ArrayLike<number>): number | null {
  let best = 0;
  for (let index = 1; index < fine.length; index += 1) if ((fine[index] ?? 0) > (fine[best] ?? 0)) best = index;
  return (fine[best] ?? 0) > 0 ? best : null;
}

/** Whether the mask has a point within so many pixels across and down of this one. */
export function touches({ width, height, inside }: Mask, at: number, across: number, down: number): boolean {
  const [column, row] = [at % width, Math.floor(at / width)];
  for (let y = Math.max(0, Math.ceil(row - down)); y <= Math.min(height - 1, Math.floor(row + down)); y += 1) {
    for (let x = Math.max(0, Math.ceil(column - across)); x <= Math.min(width - 1, Math.floor(column + across)); x += 1) if (inside[y * width + x] === 1) return true;
  }
  return false;
}

/** Share of the map's sum that lies inside the mask; null where the map is empty. */
export function massInside(fine: ArrayLike<number>, { inside }: Mask): number | null {
  let within = 0;
  let all = 0;
  for (let index = 0; index < fine.length; index += 1) {
    const value = fine[index] ?? 0;
    all += value;
    if (inside[index] === 1) within += value;
  }
  return all > 0 ? within / all : null;
}

/** Mean ranks from 0; equal values share theirs. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (const index of order.slice(from, to)) found[index] = (from + to - 1) / 2;
    from = to;
  }
  return found;
}

/** Spearman's rank correlation; null where either is the same everywhere. */
export function rankCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  if (first.length !== second.length) throw new RangeError('Only lists of one length can be compared.');
  const [a, b] = [ranks(first), ranks(second)];
  const middle = (first.length - 1) / 2;
  let [together, ofFirst, ofSecond] = [0, 0, 0];
  a.forEach((rank, index) => {
    const [x, y] = [rank - middle, (b[index] ?? 0) - middle];
    together += x * y;
    ofFirst += x * x;
    ofSecond += y * y;
  });
  return ofFirst === 0 || ofSecond === 0 ? null : together / Math.sqrt(ofFirst * ofSecond);
}
