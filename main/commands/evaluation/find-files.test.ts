import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnalysisRecord } from '../analyse-clip.ts';
import { findFiles } from './find-files.ts';
import { createRecordCache } from './record-cache.ts';

test('files are found below the data, beside the table, or by their only name', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'pleura-find-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const data = join(root, 'data');
  await mkdir(join(data, 'videos', 'more'), { recursive: true });
  await mkdir(join(root, 'tables'));
  for (const path of ['data/videos/a.mp4', 'data/videos/Twice.mp4', 'data/videos/more/twice.mp4', 'data/videos/more/deep.avi', 'tables/beside.mp4']) await writeFile(join(root, path), path);
  const names = ['videos/a.mp4', 'videos\\a.mp4', 'beside.mp4', 'elsewhere/DEEP.avi', 'deep', 'twice.mp4', 'absent.mp4', 'videos'];
  const found = await findFiles(names, { data, labels: join(root, 'tables') });
  assert.deepEqual(found.map((path) => path?.slice(root.length + 1).replaceAll('\\', '/') ?? null), [
    'data/videos/a.mp4', 'data/videos/a.mp4', 'tables/beside.mp4', 'data/videos/more/deep.avi', 'data/videos/more/deep.avi', null, null, null,
  ]);
});

test('kept analyses come back for the same bytes and wishes only, and failures are not kept', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'pleura-kept-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const [clip, copy] = [join(root, 'a.mp4'), join(root, 'b.mp4')];
  await writeFile(clip, 'bytes');
  await writeFile(copy, 'bytes');
  const record = { path: 'a.mp4', probability: 0.25 } as AnalysisRecord;
  const cache = createRecordCache(join(root, 'kept'), ['model', 'all']);
  assert.equal(await cache.get(clip, 'a.mp4'), null);
  await cache.put(clip, record);
  assert.deepEqual(await cache.get(copy, 'b.mp4'), { ...record, path: 'b.mp4' });
  assert.equal(await createRecordCache(join(root, 'kept'), ['model', '8']).get(clip, 'a.mp4'), null);
  await writeFile(clip, 'other bytes');
  assert.equal(await cache.get(clip, 'a.mp4'), null);
  await cache.put(clip, { path: 'a.mp4', error: { code: 'decode-failed', message: '' } });
  assert.equal(await cache.get(clip, 'a.mp4'), null);
  assert.equal(await cache.get(join(root, 'absent.mp4'), ''), null);
});
