import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { clipMaxima, evidenceLayout, gradCam } from './evidence.ts';
import { addResampled, branchShares, frameEvidence } from './gradcam.ts';
import { createHead } from './heads.ts';
import type { HeadParameters } from './heads.ts';

const branches = [
  { name: 'a', map: 'map_a', channels: 3, height: 2, width: 2, featureStart: 0, featureCount: 3 },
  { name: 'b', map: 'map_b', channels: 2, height: 4, width: 4, featureStart: 3, featureCount: 2 },
];
const layout = evidenceLayout(branches);

function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.3;
  });
}

const head: HeadParameters = {
  kind: 'logistic-regression', input: { mean: [0, 0.1, 0.2, 0.3, 0.4], scale: [1, 0.5, 2, 0.25, 1] }, weights: [0.5, -1, 0.7, 0.3, -0.2], bias: 0.1,
  calibration: { slope: 0.6, intercept: 0.3 },
};
const maps = [noise(12, 1), noise(32, 2)];

/** Global average pooling of the maps, as the extractor does it. */
function pooled(from: readonly Float32Array[]): Float32Array {
  return Float32Array.from(branches.flatMap((branch, index) => {
    const cells = branch.height * branch.width;
    return Array.from({ length: branch.channels }, (_, channel) => (from[index] ?? new Float32Array()).subarray(channel * cells, (channel + 1) * cells).reduce((sum, v) => sum + v, 0) / cells);
  }));
}

const calibrated = (from: readonly Float32Array[]): number => 0.6 * createHead(head).score(pooled(from)).logit;

test('the weights are those of backpropagation: finite differences of the calibrated logit by every activation', () => {
  const gradient = createHead(head).gradient(pooled(maps));
  branches.forEach((branch, at) => {
    const cells = branch.height * branch.width;
    const map = maps[at] ?? new Float32Array();
    const expected = new Float64Array(cells);
    map.forEach((value, index) => {
      const step = 0.25;
      const moved = (by: number): number => calibrated(maps.with(at, map.with(index, value + by)));
      const slope = (moved(step) - moved(-step)) / (2 * step);
      expected[index % cells] = (expected[index % cells] ?? 0) + slope * value;
    });
    branchShares(branch, map, gradient).forEach((share, cell) => assert.ok(Math.abs(share - (expected[cell] ?? Number.NaN)) < 1e-5));
  });
});

const tensor = (rows: number, columns: number, values: Float32Array) => ({ rows, columns, values });
const common = { input: head.input, calibration: head.calibration };
const curved: readonly HeadParameters[] = [
  { ...common, kind: 'rbf-svm', gamma: 0.3, bias: 0.1, dual: [1.5, -0.8, 0.9], support: tensor(3, 5, noise(15, 4)) },
  { ...common, kind: 'random-forest', softness: 0.25, trees: [
    { feature: [0, 3, 0, 0, 0], threshold: [0.1, -0.4, 0, 0, 0], left: [1, 3, -1, -1, -1], right: [2, 4, -1, -1, -1], value: [0.5, 0.5, 0.9, 0.2, 0.6] },
    { feature: [4, 0, 0], threshold: [-0.2, 0, 0], left: [1, -1, -1], right: [2, -1, -1], value: [0.5, 0.7, 0.1] },
  ] },
];

for (const parameters of curved) {
  test(`${parameters.kind}: each branch's map is activation times slope of the calibrated logit, by differences through the maps, fused and alone`, () => {
    const bent = createHead(parameters);
    const logitOf = (from: readonly Float32Array[]): number => bent.softLogit(pooled(from));
    const evidence = frameEvidence(branches, layout, maps, bent.gradient(pooled(maps)));
    const shares = branches.map((branch, at) => {
      const cells = branch.height * branch.width;
      const map = maps[at] ?? new Float32Array();
      const sums = new Float32Array(cells);
      map.forEach((value, index) => {
        const step = 2 ** -6;
        const moved = (by: number): number => logitOf(maps.with(at, map.with(index, value + by)));
        sums[index % cells] = (sums[index % cells] ?? 0) + ((moved(step) - moved(-step)) / (2 * step)) * value;
      });
      return sums;
    });
    const fused = new Float32Array(16);
    branches.forEach((branch, at) => addResampled(fused, 4, 4, shares[at] ?? fused, branch));
    const largest = Math.max(...fused);
    assert.ok(largest > 1e-3, `${largest}`);
    const expected = [fused, ...shares].flatMap((grid) => [...grid]).map((share) => Math.max(0, share));
    assert.equal(evidence.length, expected.length);
    evidence.forEach((value, cell) => assert.ok(Math.abs(value - (expected[cell] ?? Number.NaN)) < 2e-3 * largest, `cell ${cell}: ${value}, by differences ${expected[cell]}`));
  });
}

