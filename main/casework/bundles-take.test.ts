import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { takeBundle } from './bundles-take.ts';
import { readManifest, tinyBundle, variantBundle, writeManifest } from './test-bundles.ts';
import { temporaryFolder } from './test-workstation.ts';
import { entriesOf, symbolicLink, zipOf } from './test-zip.ts';
import type { ZipEntry } from './test-zip.ts';

let number = 0;

async function take(context: TestContext, source: string, installed: readonly string[] = []) {
  const target = join(temporaryFolder(context), `target${number += 1}`);
  await mkdir(target);
  const result = await takeBundle({ source, target, installed }, () => undefined);
  return { result, target, said: result.ok ? 'taken' : `${result.error.code}: ${result.error.message}` };
}

async function zipped(context: TestContext, entries: readonly ZipEntry[]): Promise<string> {
  const path = join(temporaryFolder(context), 'bundle.zip');
  await writeFile(path, zipOf(entries));
  return path;
}

test('a sound bundle is taken whole from a folder, a zip, a zip with one folder, and a zip made on a Mac', async (context) => {
  const names = (await readdir(tinyBundle)).toSorted();
  const mac = [...(await entriesOf(tinyBundle, 'tiny/')), { name: '__MACOSX/tiny/._manifest.json', content: Buffer.from('x') }, { name: 'tiny/.DS_Store', content: Buffer.from('x') }];
  for (const source of [tinyBundle, await zipped(context, await entriesOf(tinyBundle)), await zipped(context, mac)]) {
    const { result, target, said } = await take(context, source);
    assert.equal(said, 'taken');
    assert.ok(result.ok && result.value.id === 'tiny');
    assert.deepEqual((await readdir(target)).toSorted(), names);
    for (const name of names) assert.deepEqual(await readFile(join(target, name)), await readFile(join(tinyBundle, name)), name);
  }
});

test('a folder’s other files stay where they are', async (context) => {
  const dir = await variantBundle(join(temporaryFolder(context), 'bundle'), '2');
  await writeFile(join(dir, 'notes.txt'), 'mine');
  const { said, target } = await take(context, dir);
  assert.equal(said, 'taken');
  assert.ok(!(await readdir(target)).includes('notes.txt'));
});

test('the same bundle twice is said to be installed', async (context) => {
  const { result } = await take(context, tinyBundle);
  assert.ok(result.ok);
  assert.match((await take(context, tinyBundle, [result.value.sha256])).said, /^conflict: .*installed already/);
});

