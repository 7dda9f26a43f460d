/**
 * Grad-CAM without backpropagation. The head reads globally averaged maps, so d score / d A_k(cell) = (d score / d f_k) / (H * W) everywhere,
 * and the class activation map is relu(sum_k gradient_k / (H * W) * A_k): exact for any differentiable head (Selvaraju et al. 2017).
 * A cell's value before the relu is its share of the calibrated logit, so a branch's cells add up to the branch's whole share.
 */
import type { BranchFormat } from './bundle-format.ts';
import type { EvidenceLayout } from './evidence.ts';

/** Branch map (channels x height x width) weighted by the gradient, before the relu: height x width shares of the logit. */
export function branchShares(branch: BranchFormat, map: Float32Array, gradient: Float32Array): Float32Array {
  const cells = branch.height * branch.width;
  const shares = new Float32Array(cells);
  for (let channel = 0; channel < branch.channels; channel += 1) {
    const weight = (gradient[branch.featureStart + channel] ?? 0) / cells;
    if (weight === 0) continue;
    const from = channel * cells;
    for (let cell = 0; cell < cells; cell += 1) shares[cell] = (shares[cell] ?? 0) + weight * (map[from + cell] ?? 0);
  }
  return shares;
}

/** Cells of a map along one axis: the first one's centre and the step to the next, as shares of the input's side. */
interface Line {
  readonly first: number;
  readonly step: number;
  /** How often each share is spread over its neighbours: kernels wider than a step look beyond their own cell. */
  readonly reach?: number | undefined;
}

/** Where a branch's cells look: as its manifest says, else equal parts of the input. */
function linesOf({ width, height, cells }: Pick<BranchFormat, 'width' | 'height' | 'cells'>): { readonly columns: Line; readonly rows: Line } {
  const equal = (count: number): Line => ({ first: 0.5 / count, step: 1 / count });
  return cells ?? { columns: equal(width), rows: equal(height) };
}

/** One pass of 1-2-1 along an axis, edges held: the total stays. `stride` between neighbours of a line, `count` of them. */
function spreadOnce(shares: Float32Array, count: number, stride: number): Float32Array {
  return shares.map((value, cell) => {
    const at = Math.floor(cell / stride) % count;
    const neighbour = (by: number): number => shares[cell + (at + by < 0 || at + by >= count ? 0 : by * stride)] ?? 0;
    return (neighbour(-1) + 2 * value + neighbour(1)) / 4;
  });
}

/** The shares over all that their cells look at. */
function spread(shares: Float32Array, { width, height }: Pick<BranchFormat, 'width' | 'height'>, columns: Line, rows: Line): Float32Array {
  let wide = shares;
  for (let pass = 0; pass < (columns.reach ?? 0); pass += 1) wide = spreadOnce(wide, width, 1);
  for (let pass = 0; pass < (rows.reach ?? 0); pass += 1) wide = spreadOnce(wide, height, width);
  return wide;
}

/** Neighbours and weight for one output position of a bilinear resampling; output centres at (i + 0.5) / `to`, edges held. */
function tap(position: number, to: number, from: number, { first, step }: Line): { readonly low: number; readonly high: number; readonly part: number } {
  const at = Math.min(from - 1, Math.max(0, ((position + 0.5) / to - first) / step));
  const low = Math.floor(at);
  return { low, high: Math.min(from - 1, low + 1), part: at - low };
}

/**
 * Adds a branch's shares, resampled to `width` x `height` equal cells, each to where its cell looks; smaller cells take a smaller share, so that the total keeps
 * its meaning.
 */
export function addResampled(target: Float32Array, width: number, height: number, shares: Float32Array, branch: Pick<BranchFormat, 'width' | 'height' | 'cells'>): void {
  const lines = linesOf(branch);
  const looked = spread(shares, branch, lines.columns, lines.rows);
  const area = 1 / (lines.columns.step * width * lines.rows.step * height);
  const columns = Array.from({ length: width }, (_, column) => tap(column, width, branch.width, lines.columns));
  for (let row = 0; row < height; row += 1) {
    const { low, high, part } = tap(row, height, branch.height, lines.rows);
    columns.forEach((column, index) => {
      const at = (line: number, cell: number): number => looked[line * branch.width + cell] ?? 0;
      const upper = at(low, column.low) * (1 - column.part) + at(low, column.high) * column.part;
      const lower = at(high, column.low) * (1 - column.part) + at(high, column.high) * column.part;
      const place = row * width + index;
      target[place] = (target[place] ?? 0) + area * (upper * (1 - part) + lower * part);
    });
  }
}

/** A branch's shares in equal cells, as pages draw them. */
export function inEqualCells(branch: BranchFormat, shares: Float32Array): Float32Array {
  if (branch.cells === undefined) return shares;
  const even = new Float32Array(shares.length);
  addResampled(even, branch.width, branch.height, shares, branch);
  return even;
}

/** Evidence of one frame: the fused grid and every branch's, non-negative, laid out by `layout`. `maps` follow the branches' order. */
export function frameEvidence(branches: readonly BranchFormat[], layout: EvidenceLayout, maps: readonly Float32Array[], gradient: Float32Array): Float32Array {
  const evidence = new Float32Array(layout.length);
  const { fused } = layout;
  const sum = new Float32Array(fused.width * fused.height);
  branches.forEach((branch, index) => {
    const map = maps[index];
    const grid = layout.branches[index];
    if (map === undefined || grid === undefined) throw new RangeError('A branch has no map.');
    const shares = branchShares(branch, map, gradient);
    addResampled(sum, fused.width, fused.height, shares, branch);
    evidence.set(inEqualCells(branch, shares), grid.offset);
  });
  evidence.set(sum, fused.offset);
  // The relu comes last: branches that speak against the finding must count in the fused map.
  for (let at = 0; at < evidence.length; at += 1) evidence[at] = Math.max(0, evidence[at] ?? 0);
  return evidence;
}
