/**
 * Grad-CAM values of one frame as they are stored: one Float32Array with the fused grid and then each branch's grid in the bundle's order,
 * row major, in unwrapped sector coordinates (rows = depth, columns = angle), non-negative.
 */
import type { BranchInfo, GradCam } from '../../preload/domain.ts';

export interface EvidenceGrid {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** First value in the array. */
  readonly offset: number;
}

export interface EvidenceLayout {
  /** As large as the largest branch's grid. */
  readonly fused: EvidenceGrid;
  readonly branches: readonly EvidenceGrid[];
  /** Values in all. */
  readonly length: number;
}

/** Where each grid lies, from the bundle's branches (at least one). */
export function evidenceLayout(branches: readonly BranchInfo[]): EvidenceLayout {
  const largest = branches.reduce((best, branch) => (branch.width * branch.height > best.width * best.height ? branch : best));
  let offset = 0;
  const grid = ({ name, width, height }: BranchInfo): EvidenceGrid => {
    const placed = { name, width, height, offset };
    offset += width * height;
    return placed;
  };
  const fused = grid({ ...largest, name: 'fused' });
  const placed = branches.map(grid);
  return { fused, branches: placed, length: offset };
}

function valuesOf(evidence: Float32Array, grid: EvidenceGrid): Float32Array {
  return evidence.slice(grid.offset, grid.offset + grid.width * grid.height);
}

/** Largest value of each grid (fused first, then the branches) over the evidence of a clip's frames; 0 where there is none. */
export function clipMaxima(layout: EvidenceLayout, frames: Iterable<Float32Array>): Float32Array {
  const grids = [layout.fused, ...layout.branches];
  const maxima = new Float32Array(grids.length);
  for (const evidence of frames) {
    grids.forEach((grid, index) => {
      let maximum = maxima[index] ?? 0;
      for (let at = grid.offset; at < grid.offset + grid.width * grid.height; at += 1) maximum = Math.max(maximum, evidence[at] ?? 0);
      maxima[index] = maximum;
    });
  }
  return maxima;
}

/** One frame's maps as the page shows them, with the clip's maxima so that frames compare. */
export function gradCam(layout: EvidenceLayout, frame: number, probability: number, evidence: Float32Array, maxima: Float32Array): GradCam {
  const map = (grid: EvidenceGrid, index: number) => ({
    width: grid.width,
    height: grid.height,
    values: valuesOf(evidence, grid),
    clipMaximum: maxima[index] ?? 0,
  });
  return {
    frame,
    probability,
    fused: map(layout.fused, 0),
    branches: layout.branches.map((grid, index) => ({ ...map(grid, index + 1), name: grid.name })),
  };
}
