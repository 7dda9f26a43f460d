import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadBundle } from '../inference/bundle.ts';
import { createHead } from '../inference/heads.ts';
import type { LimeMap } from '../inference/lime/lime.ts';
import { onnxRuntime } from '../inference/onnx.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { readExplainWishes, run } from './explain-bench.ts';
import { areaOf, importanceOrder, replacedStepwise } from './explain/faithfulness.ts';
import { explainSchema } from './explain/format.ts';
import type { PhantomFrame } from './explain/frames.ts';
import { judgedChance, judgedLime, limePixels } from './explain/localisation.ts';
import { shuffledGraph, shuffledHead } from './explain/shuffled.ts';

const tiny = fileURLToPath(new URL('../inference/fixtures/tiny', import.meta.url));
const ffmpeg = await findFfmpeg();
const side = 224;

test('pixels are replaced in the map\'s order, and areas are means along the way', () => {
  const order = importanceOrder([0, 3, 1, 2], () => 0.5);
  assert.deepEqual([...order], [1, 3, 2, 0]);
  const pictures = replacedStepwise(Uint8Array.of(10, 20, 30, 40), new Uint8Array(4), order, 2);
  assert.deepEqual(pictures.map((picture) => [...picture]), [[10, 20, 30, 40], [10, 0, 30, 0], [0, 0, 0, 0]]);
  assert.equal(areaOf([1, 0.5, 0]), 0.5);
  assert.equal(areaOf([1, 1, 0, 0]), 0.5);
});

/** Four superpixels, one a quadrant. */
function quadrants(weights: readonly number[]): LimeMap {
  const labels = Uint16Array.from({ length: side * side }, (_, pixel) => (pixel % side < side / 2 ? 0 : 1) + (pixel < (side * side) / 2 ? 0 : 2));
  return { labels, weights: Float32Array.from(weights), logit: 0, fit: 1, stability: null, samples: 8, settled: true };
}

function frame(inside: (x: number, y: number) => boolean): PhantomFrame {
  const mask = (test: (x: number, y: number) => boolean) => ({ width: side, height: side, inside: Uint8Array.from({ length: side * side }, (_, pixel) => (test(pixel % side, Math.floor(pixel / side)) ? 1 : 0)) });
  return { clip: 'a', image: new Uint8Array(side * side), background: null, bLine: mask(inside), pleura: mask(() => false) };
}

test('LIME points with its strongest superpixel; without one that speaks for the finding there is no evidence', () => {
  // The lower left superpixel is the strongest; a B-line at its edge touches it but not its middle.
  const lime = quadrants([0.1, -3, 2, 0.5]);
  const beside = judgedLime(frame((x, y) => x > 105 && x < 112 && y > side / 2), lime);
  assert.deepEqual([beside.empty, beside.pointing, beside.strict], [false, 1, 0]);
  const through = judgedLime(frame((x) => x > 50 && x < 60), lime);
  assert.deepEqual([through.pointing, through.strict], [1, 1]);
  assert.equal(judgedLime(frame((x, y) => x > 150 && y < 80), lime).pointing, 0);
  assert.equal(judgedChance(frame((x) => x > 50 && x < 60), lime).pointing, 0.5, 'two of four superpixels');
  const none = judgedLime(frame(() => true), quadrants([-1, 0, -2, 0]));
  assert.deepEqual([none.empty, none.pointing, none.bLineMass], [true, 0, null]);
  // Mass follows weights, whatever the superpixels' sizes: left half holds 2.1 of 2.6.
  assert.ok(Math.abs((judgedLime(frame((x) => x < side / 2), lime).bLineMass ?? 0) - 2.1 / 2.6) < 1e-6);
  assert.equal(limePixels(lime).reduce((sum, value) => sum + value, 0).toFixed(4), '2.6000');
});

test('a shuffled graph opens, holds the same values and answers otherwise; a shuffled head has the gradient of its own score', async (t) => {
  const bundle = await loadBundle(tiny);
  assert.ok(bundle.ok);
  const folder = await mkdtemp(join(tmpdir(), 'pleura-shuffle-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const graph = await readFile(bundle.value.variants[0]?.path ?? '');
  const shuffled = shuffledGraph(graph, 3);
  assert.ok(shuffled.tensors > 0);
  assert.deepEqual(Buffer.from(shuffled.onnx).toSorted(), graph.toSorted(), 'the same bytes');
  assert.notDeepEqual(Buffer.from(shuffled.onnx), graph);
  assert.deepEqual(shuffledGraph(graph, 3), shuffled);
  await writeFile(join(folder, 'shuffled.onnx'), shuffled.onnx);
  const session = await onnxRuntime.open(join(folder, 'shuffled.onnx'), { provider: 'cpu', threads: 1, providerOnly: false });
  await session.release();

  const { featureCount } = bundle.value.manifest.extractor;
  const head = shuffledHead(createHead(bundle.value.head), featureCount, 3);
  const features = Float32Array.from({ length: featureCount }, (_, index) => Math.abs(Math.sin(index + 1)));
  const gradient = head.gradient(features);
  for (const index of [0, featureCount - 1]) {
    const moved = Float32Array.from(features, (value, at) => (at === index ? value + 0.01 : value));
    assert.ok(Math.abs((head.softLogit(moved) - head.softLogit(features)) / 0.01 - (gradient[index] ?? 0)) < 1e-2 * Math.max(1, Math.abs(gradient[index] ?? 0)));
  }
});

test('the whole bench on a bundle leaves explain.json in it, and the bundle whole', { skip: ffmpeg === null ? 'no ffmpeg' : false }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'pleura-explain-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(tiny, folder, { recursive: true });
  const json = `${folder}.out`;
  t.after(() => rm(json, { force: true }));
  assert.equal(await run(['--bundle', folder, '--clips', '2', '--frames', '1', '--lime', '1', '--lime-samples', '60', '--real', '1', '--data', join(folder, 'absent'), '--json', json]), 0);
  const report = explainSchema.parse(JSON.parse(await readFile(join(folder, 'explain.json'), 'utf8')));
  assert.deepEqual(report, JSON.parse(await readFile(json, 'utf8')));
  const bundle = await loadBundle(folder);
  assert.ok(bundle.ok, bundle.ok ? '' : bundle.error.message);
  assert.ok('explain.json' in bundle.value.manifest.files);
  const [single] = report.phantoms;
  assert.ok(single !== undefined && single.clips === 2 && single.bLineArea > 0.005 && single.bLineArea < 0.2);
  const names = single.maps.map((map) => map.map);
  assert.ok(['Grad-CAM fused', 'LIME', 'centre prior', 'uniform'].every((name) => names.includes(name)), names.join(', '));
  const uniform = single.maps.find((map) => map.map === 'uniform');
  assert.ok(Math.abs((uniform?.bLineMass?.value ?? 0) - single.bLineArea) < 1e-4, 'a map without knowledge gets the mask\'s share');
  assert.match(report.faithfulness.source, /phantoms/);
  assert.deepEqual([...new Set(report.sanity.rows.map((row) => row.randomised))], ['head weights', 'network weights']);
});

test('arguments', () => {
  assert.equal(readExplainWishes([])?.clips, 24);
  assert.deepEqual(readExplainWishes(['--lime', '0', '--data', 'a', '--data', 'b'])?.data, ['a', 'b']);
  for (const wrong of [['--clips', '0'], ['--frames', '99'], ['--bundle', 'a', '--model', 'b'], ['--lime', '-1'], ['x']]) assert.equal(readExplainWishes(wrong), null, wrong.join(' '));
});
