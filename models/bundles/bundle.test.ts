/** Every bundle in this folder, through ONNX Runtime's own interface: checksums, and the outputs that PyTorch gave at export, of every variant. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { privateEnvironment } from '../../main/child.ts';
import { goldenSchema, manifestSchema } from '../../main/inference/bundle-format.ts';
import { operatorsRun } from '../../main/inference/fixtures/operators.ts';
import { checkHead, createHead, headSchema } from '../../main/inference/heads.ts';
import { INPUT_SIZE, inputTensor } from '../../main/inference/preprocess.ts';

// Before the first session, which is when ONNX Runtime reads it: no reporting from a test either.
Object.assign(process.env, privateEnvironment);

const SIZE_LIMIT = 60 * 1024 * 1024;
const root = import.meta.dirname;
const ids = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(path.join(root, entry.name, 'manifest.json'))).map((entry) => entry.name);

/** The recipe lcg-blocks, written anew from its description, so that it checks the program's own. */
function goldenImage(seed: number): Uint8Array {
  const image = new Uint8Array(INPUT_SIZE * INPUT_SIZE);
  let state = seed >>> 0;
  for (let block = 0; block < 28 * 28; block++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const corner = Math.floor(block / 28) * 8 * INPUT_SIZE + (block % 28) * 8;
    for (let pixel = 0; pixel < 64; pixel++) image[corner + Math.floor(pixel / 8) * INPUT_SIZE + (pixel % 8)] = state >>> 24;
  }
  return image;
}

const read = (id: string, name: string): unknown => JSON.parse(readFileSync(path.join(root, id, name), 'utf8'));

function floats(tensor: Tensor | undefined): Float32Array {
  assert.ok(tensor?.data instanceof Float32Array);
  return tensor.data;
}

test('there is a bundle', () => assert.ok(ids.length > 0));

for (const id of ids) {
  test(`${id}: every file has its checksum, all together are small enough, card and notice name licence and data`, () => {
    const manifest = manifestSchema.parse(read(id, 'manifest.json'));
    assert.equal(manifest.id, id);
    let bytes = 0;
    for (const [name, expected] of Object.entries(manifest.files)) {
      const content = readFileSync(path.join(root, id, name));
      assert.equal(createHash('sha256').update(content).digest('hex'), expected.sha256, name);
      bytes += content.length;
    }
    assert.ok(bytes < SIZE_LIMIT, `${bytes} bytes`);
    const notice = readFileSync(path.join(root, id, 'NOTICE'), 'utf8');
    assert.match(manifest.licence.name, /research use, non-commercial/i);
    for (const name of ['MODEL_CARD.md', 'NOTICE']) assert.match(readFileSync(path.join(root, id, name), 'utf8'), /non-commercial/i, name);
    // Simulated clips are our own: whoever else's data the weights saw is named, and no other.
    for (const { name, doi } of manifest.licence.data) assert.ok(doi === null || doi === undefined || notice.includes(name.split(/[ ,(]/)[0] ?? name), name);
    assert.equal(/COVID-BLUeS/.test(notice), manifest.training.datasets.some(({ name }) => name === 'covid-blues'));
  });

  const manifest = manifestSchema.parse(read(id, 'manifest.json'));
  for (const variant of manifest.extractor.variants) {
    if (variant.precision === 'int8') {
      test(`${id}, int8: the convolutions run in integer kernels, rectifiers inside them`, async (t) => {
        const folder = mkdtempSync(path.join(tmpdir(), 'pleura-int8-'));
        t.after(() => rmSync(folder, { recursive: true, force: true }));
        const [float = 0, fused = 0, integer = 0, rectifiers] = await operatorsRun(path.join(root, id, variant.file), path.join(folder, 'run.onnx'), ['Conv', 'FusedConv', 'QLinearConv', 'Relu']);
        assert.ok(integer > 0 && float + fused <= 0.05 * integer, `${integer} in integers, ${float + fused} in floats`);
        // A branch's last rectifier may follow the weighting of its map, which is done in floats.
        assert.ok(rectifiers !== undefined && rectifiers <= manifest.extractor.branches.length, `${rectifiers} rectifiers on their own`);
      });
    }

    test(`${id}, ${variant.precision}: ONNX Runtime gives PyTorch's outputs`, async () => {
      const golden = goldenSchema.parse(read(id, variant.golden));
      const parameters = headSchema.parse(read(id, manifest.head.file));
      assert.equal(checkHead(parameters, manifest.extractor.featureCount), null);
      const head = createHead(parameters);
      const { recipe, tolerance } = golden;
      const session = await InferenceSession.create(path.join(root, id, variant.file), { executionProviders: ['cpu'], intraOpNumThreads: 1 });
      const frames = inputTensor(Array.from({ length: recipe.count }, (_, k) => goldenImage(recipe.seed + k)));
      const found = await session.run({ [manifest.input.name]: new Tensor('float32', frames, [recipe.count, 3, INPUT_SIZE, INPUT_SIZE]) });
      const features = floats(found[manifest.extractor.features]);
      const near = (got: number, expected: number | undefined, what: string) => {
        assert.ok(expected !== undefined && Math.abs(got - expected) <= tolerance.absolute + tolerance.relative * Math.abs(expected), `${what}: ${got}, PyTorch ${expected}`);
      };
      const count = manifest.extractor.featureCount;
      for (let k = 0; k < recipe.count; k++) {
        golden.featureSamples.indices.forEach((index, i) => near(features[k * count + index] ?? Number.NaN, golden.featureSamples.values[k]?.[i], `feature ${index}`));
        const { logit, probability } = head.score(features.subarray(k * count, (k + 1) * count));
        near(logit, golden.logits[k], 'logit');
        near(probability, golden.probabilities[k], 'probability');
        for (const branch of manifest.extractor.branches) {
          const map = floats(found[branch.map]);
          const cells = branch.channels * branch.height * branch.width;
          assert.equal(map.length, recipe.count * cells);
          const values = map.subarray(k * cells, (k + 1) * cells);
          near(values.reduce((sum, value) => sum + value, 0), golden.mapSums[branch.name]?.[k], `map of ${branch.name}`);
          // The feature is the mean of its map: what makes Grad-CAM exact without backpropagation.
          const mean = values.subarray(0, branch.height * branch.width).reduce((sum, value) => sum + value, 0) / (branch.height * branch.width);
          assert.ok(Math.abs((features[k * count + branch.featureStart] ?? Number.NaN) - mean) < 1e-4 * Math.max(1, mean), `mean of ${branch.name}`);
        }
      }
      await session.release();
    });
  }
}
