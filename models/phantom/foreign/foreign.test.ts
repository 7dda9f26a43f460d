import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { findFfmpeg } from '../../../main/media/ffmpeg.ts';
import { writeForeign } from '../write.ts';
import { foreignFamilies, foreignFrames, foreignSet, sampleForeign } from './foreign.ts';

const framesOf = (family: (typeof foreignFamilies)[number], seed: number, frames = 2) => [...foreignFrames({ ...sampleForeign(family, seed), width: 64, height: 48, frames })];

test('every family draws whole frames that move', () => {
  // Some of these stand still, or are black, by chance.
  const mayStand = new Set(['gradient', 'darkness', 'test-chart', 'bladder']);
  for (const family of foreignFamilies) {
    const made = framesOf(family, 3);
    assert.deepEqual(made.map((frame) => frame.length), [64 * 48, 64 * 48], family);
    if (!mayStand.has(family)) assert.notDeepEqual(made[0], made[1], family);
  }
});

test('the same seed draws the same clip, another seed another', () => {
  for (const family of ['kidney', 'things', 'trace'] as const) {
    const made = framesOf(family, 3, 1);
    assert.deepEqual(framesOf(family, 3, 1), made, family);
    assert.notDeepEqual(framesOf(family, 4, 1), made, family);
  }
});

test('a set takes the families in turn', () => {
  const set = foreignSet(2 * foreignFamilies.length, 5);
  assert.deepEqual(set.slice(0, foreignFamilies.length).map(({ family }) => family), foreignFamilies);
  assert.equal(new Set(set.map(({ name }) => name)).size, set.length);
});

const ffmpeg = await findFfmpeg();

test('a foreign clip is written whole', { skip: ffmpeg === null ? 'no ffmpeg' : false }, async (context) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-foreign-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'x.mp4');
  assert.deepEqual(await writeForeign({ ...sampleForeign('plot', 1), frames: 3 }, file, ffmpeg ?? ''), { ok: true, value: null });
  assert.ok((await stat(file)).size > 500);
  assert.equal((await writeForeign(sampleForeign('plot', 1), file, path.join(folder, 'no-such-program'))).ok, false);
});
