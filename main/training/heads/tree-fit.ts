/** Binary trees on weighted rows: splits by falling squared error, which for labels 0 and 1 is the Gini criterion (CART, Breiman et al. 1984). */
import type { Matrix } from '../matrix.ts';
import type { Uniform } from '../random.ts';

/** As head.json stores a tree: one entry a node, children after their parent, `left` -1 at a leaf. */
export interface FittedTree {
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly value: number[];
}

/** Values sorted into at most 256 bins a feature: a split is looked for between bins, not between rows. With no more distinct values than bins nothing is lost. */
export interface BinnedRows {
  readonly rows: number;
  readonly features: number;
  /** features x rows. */
  readonly bins: Uint8Array;
  /** Smallest and largest value in each bin, features x 256. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

const mostBins = 256;

export function binRows({ rows, columns, values }: Matrix): BinnedRows {
  const bins = new Uint8Array(rows * columns);
  const lowest = new Float64Array(columns * mostBins).fill(Number.POSITIVE_INFINITY);
  const highest = new Float64Array(columns * mostBins).fill(Number.NEGATIVE_INFINITY);
  for (let feature = 0; feature < columns; feature += 1) {
    const column = Float32Array.from({ length: rows }, (_, row) => values[row * columns + feature] ?? 0);
    const sorted = Float32Array.from(column).sort();
    const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
    const tops = distinct.length <= mostBins ? distinct : Float32Array.from({ length: mostBins }, (_, bin) => sorted[Math.ceil(((bin + 1) * rows) / mostBins) - 1] ?? 0);
    for (let row = 0; row < rows; row += 1) {
      const value = column[row] ?? 0;
      let [low, high] = [0, tops.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((tops[middle] ?? 0) >= value) high = middle;
        else low = middle + 1;
      }
      bins[feature * rows + row] = low;
      const at = feature * mostBins + low;
      lowest[at] = Math.min(lowest[at] ?? 0, value);
      highest[at] = Math.max(highest[at] ?? 0, value);
    }
  }
  return { rows, features: columns, bins, lowest, highest };
}

export interface TreeOptions {
  readonly maxDepth: number;
  /** Fewest rows in a leaf. */
  readonly minLeaf: number;
  /** Features looked at for a split, drawn anew for each. */
  readonly tryFeatures: number;
  readonly uniform: Uniform;
}

interface Split {
  readonly feature: number;
  /** Last bin that goes left. */
  readonly bin: number;
  readonly threshold: number;
  readonly gain: number;
}

interface Target {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Sums by bin of one feature over a node's rows. */
class Histogram {
  readonly counts = new Uint32Array(mostBins);
  readonly weights = new Float64Array(mostBins);
  readonly sums = new Float64Array(mostBins);

