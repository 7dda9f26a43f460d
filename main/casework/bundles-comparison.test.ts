import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ClipId } from '../../preload/domain.ts';
import { variantBundle } from './test-bundles.ts';
import { openStation, phantomClips, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';

async function idle({ station }: TestStation): Promise<void> {
  for (;;) {
    const live = value(await station.requests['jobs.list']({})).find(({ state }) => state === 'queued' || state === 'running');
    if (live === undefined) return;
    await station.ended(live.id);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Five exams of two analysed clips, and a second bundle; null without ffmpeg. */
async function setUp(context: TestContext) {
  const folder = temporaryFolder(context);
  const clips = await phantomClips(folder, 10, 8);
  if (clips === null) return null;
  const second = await variantBundle(join(folder, 'second'), '2.0.0');
  const here = await openStation(context, join(folder, 'data'));
  const exams = Array.from({ length: 5 }, (_, exam) => {
    const dir = join(folder, `exam ${exam}`);
    mkdirSync(dir);
    for (const path of clips.slice(2 * exam, 2 * exam + 2)) renameSync(path, join(dir, path.split('/').at(-1) ?? ''));
    assert.equal(readdirSync(dir).length, 2);
    return dir;
  });
  const started = value(await here.station.importPaths(exams));
  await idle(here);
  const [item] = await here.station.picked.register([second]);
  const ref = value(await here.station.requests['models.install']({ token: item?.token ?? '' }));
  const clipIds = started.flatMap(({ examId }) => here.station.log.clips.ofExam(examId).map(({ id }) => id));
  return { here, ref, clipIds, userData: join(folder, 'data') };
}

async function label({ station }: TestStation, clipIds: readonly ClipId[]): Promise<void> {
  for (const [index, clipId] of clipIds.entries()) {
    value(await station.requests['clips.decide']({ clipId, analysisId: null, answer: 'disagree', verdict: index % 2 === 0 ? 'IS' : 'healthy', comment: '' }));
  }
}

test('re-analysis with a new bundle keeps the old results, and rolling back shows them again', { timeout: 180_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here, ref, clipIds } = set;
  const { requests } = here.station;
  const [clipId = ''] = clipIds;
  assert.equal(value(await requests['models.outdated']({})).clips, 0);
  value(await requests['models.activate']({ sha256: ref.sha256, reason: '' }));
  assert.equal(value(await requests['models.outdated']({})).clips, 10);
  assert.equal(value(await requests['clips.get']({ clipId })).analysis?.model.id, 'tiny', 'until there is a newer one, the old one stands and says whose it is');
  const { jobId } = value(await requests['models.reanalyse']({}));
  const job = await here.station.ended(jobId);
  assert.deepEqual([job.state, job.failures], ['done', []]);
  assert.equal(value(await requests['models.outdated']({})).clips, 0);
  assert.equal(value(await requests['clips.get']({ clipId })).analysis?.model.id, 'tiny-second');
  const rows = value(await requests['clips.analyses']({ clipId }));
  assert.deepEqual(rows.map(({ model, state, shown }) => [model.id, state, shown]), [['tiny-second', 'done', true], ['tiny', 'done', false]]);
  value(await requests['models.rollBack']({ reason: '' }));
  assert.deepEqual(value(await requests['clips.analyses']({ clipId })).map(({ shown }) => shown), [false, true]);
  assert.equal(value(await requests['clips.get']({ clipId })).analysis?.model.id, 'tiny');
  assert.equal(value(await requests['models.outdated']({})).clips, 0);
  const nothing = await requests['models.reanalyse']({});
  assert.equal(nothing.ok ? 'started' : nothing.error.code, 'conflict');
});

test('two bundles on labelled clips: too few say so, missing analyses are made beside the model in use, then figures by exam', { timeout: 180_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here, ref, clipIds, userData } = set;
  const { requests, log } = here.station;
  const active = value(await requests['models.list']({})).state.active;
  const pair = { first: active?.sha256 ?? '', second: ref.sha256 };
  const refused = await requests['models.compare']({ first: pair.first, second: pair.first });
  assert.equal(refused.ok ? 'compared' : refused.error.code, 'bad-request');
  await label(here, clipIds.slice(0, 4));
  const few = value(await requests['models.compare'](pair));
  assert.deepEqual([few.clips, few.exams, few.positives, few.missing, few.figures], [4, 2, 2, 4, null]);

  await label(here, clipIds);
  const { jobId } = value(await requests['models.compareStart'](pair));
  // Cut off and gone on with at the next start.
  while (log.jobs.itemCount(jobId).left > 8) await new Promise((resolve) => setTimeout(resolve, 10));
  await here.station.stop();
  const next = await openStation(context, userData);
  await next.station.begin();
  const job = await next.station.ended(jobId);
  assert.deepEqual([job.state, job.failures], ['done', []]);
  const compared = value(await next.station.requests['models.compare'](pair));
  assert.deepEqual([compared.clips, compared.exams, compared.missing, compared.compared], [10, 5, 0, { clips: 10, exams: 5, positives: 5, negatives: 5 }]);
  // The second bundle computes what the first does: no difference at all.
  assert.deepEqual(compared.figures?.difference.auc, { value: 0, low: 0, high: 0 });
  assert.deepEqual(compared.figures?.first.confusion, compared.figures?.second.confusion);
  assert.deepEqual(compared.differing, []);
  for (const clipId of clipIds) {
    const rows = value(await next.station.requests['clips.analyses']({ clipId }));
    assert.deepEqual(rows.map(({ model, shown }) => [model.id, shown]), [['tiny-second', false], ['tiny', true]], 'comparing changes nothing that is shown');
  }
  const done = await next.station.requests['models.compareStart'](pair);
  assert.equal(done.ok ? 'started' : done.error.code, 'conflict');
});
