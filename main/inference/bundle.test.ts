import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { listBundles, loadBundle, modelInfo } from './bundle.ts';
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
  const info = modelInfo(bundle.value, true);
  assert.deepEqual([info.id, info.splitLevel, info.branches.length, info.active], ['tiny', 'patient', 3, true]);
  assert.match(info.card, /Tiny test bundle/);
});

test('no manifest means no model', async (t) => {
  const bundle = await loadBundle(await temporaryFolder(t));
  assert.ok(!bundle.ok && bundle.error.code === 'model-missing');
});

const damages: readonly (readonly [what: string, file: string, from: string | RegExp, to: string, message: RegExp])[] = [
  ['a changed weight', 'head.json', '-0.2', '-0.3', /head\.json differs/],
  ['a manifest that is no JSON', 'manifest.json', '{', '', /not JSON/],
  ['another format', 'manifest.json', 'pleura-bundle/1', 'pleura-bundle/2', /format/],
  ['a later preprocessing', 'manifest.json', /("preprocessing": \{\s+"version": )1/, '$199', /preprocessing version 99/],
  ['another normalisation', 'manifest.json', '0.485', '0.5', /preprocessing/],
  ['features that leave a gap', 'manifest.json', '"featureStart": 8', '"featureStart": 9', /follow/],
  ['a file outside the folder', 'manifest.json', '"NOTICE"', '"../NOTICE"', /manifest\.json/],
  ['a file that is not there', 'manifest.json', '"NOTICE"', '"NOTICE2"', /missing/],
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

test('bundles are found by their manifests', async (t) => {
  const root = await temporaryFolder(t);
  assert.deepEqual(await listBundles(join(root, 'absent')), []);
  for (const name of ['b', 'a', 'broken']) await cp(tinyBundle, join(root, name), { recursive: true });
  await rm(join(root, 'broken', 'manifest.json'));
  assert.deepEqual((await listBundles(root)).map((entry) => entry.id), ['a', 'b']);
});
