/**
 * Weighted ridge regression with an intercept that is not punished, from sums that grow sample by sample:
 * minimises sum_i weight_i (target_i - intercept - w . x_i)^2 + alpha |w|^2, as scikit-learn's Ridge(alpha).fit(X, y, sample_weight) does.
 */

export interface RidgeSolution {
  readonly weights: Float64Array;
  readonly intercept: number;
  /** Weighted R^2 on the samples themselves; 1 where the targets are all the same. */
  readonly fit: number;
}

/** Solves A x = b for a symmetric positive definite A (n x n, row major) by Cholesky's decomposition; `matrix` is used up. Throws when it is not positive definite. */
export function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  for (let column = 0; column < size; column += 1) {
    for (let row = column; row < size; row += 1) {
      let sum = at(row, column);
      for (let k = 0; k < column; k += 1) sum -= at(row, k) * at(column, k);
      if (row === column && !(sum > 0)) throw new RangeError('The matrix is not positive definite.');
      matrix[row * size + column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = solution[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= at(row, k) * (solution[k] ?? 0);
    solution[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= at(k, row) * (solution[k] ?? 0);
    solution[row] = sum / at(row, row);
  }
  return solution;
}

/** Weighted sums over the samples so far. All that a solution needs: samples themselves are not kept. */
export class RidgeSums {
  readonly #size: number;
  /** Sum of weight * (x, 1, y) (x, 1, y)^T over the samples, upper triangle; x first, then the constant, then the target. */
  readonly #products: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#products = new Float64Array((size + 2) ** 2);
  }

  /** One sample: which of the columns are 1, its weight and its target. */
  add(on: Uint8Array, weight: number, target: number): void {
    const side = this.#size + 2;
    const columns: number[] = [];
    for (let column = 0; column < this.#size; column += 1) if (on[column] === 1) columns.push(column);
    columns.push(this.#size);
    columns.forEach((row, index) => {
      for (let other = index; other < columns.length; other += 1) this.#grow(row * side + (columns[other] ?? 0), weight);
      this.#grow(row * side + side - 1, weight * target);
    });
    this.#grow(side * side - 1, weight * target * target);
  }

  /** The sums of all samples that are in these sums and not in `others`. */
  without(others: RidgeSums): RidgeSums {
    const rest = new RidgeSums(this.#size);
    for (let index = 0; index < this.#products.length; index += 1) rest.#products[index] = (this.#products[index] ?? 0) - (others.#products[index] ?? 0);
    return rest;
  }

  /** Null before the first sample. */
  solve(alpha: number): RidgeSolution | null {
    const size = this.#size;
    const side = size + 2;
    const sum = (row: number, column: number): number => this.#products[row * side + column] ?? 0;
    const total = sum(size, size);
    if (total <= 0) return null;
    const meanTarget = sum(size, size + 1) / total;
    const means = Float64Array.from({ length: size }, (_, column) => sum(column, size) / total);
    const centred = new Float64Array(size * size);
    const right = new Float64Array(size);
    for (let row = 0; row < size; row += 1) {
      const mean = means[row] ?? 0;
      right[row] = sum(row, size + 1) - mean * meanTarget * total;
      for (let column = row; column < size; column += 1) {
        const product = sum(row, column) - mean * (means[column] ?? 0) * total;
        centred[row * size + column] = product;
        centred[column * size + row] = product;
      }
    }
    const penalised = Float64Array.from(centred, (product, index) => (index % (size + 1) === 0 ? product + alpha : product));
    const weights = solvePositive(penalised, right);
    const intercept = meanTarget - weights.reduce((sumSoFar, weight, column) => sumSoFar + weight * (means[column] ?? 0), 0);
    return { weights, intercept, fit: fitOf(centred, right, weights, sum(size + 1, size + 1) - meanTarget ** 2 * total) };
  }

  #grow(index: number, by: number): void {
    this.#products[index] = (this.#products[index] ?? 0) + by;
  }
}

/** 1 - (sum of squared residuals) / (sum of squared deviations), all from centred sums. */
function fitOf(centred: Float64Array, right: Float64Array, weights: Float64Array, deviations: number): number {
  if (deviations <= 1e-12) return 1;
  let explained = 0;
  weights.forEach((weight, row) => {
    let product = 0;
    weights.forEach((other, column) => (product += other * (centred[row * weights.length + column] ?? 0)));
    explained += weight * (2 * (right[row] ?? 0) - product);
  });
  return explained / deviations;
}
