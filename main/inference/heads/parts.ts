/** What all kinds of fusion heads have in common: the way in, the way out, and the parts of their schemas. */
import { z } from 'zod';

/** rows x columns values, row major. */
export interface Tensor {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** `{"shape": [rows, columns], "f32": base64 of little-endian 32-bit floats}`. */
export const tensorSchema = z
  .object({ shape: z.tuple([z.int().min(1), z.int().min(1)]), f32: z.string() })
  .transform(({ shape: [rows, columns], f32 }, context): Tensor => {
    const bytes = Buffer.from(f32, 'base64');
    if (bytes.length !== rows * columns * 4) {
      context.addIssue({ code: 'custom', message: `${bytes.length} bytes are not ${rows} x ${columns} values` });
      return z.NEVER;
    }
    const values = Float32Array.from({ length: rows * columns }, (_, index) => bytes.readFloatLE(index * 4));
    if (!values.every((value) => Number.isFinite(value))) context.addIssue({ code: 'custom', message: 'a value is not a number' });
    return { rows, columns, values };
  });

export const vector = z.array(z.number());

/** Keys of every kind. */
export const commonSchema = {
  /** z = (features - mean) / scale; with a projection (d x features) the head sees x = projection z, else x = z. */
  input: z.object({ mean: vector, scale: z.array(z.number().positive()), projection: tensorSchema.optional() }),
  /** Platt scaling: probability = sigmoid(slope * logit + intercept). */
  calibration: z.object({ slope: z.number(), intercept: z.number() }),
};

/** One kind of head, on its own input x. */
export interface HeadCore {
  /** Before calibration. */
  logit(x: Float64Array): number;
  /** d logit / d x at x; of trees, whose logit is constant by pieces, the slope of `softLogit`. */
  slope(x: Float64Array): Float64Array;
  /** Trees alone: the logit with softened splits, which `slope` belongs to. */
  readonly softLogit?: (x: Float64Array) => number;
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** Shares of votes stay this far from 0 and 1 before they become a logit. */
const lowestShare = 1e-3;

/** Log odds of a share of votes. */
export function shareLogit(share: number): number {
  const within = Math.min(1 - lowestShare, Math.max(lowestShare, share));
  return Math.log(within / (1 - within));
}

/** d shareLogit / d share: 0 where the share is held at its limits. */
export function shareLogitSlope(share: number): number {
  return share <= lowestShare || share >= 1 - lowestShare ? 0 : 1 / (share * (1 - share));
}

/** Squared distance of x to one row of a tensor. */
export function squaredDistance(x: Float64Array, { columns, values }: Tensor, row: number): number {
  const from = row * columns;
  let sum = 0;
  for (let index = 0; index < columns; index += 1) {
    const difference = (x[index] ?? 0) - (values[from + index] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

/** target += factor * (x - row of the tensor). */
export function addDifference(target: Float64Array, factor: number, x: Float64Array, { columns, values }: Tensor, row: number): void {
  const from = row * columns;
  for (let index = 0; index < columns; index += 1) target[index] = (target[index] ?? 0) + factor * ((x[index] ?? 0) - (values[from + index] ?? 0));
}

/** tensor * x, one value a row. */
export function product({ rows, columns, values }: Tensor, x: Float64Array): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const from = row * columns;
    let sum = 0;
    for (let column = 0; column < columns; column += 1) sum += (values[from + column] ?? 0) * (x[column] ?? 0);
    result[row] = sum;
  }
  return result;
}

/** transposed tensor * y, one value a column: what a gradient by `product`'s result becomes as one by its x. */
export function transposedProduct({ rows, columns, values }: Tensor, y: Float64Array): Float64Array {
  const result = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    const from = row * columns;
    const factor = y[row] ?? 0;
    for (let column = 0; column < columns; column += 1) result[column] = (result[column] ?? 0) + factor * (values[from + column] ?? 0);
  }
  return result;
}
