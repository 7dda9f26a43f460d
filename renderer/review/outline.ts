/** Outlines of regions in a grid of labels: closed lines along the cells' edges, rounded so that no stairs are seen. */

/** A closed line: x0, y0, x1, y1, ... in cells, cell (0, 0) reaching from 0 to 1. Holes are lines of their own (even-odd filling). */
export type Loop = Float32Array;

/** Right, down, left, up. */
const DX = [1, 0, -1, 0] as const;
const DY = [0, 1, 0, -1] as const;

/** For each grid corner the edges that leave it with the region on their right hand, one bit a direction. */
function edgesOf(labels: Uint16Array, size: number, label: number): Uint8Array {
  const corners = size + 1;
  const edges = new Uint8Array(corners * corners);
  const add = (x: number, y: number, direction: number): void => {
    edges[y * corners + x] = (edges[y * corners + x] ?? 0) | (1 << direction);
  };
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = y * size + x;
      if (labels[at] !== label) continue;
      if (y === 0 || labels[at - size] !== label) add(x, y, 0);
      if (x === size - 1 || labels[at + 1] !== label) add(x + 1, y, 1);
      if (y === size - 1 || labels[at + size] !== label) add(x + 1, y + 1, 2);
      if (x === 0 || labels[at - 1] !== label) add(x, y + 1, 3);
    }
  }
  return edges;
}

/** Where cells touch at a corner only, the line keeps to its own cell: it turns right before it goes straight on or left. */
function nextDirection(bits: number, direction: number): number {
  for (const turn of [1, 0, 3]) {
    const next = (direction + turn) % 4;
    if ((bits & (1 << next)) !== 0) return next;
  }
  return -1;
}

/** Middles of the edges from a corner on, until the line closes; the edges are used up. */
function follow(edges: Uint8Array, corners: number, start: number, first: number): number[] {
  const points: number[] = [];
  let corner = start;
  let direction = first;
  do {
    edges[corner] = (edges[corner] ?? 0) & ~(1 << direction);
    const dx = DX[direction] ?? 0;
    const dy = DY[direction] ?? 0;
    points.push((corner % corners) + dx / 2, Math.floor(corner / corners) + dy / 2);
    corner += dy * corners + dx;
    direction = nextDirection(edges[corner] ?? 0, direction);
  } while (direction !== -1);
  return points;
}

/** Weighted mean with two neighbours on each side, going round. */
function rounded(points: Loop): Loop {
  const count = points.length / 2;
  const out = new Float32Array(points.length);
  for (let i = 0; i < count; i += 1) {
    for (let axis = 0; axis < 2; axis += 1) {
      const at = (away: number): number => points[((i + away + count) % count) * 2 + axis] ?? 0;
      out[i * 2 + axis] = (at(-2) + 2 * at(-1) + 3 * at(0) + 2 * at(1) + at(2)) / 9;
    }
  }
  return out;
}

/** All closed lines around the cells with `label` in a square grid, row major. */
export function outlines(labels: Uint16Array, size: number, label: number): Loop[] {
  const edges = edgesOf(labels, size, label);
  const loops: Loop[] = [];
  edges.forEach((_, corner) => {
    // Several lines may leave one corner.
    for (let direction = 0; direction < 4; direction += 1) {
      if (((edges[corner] ?? 0) & (1 << direction)) === 0) continue;
      const raw = Float32Array.from(follow(edges, size + 1, corner, direction));
      // A line of few points would shrink away.
      loops.push(raw.length < 24 ? raw : rounded(rounded(raw)));
    }
  });
  return loops;
}