test('a frame far from every support vector has no evidence: zeros, not noise blown up', () => {
  const [machine] = curved;
  assert.ok(machine?.kind === 'rbf-svm');
  const far = maps.map((map) => map.map((value) => value + 80));
  const evidence = frameEvidence(branches, layout, far, createHead(machine).gradient(pooled(far)));
  assert.ok(evidence.every((value) => value === 0));
  assert.deepEqual([...clipMaxima(layout, [evidence])], [0, 0, 0]);
});

test('the shares of all cells add up to the calibrated logit but for its constant', () => {
  const gradient = createHead(head).gradient(pooled(maps));
  const total = branches.reduce((sum, branch, at) => sum + branchShares(branch, maps[at] ?? new Float32Array(), gradient).reduce((a, b) => a + b, 0), 0);
  const constant = calibrated(maps.map((map) => new Float32Array(map.length)));
  assert.ok(Math.abs(total - (calibrated(maps) - constant)) < 1e-5);
});

test('resampling a constant keeps its total, and a grid onto itself changes nothing', () => {
  const target = new Float32Array(14 * 14);
  addResampled(target, 14, 14, new Float32Array(49).fill(2), { width: 7, height: 7 });
  assert.ok(Math.abs(target.reduce((a, b) => a + b, 0) - 98) < 1e-3);
  const same = new Float32Array(16);
  const grid = noise(16, 5);
  addResampled(same, 4, 4, grid, { width: 4, height: 4 });
  same.forEach((value, index) => assert.ok(Math.abs(value - (grid[index] ?? Number.NaN)) < 1e-7));
});

test('a map whose cells are told to look elsewhere is drawn there, spread as wide as they look', () => {
  const seen = (cells: { columns: { first: number; step: number; reach?: number }; rows: { first: number; step: number; reach?: number } }): number[] => {
    const target = new Float32Array(8);
    addResampled(target, 8, 1, Float32Array.of(0, 1, 0, 0), { width: 4, height: 1, cells });
    return [...target].map((value) => Number(value.toFixed(4)));
  };
  const rows = { first: 0.5, step: 1 };
  // Centres at 0, 1/4, 1/2, 3/4: the second cell is drawn about 1/4, not about 3/8.
  assert.deepEqual(seen({ columns: { first: 0, step: 0.25 }, rows }), [0.125, 0.375, 0.375, 0.125, 0, 0, 0, 0]);
  const wide = seen({ columns: { first: 0, step: 0.25, reach: 1 }, rows });
  assert.ok(Math.abs(wide.reduce((sum, value) => sum + value, 0) - 1) < 0.2 && (wide[4] ?? 0) > 0, wide.join(', '));
});

test('evidence is non-negative, and a branch against the finding lowers the fused map', () => {
  const one = [{ ...branches[0], name: 'a' }, { ...branches[0], name: 'b', featureStart: 3 }] as typeof branches;
  const grids = evidenceLayout(one);
  const map = new Float32Array(12).fill(1);
  const evidence = frameEvidence(one, grids, [map, map], Float32Array.of(1, 0, 0, -0.5, 0, 0));
  const cam = gradCam(grids, 4, 0.7, evidence, clipMaxima(grids, [evidence]));
  assert.deepEqual([...cam.fused.values], Array<number>(4).fill(0.125));
  assert.deepEqual([...(cam.branches[0]?.values ?? [])], Array<number>(4).fill(0.25));
  assert.deepEqual([...(cam.branches[1]?.values ?? [])], Array<number>(4).fill(0));
  assert.deepEqual([cam.fused.clipMaximum, cam.branches[1]?.clipMaximum, cam.branches[1]?.name], [0.125, 0, 'b']);
});

test('the layout holds the fused grid, as large as the largest branch, and then each branch', () => {
  assert.deepEqual(layout, {
    fused: { name: 'fused', width: 4, height: 4, offset: 0 },
    branches: [{ name: 'a', width: 2, height: 2, offset: 16 }, { name: 'b', width: 4, height: 4, offset: 20 }],
    length: 36,
  });
});

test('three full-size backbones are explained in less than 10 ms', () => {
  const full = [
    { name: 'mobilenet', map: '', channels: 1280, height: 7, width: 7, featureStart: 0, featureCount: 1280 },
    { name: 'squeezenet', map: '', channels: 512, height: 13, width: 13, featureStart: 1280, featureCount: 512 },
    { name: 'resnet', map: '', channels: 1024, height: 14, width: 14, featureStart: 1792, featureCount: 1024 },
  ];
  const big = full.map((branch, index) => noise(branch.channels * branch.height * branch.width, index));
  const gradient = noise(2816, 9);
  const grids = evidenceLayout(full);
  const times = Array.from({ length: 15 }, () => {
    const from = performance.now();
    frameEvidence(full, grids, big, gradient);
    return performance.now() - from;
  });
  const median = times.toSorted((a, b) => a - b)[7] ?? Number.NaN;
  assert.ok(median < 10, `${median} ms`);
});
