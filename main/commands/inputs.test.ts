import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { pickFrames, run } from './inputs.ts';

test('frames are evenly spaced and never black', () => {
  assert.deepEqual(pickFrames([0, 9, 9, 9, 9], 2), [2, 4]);
  assert.deepEqual(pickFrames([0.5, 30, 30], 8), [1, 2]);
  assert.deepEqual(pickFrames([0, 0], 4), []);
});

test('a folder of clips becomes images and an index; a broken file is told and left out', async (t) => {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return t.skip('no ffmpeg');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'inputs-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const spec = samplePhantom('b-lines', 7, { frames: 6 });
  await writePhantom(spec, path.join(folder, spec.name), { ffmpeg });
  await writeFile(path.join(folder, 'broken.mp4'), 'not a video');
  const out = path.join(folder, 'out');
  assert.equal(await run(['--out', out, '--frames', '3', path.join(folder, spec.name), path.join(folder, 'broken.mp4')]), 2);
  const index = JSON.parse(await readFile(path.join(out, 'index.json'), 'utf8'));
  assert.equal(index.count, 3);
  assert.equal(index.errors.length, 1);
  assert.deepEqual(index.clips[0].frames, [1, 3, 5]);
  assert.equal(index.clips[0].simulated, true);
  const pixels = await readFile(path.join(out, 'inputs.u8'));
  assert.equal(pixels.length, 3 * 224 * 224);
  assert.ok(pixels.reduce((sum, level) => sum + level, 0) / pixels.length > 20, 'images are not empty');
});

test('wrong arguments are refused with the usage', async () => {
  assert.equal(await run(['--frames', '0', '--out', '/nowhere', 'x']), 1);
  assert.equal(await run([]), 1);
});
