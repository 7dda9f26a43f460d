import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { listBundles, loadBundle } from './bundle.ts';
import { temporaryFolder, tinyBundle } from './fixtures/clips.ts';

/** A copy of the tiny bundle with one text replaced in one file. */
async function changed(t: TestContext, file: string, from: string | RegExp, to: string): Promise<string> {
  const dir = join(await temporaryFolder(t), 'copy');
  await cp(tinyBundle, dir, { recursive: true });
  const text = await readFile(join(dir, file), 'utf8');
  assert.notEqual(text.replace(from, to), text);
  await writeFile(join(dir, file), text.replace(from, to));
  return dir;
}

test('a whole bundle loads, named by the hash of its manifest', async () => {
  const bundle = await loadBundle(tinyBundle);
  assert.ok(bundle.ok);
  assert.match(bundle.value.ref.sha256, /^[0-9a-f]{64}$/);
  assert.equal(bundle.value.manifest.extractor.branches.length, 3);
  assert.deepEqual(bundle.value.variants.map(({ precision, golden }) => [precision, golden.tolerance.absolute]), [['int8', 0.02], ['fp32', 0.001]]);
  assert.deepEqual([bundle.value.ref.id, bundle.value.manifest.metrics.splitLevel], ['tiny', 'patient']);
  assert.match(bundle.value.card, /Tiny test bundle/);
});

test('no manifest means no model', async (t) => {
  const bundle = await loadBundle(await temporaryFolder(t));
  assert.ok(!bundle.ok && bundle.error.code === 'model-missing');
});

const damages: readonly (readonly [what: string, file: string, from: string | RegExp, to: string, message: RegExp])[] = [
  ['a changed weight', 'head.json', '-0.2', '-0.3', /head\.json differs/],
  ['a manifest that is no JSON', 'manifest.json', '{', '', /not JSON/],
  ['another format', 'manifest.json', 'pleura-bundle/2', 'pleura-bundle/1', /format/],
  ['a later preprocessing', 'manifest.json', /("preprocessing": \{\s+"version": )1/, '$199', /preprocessing version 99/],
  ['another normalisation', 'manifest.json', '0.485', '0.5', /preprocessing/],
  ['features that leave a gap', 'manifest.json', '"featureStart": 8', '"featureStart": 9', /follow/],
  ['a file outside the folder', 'manifest.json', '"NOTICE"', '"../NOTICE"', /manifest\.json/],
  ['a file that is not there', 'manifest.json', '"NOTICE"', '"NOTICE2"', /missing/],
  ['a changed golden output of the 8-bit graph', 'golden-int8.json', '"seed": 1', '"seed": 2', /golden-int8\.json differs/],
  ['a graph that is not among the files', 'manifest.json', '"file": "extractor-int8.onnx"', '"file": "extractor-int4.onnx"', /extractor-int4\.onnx is not among/],
  ['a precision twice', 'manifest.json', '"precision": "int8"', '"precision": "fp32"', /twice/],
  ['a bundle without a graph for the CPU', 'manifest.json', /"cpu"/g, '"webgpu"', /no variant is meant for the CPU/],
  ['an unknown calibration of the clip', 'manifest.json', '"kind": "none"', '"kind": "guess"', /calibration/],
  ['a head of another kind than the manifest says', 'manifest.json', '"kind": "logistic-regression"', '"kind": "mlp"', /manifest says mlp/],
  ['a band upside down', 'manifest.json', '"low": 0.4', '"low": 0.7', /band/],
];

for (const [what, file, from, to, message] of damages) {
  test(`${what} is refused with the reason`, async (t) => {
    const bundle = await loadBundle(await changed(t, file, from, to));
    assert.ok(!bundle.ok);
    assert.equal(bundle.error.code, 'model-invalid');
    assert.match(bundle.error.message, message);
  });
}

test('a changed graph is refused, unless the graphs are left to another check', async (t) => {
  const dir = join(await temporaryFolder(t), 'copy');
  await cp(tinyBundle, dir, { recursive: true });
  await writeFile(join(dir, 'extractor.onnx'), 'changed');
  const whole = await loadBundle(dir);
  assert.ok(!whole.ok && /extractor\.onnx differs/.test(whole.error.message));
  assert.ok((await loadBundle(dir, 'all-but-graphs')).ok);
});

/** A copy of the tiny bundle with one of its JSON files rewritten, and its checksum with it. */
async function rewritten(t: TestContext, name: string, change: (content: Record<string, unknown>) => void): Promise<string> {
  const dir = join(await temporaryFolder(t), 'copy');
  await cp(tinyBundle, dir, { recursive: true });
  const content = JSON.parse(await readFile(join(dir, name), 'utf8')) as Record<string, unknown>;
  change(content);
  const text = JSON.stringify(content);
  await writeFile(join(dir, name), text);
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as { files: Record<string, unknown> };
  manifest.files[name] = { sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length };
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest));
  return dir;
}

test('a head or golden outputs that do not fit the extractor are refused, though their checksums are right', async (t) => {
  const shortHead = await loadBundle(await rewritten(t, 'head.json', (head) => Object.assign(head, { weights: [1, 2] })));
  assert.ok(!shortHead.ok && /2 weights for 18 inputs/.test(shortHead.error.message), JSON.stringify(shortHead));
  const fewOutputs = await loadBundle(await rewritten(t, 'golden.json', (golden) => Object.assign(golden, { mapSums: {} })));
  assert.ok(!fewOutputs.ok && /golden\.json .* outputs for 2 images/.test(fewOutputs.error.message), JSON.stringify(fewOutputs));
});

test('bundles are found by their manifests', async (t) => {
  const root = await temporaryFolder(t);
  assert.deepEqual(await listBundles(join(root, 'absent')), []);
  for (const name of ['b', 'a', 'broken']) await cp(tinyBundle, join(root, name), { recursive: true });
  await rm(join(root, 'broken', 'manifest.json'));
  assert.deepEqual((await listBundles(root)).map((entry) => entry.id), ['a', 'b']);
});
