import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openGemm } from './gemm.ts';
import { zeros } from './matrix.ts';
import { principalAxes, symmetricEigen } from './principal.ts';
import { normals, seededUniform } from './random.ts';

const gemm = await openGemm();
after(() => gemm.release());

/** A covariance with variances 1, 1/2, 1/4 ... along orthonormal directions that it also gives. */
async function known(n: number) {
  const normal = normals(seededUniform(4));
  const mixed = zeros(n, n);
  for (let at = 0; at < n * n; at += 1) mixed.values[at] = normal();
  const { vectors } = symmetricEigen(Float64Array.from((await gemm.productTransposed(mixed, mixed)).values), n);
  const rows = { rows: n, columns: n, values: Float32Array.from(vectors) };
  const scaled = { ...rows, values: rows.values.map((value, at) => value * 2 ** (-Math.floor(at / n) / 2)) };
  return { rows, covariance: await gemm.transposedProduct(scaled, scaled) };
}

test('axes are those of falling variance, orthonormal, the same for the same seed', async () => {
  const { rows, covariance } = await known(60);
  const { axes, variances } = await principalAxes(covariance, 8, 1, gemm);
  variances.forEach((variance, at) => assert.ok(Math.abs(variance - 2 ** -at) < 1e-4, `${at}: ${variance}`));
  const along = await gemm.productTransposed(axes, rows);
  for (let at = 0; at < 8; at += 1) assert.ok(Math.abs(Math.abs(along.values[at * 60 + at] ?? 0) - 1) < 1e-3, `axis ${at}`);
  const products = await gemm.productTransposed(axes, axes);
  products.values.forEach((value, at) => assert.ok(Math.abs(value - (at % 9 === 0 ? 1 : 0)) < 1e-4));
  assert.deepEqual((await principalAxes(covariance, 8, 1, gemm)).axes.values, axes.values);
});

test('fewer directions than axes asked for: the rest is nought or orthonormal, nothing is NaN', async () => {
  const flat = zeros(20, 20);
  for (let at = 0; at < 3; at += 1) flat.values[at * 21] = 3 - at;
  const { axes, variances } = await principalAxes(flat, 10, 1, gemm);
  assert.ok(axes.values.every((value) => Number.isFinite(value)));
  assert.deepEqual([...variances].map((value) => Math.round(value * 1000) / 1000).slice(0, 4), [3, 2, 1, 0]);
});