  fill({ bins, rows }: BinnedRows, feature: number, members: Uint32Array, { values, weights }: Target): void {
    const { counts, weights: byWeight, sums } = this;
    counts.fill(0);
    byWeight.fill(0);
    sums.fill(0);
    const column = bins.subarray(feature * rows, (feature + 1) * rows);
    for (const row of members) {
      const bin = column[row] ?? 0;
      const weight = weights[row] ?? 0;
      counts[bin] = (counts[bin] ?? 0) + 1;
      byWeight[bin] = (byWeight[bin] ?? 0) + weight;
      sums[bin] = (sums[bin] ?? 0) + weight * (values[row] ?? 0);
    }
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The best split of a histogram: weight left * weight right / weight * (difference of means)^2. */
function bestInHistogram({ counts, weights, sums }: Histogram, binned: BinnedRows, feature: number, count: number, minLeaf: number): Split | null {
  const [allWeight, allSum] = [total(weights), total(sums)];
  let best: Split | null = null;
  let [leftCount, leftWeight, leftSum] = [0, 0, 0];
  for (let bin = 0; bin < mostBins; bin += 1) {
    if (counts[bin] === 0) continue;
    leftCount += counts[bin] ?? 0;
    leftWeight += weights[bin] ?? 0;
    leftSum += sums[bin] ?? 0;
    if (leftCount < minLeaf) continue;
    if (count - leftCount < minLeaf) break;
    const rightWeight = allWeight - leftWeight;
    if (leftWeight <= 0 || rightWeight <= 0) continue;
    const gain = ((leftWeight * rightWeight) / allWeight) * (leftSum / leftWeight - (allSum - leftSum) / rightWeight) ** 2;
    if (gain <= (best?.gain ?? 1e-12)) continue;
    let next = bin + 1;
    while (counts[next] === 0) next += 1;
    const [below, above] = [binned.highest[feature * mostBins + bin] ?? 0, binned.lowest[feature * mostBins + next] ?? 0];
    best = { feature, bin, threshold: (below + above) / 2, gain };
  }
  return best;
}

/** `count` different numbers below `all`; all of them in order where that many are asked for. */
function someFeatures(all: number, count: number, uniform: Uniform): Uint32Array {
  const order = Uint32Array.from({ length: all }, (_, index) => index);
  if (count >= all) return order;
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(uniform() * (all - at));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
  return order.subarray(0, count);
}

/** Rows up to a bin, and those beyond it, each in their order. */
function parted(column: Uint8Array, members: Uint32Array, bin: number): { readonly less: Uint32Array; readonly more: Uint32Array } {
  const order = new Uint32Array(members.length);
  let [low, high] = [0, 0];
  for (const row of members) {
    if ((column[row] ?? 0) <= bin) order[low++] = row;
    else order[members.length - 1 - high++] = row;
  }
  return { less: order.subarray(0, low), more: order.subarray(low).reverse() };
}

/** A tree for `target` on `members`; a leaf's value is the weighted mean. `leaves` receives the members of every leaf. */
export function growTree(binned: BinnedRows, target: Target, members: Uint32Array, options: TreeOptions, leaves?: Map<number, Uint32Array>): FittedTree {
  const tree: FittedTree = { feature: [], threshold: [], left: [], right: [], value: [] };
  const histogram = new Histogram();
  const grow = (mine: Uint32Array, depth: number): number => {
    const node = tree.value.length;
    let [weight, sum] = [0, 0];
    for (const row of mine) {
      weight += target.weights[row] ?? 0;
      sum += (target.weights[row] ?? 0) * (target.values[row] ?? 0);
    }
    tree.feature.push(0);
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(weight > 0 ? sum / weight : 0);
    let best: Split | null = null;
    if (depth < options.maxDepth && mine.length >= 2 * options.minLeaf) {
      for (const feature of someFeatures(binned.features, options.tryFeatures, options.uniform)) {
        histogram.fill(binned, feature, mine, target);
        const found = bestInHistogram(histogram, binned, feature, mine.length, options.minLeaf);
        if (found !== null && found.gain > (best?.gain ?? 0)) best = found;
      }
    }
    if (best === null) {
      leaves?.set(node, mine);
      return node;
    }
    const { feature, bin, threshold } = best;
    const { less, more } = parted(binned.bins.subarray(feature * binned.rows, (feature + 1) * binned.rows), mine, bin);
    tree.feature[node] = feature;
    tree.threshold[node] = threshold;
    tree.left[node] = grow(less, depth + 1);
    tree.right[node] = grow(more, depth + 1);
    return node;
  };
  grow(members, 0);
  return tree;
}

/** Value of the leaf that a row of x falls into. */
export function leafValue({ feature, threshold, left, right, value }: FittedTree, { columns, values }: Matrix, row: number): number {
  let node = 0;
  while ((left[node] ?? -1) !== -1) node = ((values[row * columns + (feature[node] ?? 0)] ?? 0) <= (threshold[node] ?? 0) ? left[node] : right[node]) ?? 0;
  return value[node] ?? 0;
}
