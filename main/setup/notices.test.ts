import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectNotices, licenceOf, noticesText, productionPackages } from './notices.ts';

const root = join(import.meta.dirname, '..', '..');

test('every production dependency on disk is covered, with a known licence and its text', async () => {
  const notices = await collectNotices(root);
  const covered = new Set(notices.map((notice) => notice.name));
  const folders = await productionPackages(root);
  assert.ok(folders.length > 50, `only ${folders.length} production packages found`);
  for (const folder of folders) {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    assert.ok(covered.has(name), `${name} has no notice`);
  }
  assert.deepEqual(notices.filter((notice) => notice.licence === null).map((notice) => notice.name), []);
  assert.deepEqual(notices.filter((notice) => notice.text.length < 200).map((notice) => notice.name), []);
});

test('the copyleft and font licences are told', async () => {
  const notices = await collectNotices(root);
  for (const font of ['@fontsource-variable/inter', '@fontsource/inter']) assert.equal(notices.find((notice) => notice.name === font)?.licence, 'OFL-1.1');
  const ffmpeg = notices.find((notice) => notice.name === 'ffmpeg-static');
  if (ffmpeg !== undefined) assert.match(ffmpeg.text, /separate program[\s\S]*GNU GENERAL PUBLIC LICENSE/);
});

test('licences are read in every form that packages use', () => {
  assert.equal(licenceOf({ license: 'MIT' }), 'MIT');
  assert.equal(licenceOf({ license: { type: 'ISC' } }), 'ISC');
  assert.equal(licenceOf({ licenses: [{ type: 'BSD' }] }), 'BSD-3-Clause');
  assert.equal(licenceOf({}), null);
  assert.equal(licenceOf({ license: 'UNLICENSED' }), null);
});

test('the text names an unknown licence instead of hiding it', () => {
  assert.match(noticesText([{ name: 'a', version: '1.0.0', licence: null, text: 'words' }]), /a 1\.0\.0 {2}unknown/);
});
