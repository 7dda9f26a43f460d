/** Random forest (Breiman 2001) and gradient boosting for two classes (Friedman 2001), with scikit-learn's conventions. */
import { sigmoid } from '../../inference/heads/parts.ts';
import type { Matrix } from '../matrix.ts';
import { seededUniform } from '../random.ts';
import type { Examples } from './linear-fit.ts';
import { binRows, growTree, leafValue } from './tree-fit.ts';
import type { BinnedRows, FittedTree } from './tree-fit.ts';

export interface ForestOptions {
  readonly trees: number;
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly tryFeatures: number;
  /** Each tree on rows drawn with replacement. */
  readonly bootstrap: boolean;
  readonly seed: number;
}

/** Trees whose leaves hold the weighted share of positives. */
export function fitForest({ x, labels, weights }: Examples, options: ForestOptions, binned: BinnedRows = binRows(x)): readonly FittedTree[] {
  const uniform = seededUniform(options.seed);
  const values = Float64Array.from(labels);
  return Array.from({ length: options.trees }, () => {
    const times = new Float64Array(x.rows);
    for (let at = 0; at < x.rows; at += 1) {
      const row = options.bootstrap ? Math.floor(uniform() * x.rows) : at;
      times[row] = (times[row] ?? 0) + 1;
    }
    const members = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => (times[row] ?? 0) > 0);
    const drawn = times.map((count, row) => count * (weights[row] ?? 0));
    return growTree(binned, { values, weights: drawn }, members, { ...options, uniform });
  });
}

export interface BoostingOptions {
  readonly trees: number;
  readonly rate: number;
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly tryFeatures: number;
  /** Share of the rows that each tree sees. */
  readonly share: number;
  readonly seed: number;
}

export interface BoostedTrees {
  /** Log odds of the whole. */
  readonly initial: number;
  readonly rate: number;
  readonly trees: readonly FittedTree[];
}

/** A leaf's step of Newton's method on the log loss. */
function newtonStep(members: Uint32Array, residuals: Float64Array, labels: Uint8Array, weights: Float64Array): number {
  let [above, below] = [0, 0];
  for (const row of members) {
    const [weight, residual, label] = [weights[row] ?? 0, residuals[row] ?? 0, labels[row] ?? 0];
    above += weight * residual;
    below += weight * (label - residual) * (1 - label + residual);
  }
  return Math.abs(below) < 1e-150 ? 0 : above / below;
}

export function fitBoosting({ x, labels, weights }: Examples, options: BoostingOptions, binned: BinnedRows = binRows(x)): BoostedTrees {
  const uniform = seededUniform(options.seed);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const positive = weights.reduce((sum, weight, row) => sum + weight * (labels[row] ?? 0), 0) / total;
  const initial = Math.log(positive / (1 - positive));
  const scores = new Float64Array(x.rows).fill(initial);
  const order = Uint32Array.from({ length: x.rows }, (_, row) => row);
  const trees: FittedTree[] = [];
  for (let round = 0; round < options.trees; round += 1) {
    const residuals = scores.map((score, row) => (labels[row] ?? 0) - sigmoid(score));
    const members = options.share >= 1 ? order : drawnWithout(order, Math.max(1, Math.floor(options.share * x.rows)), uniform);
    const leaves = new Map<number, Uint32Array>();
    const tree = growTree(binned, { values: residuals, weights }, members, { ...options, uniform }, leaves);
    for (const [leaf, mine] of leaves) tree.value[leaf] = newtonStep(mine, residuals, labels, weights);
    for (let row = 0; row < x.rows; row += 1) scores[row] = (scores[row] ?? 0) + options.rate * leafValue(tree, x, row);
    trees.push(tree);
  }
  return { initial, rate: options.rate, trees };
}

/** `count` different rows, in order. */
function drawnWithout(order: Uint32Array, count: number, uniform: () => number): Uint32Array {
  const shuffled = Uint32Array.from(order);
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(uniform() * (shuffled.length - at));
    const kept = shuffled[at] ?? 0;
    shuffled[at] = shuffled[other] ?? 0;
    shuffled[other] = kept;
  }
  return shuffled.slice(0, count).sort();
}

/** Sum over trees of each row's leaf. */
export function sumOfTrees(trees: readonly FittedTree[], x: Matrix): Float64Array {
  const sums = new Float64Array(x.rows);
  for (const tree of trees) for (let row = 0; row < x.rows; row += 1) sums[row] = (sums[row] ?? 0) + leafValue(tree, x, row);
  return sums;
}
