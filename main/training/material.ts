/** What a head is trained on: the features of labelled clips' frames, and which clip each is of. */
import type { Matrix } from './matrix.ts';

/** Columns of the features that one network gives. */
export interface FeatureBranch {
  readonly name: string;
  readonly start: number;
  readonly count: number;
}

/** One labelled clip. Its frames' features are `rows` rows from `firstRow` on. */
export interface LabelledClip {
  /** Patient or source: never on two sides of a split. */
  readonly group: string;
  readonly positive: boolean;
  readonly firstRow: number;
  readonly rows: number;
}

export interface Material {
  /** frames x features, in shared memory. */
  readonly features: Matrix;
  readonly branches: readonly FeatureBranch[];
  readonly clips: readonly LabelledClip[];
}

/** Features that heads are compared on: the branches named, each alone or some fused. */
export interface FeatureSet {
  readonly name: string;
  readonly branches: readonly string[];
}

/** Every branch alone, and all of them fused where there are several. */
export function featureSets(branches: readonly FeatureBranch[]): readonly FeatureSet[] {
  const names = branches.map((branch) => branch.name);
  const alone = names.map((name) => ({ name, branches: [name] }));
  return names.length > 1 ? [...alone, { name: 'fused', branches: names }] : alone;
}

/** Rows of some clips, in the clips' order. */
export function rowsOfClips(clips: readonly LabelledClip[], chosen: readonly number[]): Uint32Array {
  return Uint32Array.from(chosen.flatMap((clip) => {
    const { firstRow, rows } = clips[clip] ?? { firstRow: 0, rows: 0 };
    return Array.from({ length: rows }, (_, at) => firstRow + at);
  }));
}

/** Labels and weights of these clips' rows: both classes weigh the same, all clips of a class the same, whatever their number of frames; the mean is one. */
export function rowTargets(clips: readonly LabelledClip[], chosen: readonly number[]): { readonly labels: Uint8Array; readonly weights: Float64Array } {
  const counts = [0, 0];
  for (const at of chosen) counts[clips[at]?.positive === true ? 1 : 0] = (counts[clips[at]?.positive === true ? 1 : 0] ?? 0) + 1;
  const labels: number[] = [];
  const weights: number[] = [];
  for (const at of chosen) {
    const { positive, rows } = clips[at] ?? { positive: false, rows: 0 };
    for (let row = 0; row < rows; row += 1) {
      labels.push(positive ? 1 : 0);
      weights.push(1 / (rows * Math.max(1, counts[positive ? 1 : 0] ?? 1)));
    }
  }
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length);
  return { labels: Uint8Array.from(labels), weights: Float64Array.from(weights, (weight) => weight / mean) };
}
