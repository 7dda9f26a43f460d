/** The first principal axes of a covariance, by subspace iteration with a Rayleigh-Ritz step (Halko, Martinsson and Tropp 2011). */
import type { Gemm } from './gemm.ts';
import { zeros } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { normals, seededUniform } from './random.ts';

export interface Axes {
  /** count x dimensions, orthonormal, by falling variance. */
  readonly axes: Matrix;
  readonly variances: Float64Array;
}

/** Extra axes that are carried along, so that the last ones asked for settle too. */
const spare = 10;
const rounds = 6;

/** Lower triangle L of a symmetric positive matrix = L * transposed L; a direction that is hardly there is left out (its row becomes nought). */
function inverseOfCholesky(gram: Matrix): Matrix {
  const n = gram.rows;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = gram.values[i * n + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
      const pivot = lower[j * n + j] ?? 0;
      if (i === j) lower[i * n + i] = sum > 1e-6 * (gram.values[i * n + i] ?? 0) && sum > 1e-30 ? Math.sqrt(sum) : 0;
      else lower[i * n + j] = pivot === 0 ? 0 : sum / pivot;
    }
  }
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    for (let i = column; i < n; i += 1) {
      let sum = i === column ? 1 : 0;
      for (let k = column; k < i; k += 1) sum -= (lower[i * n + k] ?? 0) * (inverse[k * n + column] ?? 0);
      const pivot = lower[i * n + i] ?? 0;
      inverse[i * n + column] = pivot === 0 ? 0 : sum / pivot;
    }
  }
  return { rows: n, columns: n, values: Float32Array.from(inverse) };
}

/** Rows made orthonormal: Cholesky's way, twice, so that 32-bit floats suffice. */
async function orthonormalised(basis: Matrix, { product, productTransposed }: Products): Promise<Matrix> {
  const once = await product(inverseOfCholesky(await productTransposed(basis, basis)), basis);
  return product(inverseOfCholesky(await productTransposed(once, once)), once);
}

/** One Jacobi rotation of rows and columns p and q, that makes their common entry zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] ?? 0;
  if (Math.abs(apq) < 1e-300) return;
  const theta = ((a[q * n + q] ?? 0) - (a[p * n + p] ?? 0)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (table: Float64Array, first: number, second: number, step: number): void => {
    for (let k = 0; k < n; k += 1) {
      const [x, y] = [table[first + k * step] ?? 0, table[second + k * step] ?? 0];
      table[first + k * step] = c * x - s * y;
      table[second + k * step] = s * x + c * y;
    }
  };
  turn(a, p, q, n);
  turn(a, p * n, q * n, 1);
  turn(vectors, p * n, q * n, 1);
}

/** Eigenvectors (rows, by falling value) of a small symmetric matrix: cyclic Jacobi. */
export function symmetricEigen(matrix: Float64Array, n: number): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < 30; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) off += (a[p * n + q] ?? 0) ** 2;
    if (off < 1e-22 * Math.max(1e-30, a.reduce((sum, value) => sum + value * value, 0))) break;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, vectors, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => (a[j * n + j] ?? 0) - (a[i * n + i] ?? 0));
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => sorted.set(vectors.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => a[i * n + i] ?? 0), vectors: sorted };
}

type Products = Pick<Gemm, 'product' | 'productTransposed'>;

/** `count` axes of a symmetric `covariance`. */
export async function principalAxes(covariance: Matrix, count: number, seed: number, products: Products): Promise<Axes> {
  const n = covariance.rows;
  const wanted = Math.min(count, n);
  const carried = Math.min(n, wanted + spare);
  const normal = normals(seededUniform(seed));
  const start = zeros(carried, n);
  for (let at = 0; at < start.values.length; at += 1) start.values[at] = normal();
  let basis = await orthonormalised(start, products);
  for (let round = 0; round < rounds; round += 1) basis = await orthonormalised(await products.product(basis, covariance), products);
  const small = await products.productTransposed(await products.product(basis, covariance), basis);
  const { values, vectors } = symmetricEigen(Float64Array.from(small.values), carried);
  const ritz: Matrix = { rows: wanted, columns: carried, values: Float32Array.from(vectors.subarray(0, wanted * carried)) };
  return { axes: await products.product(ritz, basis), variances: values.slice(0, wanted).map((value) => Math.max(0, value)) };
}
