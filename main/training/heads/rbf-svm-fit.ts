/**
 * The Gaussian support vector machine: sequential minimal optimisation with second-order choice of the pair (Fan, Chen and Lin 2005), on a Gram matrix
 * that is computed once and serves every C. Same problem and stopping rule as scikit-learn's SVC.
 */
import type { Gemm } from '../gemm.ts';
import { squaredLengths } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';

export interface RbfFit {
  readonly bias: number;
  /** Signed weight of each support vector. */
  readonly dual: Float64Array;
  /** Rows of the examples that are support vectors. */
  readonly support: Uint32Array;
}

/** exp(-gamma |a_i - b_j|^2), rows of a by rows of b. */
export async function gramMatrix(a: Matrix, b: Matrix, gamma: number, gemm: Gemm): Promise<Matrix> {
  const gram = await gemm.productTransposed(a, b);
  const [ofA, ofB] = [squaredLengths(a), squaredLengths(b)];
  const { values, columns } = gram;
  for (let row = 0; row < gram.rows; row += 1) {
    const own = ofA[row] ?? 0;
    const from = row * columns;
    for (let column = 0; column < columns; column += 1) {
      values[from + column] = Math.exp(-gamma * Math.max(0, own + (ofB[column] ?? 0) - 2 * (values[from + column] ?? 0)));
    }
  }
  return gram;
}

interface State {
  readonly alpha: Float64Array;
  /** Gradient of the dual. */
  readonly g: Float64Array;
  readonly sign: Int8Array;
  /** Upper bound of each alpha. */
  readonly upper: Float64Array;
}

/** The pair that violates optimality most, by second order; null when none does by more than `tolerance`. */
function choosePair({ alpha, g, sign, upper }: State, gram: Matrix, tolerance: number): readonly [number, number] | null {
  const n = alpha.length;
  let [first, highest] = [-1, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < n; t += 1) {
    const free = sign[t] === 1 ? (alpha[t] ?? 0) < (upper[t] ?? 0) : (alpha[t] ?? 0) > 0;
    const value = -(sign[t] ?? 0) * (g[t] ?? 0);
    if (free && value > highest) [first, highest] = [t, value];
  }
  if (first === -1) return null;
  const row = gram.values.subarray(first * n, (first + 1) * n);
  let [second, best, lowest] = [-1, 0, Number.POSITIVE_INFINITY];
  for (let t = 0; t < n; t += 1) {
    const free = sign[t] === 1 ? (alpha[t] ?? 0) > 0 : (alpha[t] ?? 0) < (upper[t] ?? 0);
    if (!free) continue;
    const value = -(sign[t] ?? 0) * (g[t] ?? 0);
    if (value < lowest) lowest = value;
    const apart = highest - value;
    if (apart <= 0) continue;
    // The Gaussian kernel of a point with itself is 1.
    const gain = (apart * apart) / Math.max(1e-12, 2 - 2 * (row[t] ?? 0));
    if (gain > best) [second, best] = [t, gain];
  }
  return second === -1 || highest - lowest < tolerance ? null : [first, second];
}

/** Moves a pair along its common line to the best point within the bounds. */
function movePair({ alpha, g, sign, upper }: State, gram: Matrix, i: number, j: number): void {
  const n = alpha.length;
  const [yi, yj] = [sign[i] ?? 0, sign[j] ?? 0];
  const [oldI, oldJ] = [alpha[i] ?? 0, alpha[j] ?? 0];
  const [ci, cj] = [upper[i] ?? 0, upper[j] ?? 0];
  const curvature = Math.max(1e-12, 2 - 2 * (gram.values[i * n + j] ?? 0));
  let [newI, newJ] = [oldI, oldJ];
  if (yi === yj) {
    const sum = oldI + oldJ;
    newI = Math.min(Math.max(oldI - ((g[i] ?? 0) - (g[j] ?? 0)) / curvature, Math.max(0, sum - cj)), Math.min(ci, sum));
    newJ = sum - newI;
  } else {
    const difference = oldI - oldJ;
    newI = Math.min(Math.max(oldI + (-(g[i] ?? 0) - (g[j] ?? 0)) / curvature, Math.max(0, difference)), Math.min(ci, cj + difference));
    newJ = newI - difference;
  }
  alpha[i] = newI;
  alpha[j] = newJ;
  const [byI, byJ] = [yi * (newI - oldI), yj * (newJ - oldJ)];
  const [rowI, rowJ] = [gram.values.subarray(i * n, (i + 1) * n), gram.values.subarray(j * n, (j + 1) * n)];
  for (let t = 0; t < n; t += 1) g[t] = (g[t] ?? 0) + (sign[t] ?? 0) * (byI * (rowI[t] ?? 0) + byJ * (rowJ[t] ?? 0));
}

/** The mean over free vectors, or the middle between the bounds where none is free. */
function biasOf({ alpha, g, sign, upper }: State): number {
  let [sum, free, low, high] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let t = 0; t < alpha.length; t += 1) {
    const value = (sign[t] ?? 0) * (g[t] ?? 0);
    const [atZero, atTop] = [(alpha[t] ?? 0) <= 0, (alpha[t] ?? 0) >= (upper[t] ?? 0)];
    if (!atZero && !atTop) {
      sum += value;
      free += 1;
    } else if (atZero === (sign[t] === 1)) high = Math.min(high, value);
    else low = Math.max(low, value);
  }
  if (free > 0) return -sum / free;
  return Number.isFinite(low + high) ? -(low + high) / 2 : 0;
}

/** `gram`: kernel of the examples with each other. A row's weight scales its C. */
export function fitRbfSvm(labels: Uint8Array, weights: Float64Array, gram: Matrix, c: number, tolerance = 1e-3): RbfFit {
  const n = labels.length;
  const state: State = {
    alpha: new Float64Array(n), g: new Float64Array(n).fill(-1), sign: Int8Array.from(labels, (label) => (label === 1 ? 1 : -1)), upper: weights.map((weight) => c * weight),
  };
  const most = Math.max(100_000, 100 * n);
  for (let round = 0; round < most; round += 1) {
    const pair = choosePair(state, gram, tolerance);
    if (pair === null) break;
    movePair(state, gram, pair[0], pair[1]);
  }
  const support = Uint32Array.from({ length: n }, (_, t) => t).filter((t) => (state.alpha[t] ?? 0) > 1e-12);
  return { bias: biasOf(state), support, dual: Float64Array.from(support, (t) => (state.alpha[t] ?? 0) * (state.sign[t] ?? 0)) };
}

/** Decision values of rows from their kernel with the examples. */
export function rbfDecisions({ bias, dual, support }: RbfFit, kernel: Matrix): Float64Array {
  return Float64Array.from({ length: kernel.rows }, (_, row) => {
    let sum = bias;
    for (let at = 0; at < support.length; at += 1) sum += (dual[at] ?? 0) * (kernel.values[row * kernel.columns + (support[at] ?? 0)] ?? 0);
    return sum;
  });
}

