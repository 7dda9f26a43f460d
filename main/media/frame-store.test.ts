import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameStoreError, createFrameStore, openFrameStore } from './frame-store.ts';
import { temporaryFolder } from './testing.ts';

const clips = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 30 }), channels: fc.constantFrom(1 as const, 3 as const), count: fc.integer({ min: 1, max: 14 }), seed: fc.integer(), flat: fc.boolean() })
  .map(({ seed, flat, ...size }) => ({ ...size, frames: Array.from({ length: size.count }, (_, i) => pattern(size.width * size.height * size.channels, seed + i, flat)) }));

function pattern(bytes: number, seed: number, flat: boolean): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({ length: bytes }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return flat ? seed & 255 : state >>> 24;
  });
}

async function write(file: string, clip: { readonly width: number; readonly height: number; readonly channels: 1 | 3; readonly frames: readonly Uint8Array[] }): Promise<string> {
  const writer = createFrameStore(file, clip);
  for (const [i, frame] of clip.frames.entries()) assert.ok((await writer.append(frame, i * 40.5)).ok);
  const finished = await writer.finish();
  assert.ok(finished.ok);
  return finished.value.contentHash;
}

test('what goes in comes out, in any order, by every way of reading', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  let n = 0;
  await fc.assert(
    fc.asyncProperty(clips, fc.infiniteStream(fc.nat()), async (clip, picks) => {
      const file = path.join(folder, `${n++}.frames`);
      const hash = await write(file, clip);
      const opened = openFrameStore(file);
      assert.ok(opened.ok);
      const store = opened.value;
      try {
        assert.deepEqual([store.width, store.height, store.channels, store.count], [clip.width, clip.height, clip.channels, clip.count]);
        assert.deepEqual(store.frameTimesMs, clip.frames.map((_, i) => i * 40.5));
        assert.equal(store.contentHash, createHash('sha256').update(Buffer.concat(clip.frames)).digest('hex'));
        assert.equal(store.contentHash, hash);
        const one = (picks.next().value ?? 0) % clip.count;
        assert.deepEqual(Buffer.from(store.readSync(one)), Buffer.from(clip.frames[one] ?? []));
        assert.deepEqual(Buffer.from(await store.read(one)), Buffer.from(clip.frames[one] ?? []));
        const some = await store.readMany(one, clip.count - one);
        assert.deepEqual(Buffer.from(some), Buffer.concat(clip.frames.slice(one)));
        assert.throws(() => store.readSync(clip.count), RangeError);
      } finally {
        store.close();
      }
    }),
    { numRuns: 40 },
  );
  assert.deepEqual((await readdir(folder)).filter((name) => name.endsWith('.part')), []);
});

test('a truncated or altered store never gives wrong frames', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const frames = Array.from({ length: 6 }, (_, i) => pattern(32 * 24, i, false));
  const whole = path.join(folder, 'whole');
  await write(whole, { width: 32, height: 24, channels: 1, frames });
  const bytes = await readFile(whole);
  const broken = path.join(folder, 'broken');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, cut) => {
      const copy = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
      if (!cut) copy[at] = (copy[at] ?? 0) ^ flip;
      await writeFile(broken, copy);
      const opened = openFrameStore(broken);
      if (!opened.ok) return assert.equal(opened.error.code, 'store-corrupt');
      try {
        for (const [i, frame] of frames.entries()) {
          try {
            assert.deepEqual(Buffer.from(opened.value.readSync(i)), Buffer.from(frame));
          } catch (error) {
            assert.ok(error instanceof FrameStoreError, String(error));
          }
        }
      } finally {
        opened.value.close();
      }
    }),
    { numRuns: 300 },
  );
});

test('a store cut at every kind of place is refused when opened', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'store');
  await write(file, { width: 8, height: 8, channels: 3, frames: [pattern(192, 1, false), pattern(192, 2, true)] });
  const { length } = await readFile(file);
  for (const keep of [length - 1, length - 40, 100, 63, 1, 0]) {
    await truncate(file, keep);
    const opened = openFrameStore(file);
    assert.equal(opened.ok ? 'ok' : opened.error.code, 'store-corrupt');
  }
  const missing = openFrameStore(path.join(folder, 'missing'));
  assert.equal(missing.ok ? 'ok' : missing.error.code, 'file-not-found');
});

test('nothing stays after abort, without frames, or where the folder is gone', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const size = { width: 8, height: 8, channels: 1 } as const;
  const aborted = createFrameStore(path.join(folder, 'aborted'), size);
  await aborted.append(new Uint8Array(64), 0);
  await aborted.abort();
  const empty = await createFrameStore(path.join(folder, 'empty'), size).finish();
  assert.equal(empty.ok ? 'ok' : empty.error.code, 'no-frames');
  const lost = createFrameStore(path.join(folder, 'none', 'lost'), size);
  await lost.append(new Uint8Array(64), 0);
  const finished = await lost.finish();
  assert.equal(finished.ok ? 'ok' : finished.error.code, 'storage-failed');
  assert.deepEqual(await readdir(folder), []);
});

test('a full disk is told as such', { skip: process.platform === 'linux' ? false : 'needs /dev/full' }, async () => {
  const { storageFailure } = await import('./failure.ts');
  const error = await writeFile('/dev/full', 'x').then(() => null, (caught: unknown) => caught);
  assert.equal(storageFailure(error).error.code, 'disk-full');
});
