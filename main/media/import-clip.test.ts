import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, truncateSync, unlinkSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { openFrameStore } from './frame-store.ts';
import { importClip } from './import-clip.ts';
import type { ImportRequest, ImportStep } from './import-clip.ts';
import { grayPath, incomingRoot, originalPath, recordPath, rgbPath, thumbnailPath } from './layout.ts';
import { makeClip, referenceFrames, temporaryFolder, testFfmpeg } from './testing.ts';
import { cleanStore } from './workspace.ts';

async function setUp(after: (done: () => Promise<void>) => void) {
  const folder = await temporaryFolder(after);
  const storeRoot = path.join(folder, 'store');
  const run = async (source: string, more: Partial<ImportRequest> & { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number, step: ImportStep) => void } = {}) =>
    importClip({ source, storeRoot, ffmpeg: await testFfmpeg(), signal: new AbortController().signal, ...more });
  const code = async (source: string, more: Parameters<typeof run>[1] = {}) => {
    const result = await run(source, more);
    return result.ok ? 'ok' : result.error.code;
  };
  return { folder, storeRoot, run, code };
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

test('a clip is stored whole, and recognised the second time', async (t) => {
  const { folder, storeRoot, run } = await setUp((done) => t.after(done));
  const source = await makeClip(path.join(folder, 'R2 Smith.MP4'.toLowerCase()), { options: ['-metadata', 'comment=Pleura phantom 7'] });
  const progress: number[] = [];
  const first = await run(source, { onProgress: (fraction) => progress.push(fraction) });
  assert.ok(first.ok);
  const { media } = first.value;
  assert.equal(first.value.already, false);
  assert.equal(media.sha256, createHash('sha256').update(await readFile(source)).digest('hex'));
  assert.deepEqual([media.width, media.height, media.frames, media.durationMs, media.colour, media.simulated, media.damaged], [160, 120, 12, 480, false, true, false]);
  assert.deepEqual(media.frameTimesMs, Array.from({ length: 12 }, (_, i) => i * 40));
  assert.equal(media.thumbnails, 12);
  assert.deepEqual(progress, progress.toSorted((a, b) => a - b));
  assert.equal(progress.at(-1), 1);
  const store = openFrameStore(grayPath(storeRoot, media.sha256));
  assert.ok(store.ok);
  assert.deepEqual(Buffer.from(await store.value.readMany(0, 12)), await referenceFrames(source, 'gray'));
  store.value.close();
  const original = originalPath(storeRoot, media.sha256, '.mp4');
  assert.deepEqual(await readFile(original), await readFile(source));
  assert.equal((await stat(original)).mode & 0o222, 0);
  assert.equal((await readFile(thumbnailPath(storeRoot, media.sha256))).readUInt32BE(16), 12 * 160);
  assert.deepEqual(JSON.parse(await readFile(recordPath(storeRoot, media.sha256), 'utf8')), media);
  assert.equal((await filesIn(storeRoot)).length, 4);
  assert.doesNotMatch(JSON.stringify(media), /Smith/i);

  const again = await run(source);
  assert.ok(again.ok);
  assert.deepEqual(again.value, { media, already: true, dicom: null });
  assert.equal((await filesIn(storeRoot)).length, 4);
});

test('a coloured clip keeps its colours beside the gray', async (t) => {
  const { folder, storeRoot, run } = await setUp((done) => t.after(done));
  const source = await makeClip(path.join(folder, 'colour.avi'), { colour: true, frames: 5 });
  const result = await run(source);
  assert.ok(result.ok);
  assert.equal(result.value.media.colour, true);
  const store = openFrameStore(rgbPath(storeRoot, result.value.media.sha256));
  assert.ok(store.ok);
  assert.deepEqual(Buffer.from(await store.value.readMany(0, 5)), await referenceFrames(source, 'rgb24'));
  store.value.close();
});

test('bad files fail with their code and leave nothing', async (t) => {
  const { folder, storeRoot, code } = await setUp((done) => t.after(done));
  const empty = path.join(folder, 'empty.mp4');
  await writeFile(empty, '');
  const text = path.join(folder, 'text.mp4');
  await writeFile(text, 'only words '.repeat(500));
  const clip = await makeClip(path.join(folder, 'clip.mp4'));
  assert.equal(await code(empty), 'file-empty');
  assert.equal(await code(text), 'not-a-clip');
  assert.equal(await code(path.join(folder, 'nowhere.mp4')), 'file-not-found');
  assert.equal(await code(folder), 'file-unreadable');
  assert.equal(await code(clip, { limits: { maxFileBytes: 100 } }), 'file-too-large');
  assert.equal(await code(clip, { ffmpeg: null }), 'decoder-missing');
  assert.equal(await code(await makeClip(path.join(folder, 'dot.png'), { size: '2x2' })), 'frame-too-small');
  await symlink(path.join(folder, 'nowhere'), path.join(folder, 'dangling.mp4'));
  assert.equal(await code(path.join(folder, 'dangling.mp4')), 'file-not-found');
  assert.deepEqual(await filesIn(storeRoot), []);
  assert.deepEqual(await readdir(incomingRoot(storeRoot)), []);
});