const spoilt: Readonly<Record<string, readonly [spoil: (dir: string) => Promise<unknown>, said: RegExp]>> = {
  'a changed byte': [async (dir) => {
    const bytes = await readFile(join(dir, 'head.json'));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await writeFile(join(dir, 'head.json'), bytes);
  }, /^model-invalid: .*head\.json differs from its checksum/],
  'a missing file': [(dir) => rm(join(dir, 'head.json')), /^model-invalid: .*head\.json is missing/],
  'a cut file': [(dir) => truncate(join(dir, 'head.json'), 10), /^model-invalid: .*not as large/],
  'a link in place of a file': [async (dir) => {
    await rm(join(dir, 'NOTICE'));
    await symlink('/etc/hostname', join(dir, 'NOTICE'));
  }, /^model-invalid: .*NOTICE is missing/],
  'no manifest': [(dir) => rm(join(dir, 'manifest.json')), /^model-invalid: .*no manifest\.json/],
  'a manifest that is no JSON': [(dir) => writeFile(join(dir, 'manifest.json'), '{'), /^model-invalid: .*not JSON/],
  'another format': [async (dir) => writeManifest(dir, { ...(await readManifest(dir)), format: 'pleura-bundle/99' }), /^model-invalid: .*\(format:/],
  'a file outside the folder': [async (dir) => {
    const manifest = await readManifest(dir);
    await writeManifest(dir, { ...manifest, files: { ...manifest.files, '../../evil': { sha256: '0'.repeat(64), bytes: 1 } } });
  }, /^model-invalid: .*not as the format asks/],
  'a later preprocessing': [async (dir) => writeManifest(dir, { ...(await readManifest(dir)), preprocessing: { version: 99 } }), /^model-invalid: .*preprocessing version 99/],
};

for (const [what, [spoil, said]] of Object.entries(spoilt)) {
  test(`${what} is refused with the reason`, async (context) => {
    const dir = await variantBundle(join(temporaryFolder(context), 'bundle'), '2');
    await spoil(dir);
    assert.match((await take(context, dir)).said, said);
  });
}

test('what is not there, no zip, or a damaged one is refused', async (context) => {
  const folder = temporaryFolder(context);
  assert.match((await take(context, join(folder, 'gone.zip'))).said, /^file-not-found/);
  await writeFile(join(folder, 'notes.zip'), 'these are notes');
  assert.match((await take(context, join(folder, 'notes.zip'))).said, /^model-invalid: .*no zip/);
  const whole = zipOf(await entriesOf(tinyBundle));
  const bent = Buffer.from(whole);
  bent.fill(0xff, 80, 200);
  await writeFile(join(folder, 'bent.zip'), bent);
  assert.match((await take(context, join(folder, 'bent.zip'))).said, /^model-invalid/);
});

test('hostile zips are refused before anything of theirs is written', async (context) => {
  const sound = await entriesOf(tinyBundle);
  const x = Buffer.from('x');
  const bomb = sound.map((entry) => (entry.name === 'NOTICE' ? { name: 'NOTICE', content: Buffer.alloc(300 * 2 ** 20), claimedBytes: entry.content.length } : entry));
  const manifest = sound.find(({ name }) => name === 'manifest.json');
  assert.ok(manifest);
  const hostile: Readonly<Record<string, readonly [entries: readonly ZipEntry[], said: RegExp]>> = {
    climbing: [[...sound, { name: '../../evil', content: x }], /outside its folder/],
    absolute: [[...sound, { name: '/tmp/evil', content: x }], /outside its folder/],
    backslash: [[...sound, { name: '..\\evil', content: x }], /outside its folder/],
    link: [[...sound.filter(({ name }) => name !== 'NOTICE'), { name: 'NOTICE', content: Buffer.from('/etc/hostname'), mode: symbolicLink }], /a link/],
    stranger: [[...sound, { name: 'run.exe', content: x }], /run\.exe is not among/],
    deeper: [[...sound, { name: 'sub/NOTICE', content: x }], /does not name/],
    twice: [[...sound, { name: 'NOTICE', content: x }], /two entries of one name/],
    'two bundles': [[...(await entriesOf(tinyBundle, 'a/')), ...(await entriesOf(tinyBundle, 'b/'))], /more than one bundle/],
    'too many': [[...sound, ...Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, content: x }))], /far more entries/],
    'a bomb with an honest directory': [bomb.map(({ claimedBytes: _claimed, ...entry }) => entry), /NOTICE is not as large/],
    'a bomb with a lying directory': [bomb, /NOTICE cannot be read to its end/],
    'a bomb for a manifest': [[{ name: 'manifest.json', content: Buffer.alloc(64 * 2 ** 20, 32) }], /manifest\.json is far too large/],
  };
  for (const [what, [entries, said]] of Object.entries(hostile)) {
    const outcome = await take(context, await zipped(context, entries));
    assert.match(outcome.said, said, what);
    assert.match(outcome.said, /^model-invalid/, what);
    const written = await readdir(outcome.target);
    assert.ok(written.every((name) => sound.some((entry) => entry.name === name)), `${what} wrote ${written.join()}`);
  }
});

test('nothing of the original bundle is changed', async (context) => {
  const folder = join(temporaryFolder(context), 'bundle');
  await cp(tinyBundle, folder, { recursive: true });
  const before = await entriesOf(folder);
  await take(context, folder);
  assert.deepEqual(await entriesOf(folder), before);
});
