/** The coordinates that heads are fitted in: standardisation and principal axes learnt from the training frames alone. */
import type { Gemm } from './gemm.ts';
import { beside, transposed, zeros } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import type { FeatureBranch } from './material.ts';
import { principalAxes } from './principal.ts';
import { seedFrom } from './random.ts';

/** Principal axes of a branch along which the linear heads are fitted: the same as on all features, only faster. */
const turnedAxes = 96;
/** Principal components that all other heads see. */
const projectedAxes = 48;
/** A feature that varies less than this never fires: it gets no say. */
const silent = 1e-6;

/** One branch, standardised and turned. */
export interface BranchSpace {
  readonly branch: FeatureBranch;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  /** axes x features of the branch, orthonormal. */
  readonly axes: Matrix;
  readonly train: Matrix;
  readonly test: Matrix;
}

/** Branches together, as one head sees them. */
export interface Space {
  readonly branches: readonly BranchSpace[];
  /** Every branch gets the same total variance, whatever its width: what its standardised features are multiplied by. */
  readonly gains: readonly number[];
  /** rows x axes of all branches: for the linear heads. */
  readonly train: Matrix;
  readonly test: Matrix;
  /** components x axes: from `train` to `projectedTrain`, so scaled that the mean variance is one. */
  readonly components: Matrix;
  readonly projectedTrain: Matrix;
  readonly projectedTest: Matrix;
}

function standardised(features: Matrix, { start, count }: FeatureBranch, rows: Uint32Array, mean: Float64Array, spread: Float64Array): Matrix {
  const z = zeros(rows.length, count);
  for (let at = 0; at < rows.length; at += 1) {
    const from = (rows[at] ?? 0) * features.columns + start;
    for (let column = 0; column < count; column += 1) z.values[at * count + column] = ((features.values[from + column] ?? 0) - (mean[column] ?? 0)) / (spread[column] ?? 1);
  }
  return z;
}

function momentsOf(features: Matrix, { start, count }: FeatureBranch, rows: Uint32Array): { readonly mean: Float64Array; readonly spread: Float64Array } {
  const mean = new Float64Array(count);
  const squares = new Float64Array(count);
  for (const row of rows) {
    const from = row * features.columns + start;
    for (let column = 0; column < count; column += 1) mean[column] = (mean[column] ?? 0) + (features.values[from + column] ?? 0) / rows.length;
  }
  for (const row of rows) {
    const from = row * features.columns + start;
    for (let column = 0; column < count; column += 1) squares[column] = (squares[column] ?? 0) + ((features.values[from + column] ?? 0) - (mean[column] ?? 0)) ** 2 / rows.length;
  }
  return { mean, spread: squares.map((square) => (Math.sqrt(square) > silent ? Math.sqrt(square) : 1e6)) };
}

function divided(matrix: Matrix, by: number): Matrix {
  return { ...matrix, values: matrix.values.map((value) => value / by) };
}

/** Principal axes of standardised rows. With fewer rows than features they are found among the rows, whose Gram matrix is the smaller one: the same axes. */
async function axesOf(z: Matrix, count: number, seed: number, gemm: Gemm): Promise<Matrix> {
  if (z.rows >= z.columns) return (await principalAxes(divided(await gemm.transposedProduct(z, z), z.rows), count, seed, gemm)).axes;
  const { axes, variances } = await principalAxes(divided(await gemm.productTransposed(z, z), z.rows), count, seed, gemm);
  const turned = await gemm.product(axes, z);
  // |transposed z * axis|^2 = rows * variance; a direction without variance stays nought.
  const lengths = variances.map((variance) => (variance > 1e-7 * (variances[0] ?? 1) ? Math.sqrt(variance * z.rows) : Number.POSITIVE_INFINITY));
  return { ...turned, values: turned.values.map((value, at) => value / (lengths[Math.floor(at / turned.columns)] ?? 1)) };
}

/** Learns one branch's coordinates from `trainRows` and sees `testRows` through them. */
export async function branchSpace(features: Matrix, branch: FeatureBranch, trainRows: Uint32Array, testRows: Uint32Array, seed: number, gemm: Gemm): Promise<BranchSpace> {
  const { mean, spread } = momentsOf(features, branch, trainRows);
  const z = standardised(features, branch, trainRows, mean, spread);
  const axes = await axesOf(z, Math.min(turnedAxes, branch.count, Math.max(1, trainRows.length - 1)), seedFrom(seed, branch.name), gemm);
  const train = await gemm.productTransposed(z, axes);
  const test = testRows.length === 0 ? zeros(0, axes.rows) : await gemm.productTransposed(standardised(features, branch, testRows, mean, spread), axes);
  return { branch, mean, spread, axes, train, test };
}

function gained({ rows, columns, values }: Matrix, gain: number): Matrix {
  return { rows, columns, values: gain === 1 ? values : values.map((value) => value * gain) };
}

/** One space of several branches. */
export async function spaceOf(branches: readonly BranchSpace[], seed: number, gemm: Gemm): Promise<Space> {
  const meanWidth = branches.reduce((sum, { branch }) => sum + branch.count, 0) / branches.length;
  const gains = branches.map(({ branch }) => Math.sqrt(meanWidth / branch.count));
  const join = (part: (space: BranchSpace) => Matrix): Matrix => beside(branches.map((space, at) => gained(part(space), gains[at] ?? 1)));
  const train = join((space) => space.train);
  const test = join((space) => space.test);
  // The training rows have mean nought by standardisation: their second moments are the covariance.
  const covariance = await gemm.transposedProduct(train, train);
  for (let at = 0; at < covariance.values.length; at += 1) covariance.values[at] = (covariance.values[at] ?? 0) / Math.max(1, train.rows);
  const { axes, variances } = await principalAxes(covariance, Math.min(projectedAxes, Math.max(1, train.rows - 1)), seedFrom(seed, 'fused'), gemm);
  const mean = variances.reduce((sum, variance) => sum + variance, 0) / Math.max(1, variances.length);
  const components = gained(axes, 1 / Math.sqrt(Math.max(mean, 1e-12)));
  return {
    branches, gains, train, test, components, projectedTrain: await gemm.productTransposed(train, components),
    projectedTest: test.rows === 0 ? zeros(0, components.rows) : await gemm.productTransposed(test, components),
  };
}

/** What head.json says of the way in: mean and scale of all `width` features (those of other branches are silenced), and the projection on them. */
export function inputOf(space: Space, width: number): { readonly mean: Float64Array; readonly scale: Float64Array } {
  const mean = new Float64Array(width);
  const scale = new Float64Array(width).fill(1);
  space.branches.forEach(({ branch, mean: means, spread }, at) => {
    mean.set(means, branch.start);
    scale.set(spread.map((value) => value / (space.gains[at] ?? 1)), branch.start);
  });
  return { mean, scale };
}

/** Rows over the axes of all branches as rows over all `width` standardised features; nought for features of other branches. */
export function overFeatures(space: Space, rows: Matrix, width: number): Matrix {
  const result = zeros(rows.rows, width);
  let start = 0;
  for (const { branch, axes } of space.branches) {
    const turned = transposed(axes);
    for (let row = 0; row < rows.rows; row += 1) {
      for (let feature = 0; feature < branch.count; feature += 1) {
        let sum = 0;
        for (let axis = 0; axis < axes.rows; axis += 1) sum += (rows.values[row * rows.columns + start + axis] ?? 0) * (turned.values[feature * axes.rows + axis] ?? 0);
        result.values[row * width + branch.start + feature] = sum;
      }
    }
    start += axes.rows;
  }
  return result;
}
