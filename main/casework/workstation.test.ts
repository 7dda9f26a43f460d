import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExamDetail, Job } from '../../preload/domain.ts';
import { openStation, phantomClips, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';

const query = { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 10 } as const;

/** Until every job has ended; answers with the jobs. */
async function settled({ station }: TestStation): Promise<readonly Job[]> {
  for (;;) {
    const jobs = value(await station.requests['jobs.list']({}));
    const live = jobs.find((job) => job.state === 'queued' || job.state === 'running');
    if (live === undefined) return jobs;
    await station.ended(live.id);
    // Ended jobs tell their followers first.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function exam({ station }: TestStation, examId: string): Promise<ExamDetail> {
  return value(await station.requests['exams.get']({ examId }));
}

test('import, verdict, Grad-CAM, decision; after a restart all of it is still there', { timeout: 120_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const source = join(folder, 'Jane Doe');
  mkdirSync(source);
  const clips = await phantomClips(source, 3, 12);
  if (clips === null) return context.skip('no ffmpeg');
  writeFileSync(join(source, 'L3.mp4'), 'not a clip at all');
  copyFileSync(clips[0] ?? '', join(source, 'R1 again.mp4'));
  const userData = join(folder, 'data');
  const first = await openStation(context, userData);
  const [started] = value(await first.station.importPaths([source]));
  assert.ok(started);
  const jobs = await settled(first);
  assert.deepEqual(jobs.map(({ kind, state, progress }) => [kind, state, progress]), [['import', 'done', 1], ['analyse', 'done', 1]]);
  const failures = jobs[0]?.failures ?? [];
  assert.equal(failures.find(({ item }) => item === 'L3.mp4')?.error.code, 'not-a-clip');
  // Two files are worked on at once: whichever of the equal ones comes second is the duplicate.
  assert.match(failures.find(({ error }) => error.code === 'conflict')?.item ?? '', /^R1( again)?\.mp4$/);
  assert.equal(failures.length, 2);

  const detail = await exam(first, started.examId);
  assert.match(detail.pseudonym, /^P-[2-9A-HJ-NP-Z]{4}$/);
  assert.doesNotMatch(JSON.stringify(detail), /Jane/);
  assert.deepEqual(new Set(detail.clipRows.map((clip) => clip.zone)), new Set(['R1', 'R2', 'R3']));
  assert.ok(detail.simulated && detail.clipRows.every((clip) => clip.analysisState === 'done' && clip.scored === 12 && clip.verdict !== null));
  const clipId = detail.clipRows[0]?.id ?? '';
  const clip = value(await first.station.requests['clips.get']({ clipId }));
  assert.ok(clip.analysis);
  assert.ok(clip.analysis.frameProbabilities.every((probability) => probability !== null));
  const analysisId = clip.analysis.id;
  const cam = value(await first.station.requests['analysis.cam']({ analysisId, frame: 7 }));
  assert.equal(cam?.probability, clip.analysis.frameProbabilities[7]);
  assert.ok(cam?.fused.values.every((one) => one >= 0 && one <= (cam.fused.clipMaximum)));
  const frames = await first.station.media.frames(clipId, 10, 2);
  assert.ok(frames.ok && frames.value.bytes.length === 2 * 160 * 160 * frames.value.channels);

  const decided = value(await first.station.requests['clips.decide']({ clipId, analysisId, answer: 'disagree', verdict: 'not-readable', comment: 'probe lifted' }));
  assert.equal(decided.shown?.scored, 12);
  const refused = await first.station.requests['clips.decide']({ clipId, analysisId: null, answer: 'agree', verdict: null, comment: '' });
  assert.equal(refused.ok ? 'taken' : refused.error.code, 'bad-request');
  value(await first.station.requests['clips.assignZone']({ clipId, zone: 'L2' }));
  await first.station.stop();

  const second = await openStation(context, userData);
  const again = value(await second.station.requests['clips.get']({ clipId }));
  assert.deepEqual(again.decision, decided);
  assert.equal(again.zone, 'L2');
  assert.deepEqual(again.analysis, { ...clip.analysis });
  const page = value(await second.station.requests['exams.list']({ ...query, text: 'L2', readState: 'partial' }));
  assert.deepEqual(page.rows.map((row) => row.id), [started.examId]);
  assert.equal(second.station.log.audit.verify(), null);
  assert.deepEqual([...new Set(second.station.log.audit.entries().map((entry) => entry.kind))].toSorted(), ['analysis', 'decision', 'exam', 'import', 'reader']);
});

test('a cut-off import goes on where it was; a cut-off analysis goes on from its stored frames', { timeout: 120_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const source = join(folder, 'exam');
  mkdirSync(source);
  if ((await phantomClips(source, 16, 20)) === null) return context.skip('no ffmpeg');
  const userData = join(folder, 'data');
  const first = await openStation(context, userData);
  const [started] = value(await first.station.importPaths([source]));
  assert.ok(started);
  await until(() => first.station.log.clips.ofExam(started.examId).length >= 2 && scoredFrames(first, started.examId) >= 1);
  await first.station.stop();

  const second = await openStation(context, userData);
  const jobs = value(await second.station.requests['jobs.list']({}));
  const cut = jobs.find((job) => job.kind === 'import');
  assert.equal(cut?.state, 'interrupted');
  const before = (await exam(second, started.examId)).clipRows;
  assert.ok(before.length >= 2 && before.length < 16, `${before.length} clips were whole`);
  assert.ok(before.every((clip) => clip.analysisState !== 'running'));
  const half = before.filter((clip) => clip.analysisState === 'interrupted').map((clip) => second.station.log.analyses.latest(clip.id));
  await second.station.begin();
  value(await second.station.requests['jobs.resume']({ jobId: cut?.id ?? '' }));
  await settled(second);
  const after = (await exam(second, started.examId)).clipRows;
  assert.equal(after.length, 16);
  assert.ok(after.every((clip) => clip.analysisState === 'done' && clip.scored === 20));
  for (const analysis of half) {
    const now = second.station.log.analyses.latest(analysis?.clipId ?? '');
    assert.deepEqual([now?.id, now?.startedAt], [analysis?.id, analysis?.startedAt]);
  }
});

test('killing the engine loses nothing: the same analyses go on', { timeout: 120_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const clips = await phantomClips(folder, 1, 360);
  if (clips === null) return context.skip('no ffmpeg');
  const here = await openStation(context, join(folder, 'data'));
  const [started] = value(await here.station.importPaths(clips));
  assert.ok(started);
  await until(() => scoredFrames(here, started.examId) >= 8);
  here.engines.at(-1)?.kill('SIGKILL');
  const jobs = await settled(here);
  assert.ok(jobs.every((job) => job.state === 'done' && job.failures.length === 0), JSON.stringify(jobs));
  assert.ok(here.engines.length >= 2);
  const detail = await exam(here, started.examId);
  assert.ok(detail.clipRows.every((clip) => clip.analysisState === 'done' && clip.scored === 360));
  const rows = here.station.log.db.prepare<[], number>('SELECT count(*) FROM analyses').pluck().get();
  assert.equal(rows, 1);
});

test('cancel leaves no empty exam and nothing half-kept; an import of nothing says why', { timeout: 60_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const clips = await phantomClips(folder, 1, 40);
  if (clips === null) return context.skip('no ffmpeg');
  const here = await openStation(context, join(folder, 'data'));
  const [started] = value(await here.station.importPaths(clips));
  value(await here.station.requests['jobs.cancel']({ jobId: started?.jobId ?? '' }));
  await until(() => here.station.log.exams.count() === 0);
  assert.equal(value(await here.station.requests['jobs.list']({})).find((job) => job.kind === 'import')?.state, 'cancelled');
  assert.equal(value(await here.station.requests['exams.list'](query)).total, 0);
  mkdirSync(join(folder, 'empty'));
  const nothing = await here.station.importPaths([join(folder, 'empty')]);
  assert.equal(nothing.ok ? 'started' : nothing.error.code, 'not-a-clip');
  const gone = await here.station.importPaths([join(folder, 'gone.mp4')]);
  assert.equal(gone.ok ? 'started' : gone.error.code, 'file-not-found');
  assert.equal(existsSync(join(folder, 'data', 'pleura.db')), true);
});

async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function scoredFrames({ station }: TestStation, examId: string): number {
  return station.log.clips.ofExam(examId).reduce((sum, clip) => sum + (station.log.analyses.latest(clip.id)?.scored ?? 0), 0);
}
