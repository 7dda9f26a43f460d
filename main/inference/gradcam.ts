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

/** Neighbours and weight for one output position of a bilinear resampling; cell centres at (i + 0.5) / n, edges held. */
function tap(position: number, from: number, to: number): { readonly low: number; readonly high: number; readonly part: number } {
  const at = Math.min(from - 1, Math.max(0, ((position + 0.5) * from) / to - 0.5));
  const low = Math.floor(at);
  return { low, high: Math.min(from - 1, low + 1), part: at - low };
}

/** Adds a grid of shares, resampled to `width` x `height`; smaller cells take a smaller share, so that the total keeps its meaning. */
export function addResampled(target: Float32Array, width: number, height: number, shares: Float32Array, fromWidth: number, fromHeight: number): void {
  const area = (fromWidth * fromHeight) / (width * height);
  const columns = Array.from({ length: width }, (_, column) => tap(column, fromWidth, width));
  for (let row = 0; row < height; row += 1) {
    const { low, high, part } = tap(row, fromHeight, height);
    columns.forEach((column, index) => {
      const at = (line: number, cell: number): number => shares[line * fromWidth + cell] ?? 0;
      const upper = at(low, column.low) * (1 - column.part) + at(low, column.high) * column.part;
      const lower = at(high, column.low) * (1 - column.part) + at(high, column.high) * column.part;
      const place = row * width + index;
      target[place] = (target[place] ?? 0) + area * (upper * (1 - part) + lower * part);
    });
  }
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
    addResampled(sum, fused.width, fused.height, shares, branch.width, branch.height);
    evidence.set(shares, grid.offset);
  });
  evidence.set(sum, fused.offset);
  // The relu comes last: branches that speak against the finding must count in the fused map.
  for (let at = 0; at < evidence.length; at += 1) evidence[at] = Math.max(0, evidence[at] ?? 0);
  return evidence;
}