test('an unreadable file and a locked store are told apart', { skip: process.getuid?.() === 0 ? 'root may read everything' : false }, async (t) => {
  const { folder, code } = await setUp((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mp4'));
  await chmod(clip, 0o000);
  assert.equal(await code(clip), 'file-unreadable');
});

test('a store that cannot be written to is a storage failure', async (t) => {
  const { folder, code } = await setUp((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mp4'));
  await writeFile(path.join(folder, 'file'), '');
  assert.equal(await code(clip, { storeRoot: path.join(folder, 'file', 'store') }), 'storage-failed');
});

test('a file that is still written or vanishes while it is copied is refused', async (t) => {
  const { folder, storeRoot, code } = await setUp((done) => t.after(done));
  const source = path.join(folder, 'growing.mp4');
  const clip = await readFile(await makeClip(path.join(folder, 'clip.mp4')));
  const big = Buffer.concat([clip, Buffer.alloc(24 * 1024 * 1024)]);
  const whileCopying = (change: () => void) => {
    let changed = false;
    return {
      onProgress: (fraction: number, step: ImportStep) => {
        if (step !== 'copying' || fraction === 0 || changed) return;
        changed = true;
        change();
      },
    };
  };
  for (const change of [() => truncateSync(source, 12_000_000), () => appendFileSync(source, 'more'), () => unlinkSync(source)]) {
    await writeFile(source, big);
    assert.equal(await code(source, whileCopying(change)), 'file-changed', String(change));
  }
  assert.deepEqual(await filesIn(storeRoot), []);
});

test('cancel at every step leaves nothing', async (t) => {
  const { folder, storeRoot, code } = await setUp((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mp4'), { frames: 60, colour: true });
  for (const at of ['copying', 'decoding', 'decoding colour', 'finding the sector'] as const) {
    const control = new AbortController();
    const started = performance.now();
    const result = await code(clip, { signal: control.signal, onProgress: (_, step) => { if (step === at) control.abort(); } });
    assert.equal(result, 'cancelled', at);
    assert.deepEqual(await filesIn(storeRoot), [], at);
    assert.ok(performance.now() - started < 5_000);
  }
});

test('lost frames of a known clip are decoded anew', async (t) => {
  const { folder, storeRoot, run } = await setUp((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mp4'));
  const first = await run(clip);
  assert.ok(first.ok);
  await truncate(grayPath(storeRoot, first.value.media.sha256), 500);
  const second = await run(clip);
  assert.ok(second.ok);
  assert.equal(second.value.already, false);
  assert.ok(openFrameStore(grayPath(storeRoot, first.value.media.sha256)).ok);
});

test('cleaning removes what a kill left and no whole clip', async (t) => {
  const { folder, storeRoot, run } = await setUp((done) => t.after(done));
  const whole = await run(await makeClip(path.join(folder, 'clip.mp4')));
  assert.ok(whole.ok);
  const before = (await filesIn(storeRoot)).toSorted();
  // No process has this number: Linux's largest is 2^22.
  await mkdir(path.join(incomingRoot(storeRoot), '99999999-left'), { recursive: true });
  await writeFile(path.join(incomingRoot(storeRoot), '99999999-left', 'gray.frames'), 'half');
  const lost = 'ab'.repeat(32);
  await mkdir(path.dirname(grayPath(storeRoot, lost)), { recursive: true });
  await copyFile(before[0] ?? '', grayPath(storeRoot, lost));
  assert.equal(await cleanStore(storeRoot), 2);
  assert.deepEqual((await filesIn(storeRoot)).toSorted(), before);
  const mine = path.join(incomingRoot(storeRoot), `${process.pid}-busy`);
  await mkdir(mine, { recursive: true });
  await copyFile(before[0] ?? '', grayPath(storeRoot, lost));
  assert.equal(await cleanStore(storeRoot), 0);
  await rm(mine, { recursive: true });
  assert.equal(await cleanStore(path.join(folder, 'no store')), 0);
});
