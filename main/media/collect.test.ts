import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { collectFiles } from './collect.ts';
import { temporaryFolder } from './testing.ts';

test('a folder gives its clips in natural order, without hidden and foreign files', async (t) => {
  const folder = path.join(await temporaryFolder((done) => t.after(done)), 'exam 7');
  for (const name of ['L10.mp4', 'L2.mp4', 'right/R1.AVI', 'right/deep/still.png', 'notes.txt', 'clips.csv', '.hidden.mp4', '.git/x.mp4', '__MACOSX/L2.mp4', 'Thumbs.db', 'main.ts']) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), '');
  }
  const collected = await collectFiles(folder);
  assert.ok(collected.ok);
  assert.equal(collected.value.name, 'exam 7');
  assert.deepEqual(collected.value.files.map((file) => file.name), ['L2.mp4', 'L10.mp4', 'right/deep/still.png', 'right/R1.AVI']);
  assert.equal(collected.value.files[3]?.path, path.join(folder, 'right', 'R1.AVI'));
});

test('a picked file is tried whatever its name; a missing one is told', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  await writeFile(path.join(folder, 'export.dat'), 'x');
  const one = await collectFiles(path.join(folder, 'export.dat'));
  assert.ok(one.ok);
  assert.deepEqual(one.value, { name: 'export.dat', files: [{ path: path.join(folder, 'export.dat'), name: 'export.dat' }] });
  const empty = await collectFiles(folder);
  assert.ok(empty.ok && empty.value.files.length === 0);
  const none = await collectFiles(path.join(folder, 'nothing'));
  assert.equal(none.ok === false && none.error.code, 'file-not-found');
});

test('links to files count, links to folders and into nothing do not', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const exam = path.join(folder, 'exam');
  await mkdir(exam);
  await writeFile(path.join(folder, 'd41d8'), 'x');
  try {
    await symlink(path.join(folder, 'd41d8'), path.join(exam, 'R1.mp4'), 'file');
  } catch {
    t.skip('this system lets this user make no links');
    return;
  }
  await symlink(exam, path.join(exam, 'round.mp4'), 'dir');
  await symlink(path.join(folder, 'gone'), path.join(exam, 'R2.mp4'), 'file');
  const collected = await collectFiles(exam);
  assert.deepEqual(collected.ok && collected.value.files.map(({ name }) => name), ['R1.mp4']);
});
