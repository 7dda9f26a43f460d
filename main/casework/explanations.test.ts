/** Explanations as the page asks for them: LIME with real engine and case log, the clip's summary from stored evidence. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { LimeChange } from '../../preload/contract.ts';
import type { AnalysisId } from '../../preload/domain.ts';
import { addExamWithClip, memoryCaseLog } from '../../db/test-case-log.ts';
import { clipSummary } from './clip-summary.ts';
import { openStation, phantomClips, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';

async function until<T>(look: () => T | undefined | false): Promise<T> {
  const from = performance.now();
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    assert.ok(performance.now() - from < 60_000, 'it never came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const changes = ({ events }: TestStation): LimeChange[] => events.flatMap(({ name, event }) => (name === 'lime.changed' ? [event as LimeChange] : []));

/** A station with one analysed clip of 12 frames. */
async function analysed(context: TestContext): Promise<{ readonly open: TestStation; readonly analysisId: AnalysisId } | null> {
  const folder = temporaryFolder(context);
  const clips = await phantomClips(folder, 1, 12);
  if (clips === null) return null;
  const open = await openStation(context, `${folder}/data`);
  const [started] = value(await open.station.importPaths(clips));
  const examId = started?.examId ?? '';
  await until(() => open.station.log.clips.ofExam(examId).some((clip) => open.station.log.analyses.latest(clip.id)?.state === 'done'));
  const analysis = open.station.log.clips.ofExam(examId).map((clip) => open.station.log.analyses.latest(clip.id)).find((record) => record !== null);
  assert.ok(analysis);
  return { open, analysisId: analysis.id };
}

test('LIME of a frame: progress, the settled map, and from then on the kept one', { timeout: 120_000 }, async (context) => {
  const clip = await analysed(context);
  if (clip === null) return context.skip('no ffmpeg');
  const { open, analysisId } = clip;
  const { requests, log } = open.station;
  assert.equal(value(await requests['analysis.lime']({ analysisId, frame: 5 })), null);
  const last = await until(() => changes(open).find(({ lime, error }) => lime?.settled === true || error !== null));
  assert.ok(last.lime !== null && last.error === null && last.analysisId === analysisId && last.frame === 5);
  assert.ok(changes(open).every(({ lime }, index, all) => index === 0 || (lime?.samples ?? 0) >= (all[index - 1]?.lime?.samples ?? 0)));
  const probability = log.analyses.probabilities(analysisId).find(({ frame }) => frame === 5)?.probability ?? Number.NaN;
  assert.ok(Math.abs(last.lime.probability - probability) < 1e-6);
  const kept = value(await requests['analysis.lime']({ analysisId, frame: 5 }));
  assert.deepEqual(kept, last.lime);
  assert.ok((log.explanations.lime(analysisId, 5)?.record.length ?? Number.POSITIVE_INFINITY) < 20_000);
});

test('a newer request calls off the older one; calling off is told; what cannot be explained says why', { timeout: 120_000 }, async (context) => {
  const clip = await analysed(context);
  if (clip === null) return context.skip('no ffmpeg');
  const { open, analysisId } = clip;
  const { requests, log } = open.station;
  const ended = (frame: number) => () => changes(open).find((change) => change.frame === frame && (change.error !== null || change.lime?.settled === true));
  value(await requests['analysis.lime']({ analysisId, frame: 1 }));
  value(await requests['analysis.lime']({ analysisId, frame: 2 }));
  assert.equal((await until(ended(1))).error?.code, 'cancelled');
  value(await requests['analysis.limeCancel']({ analysisId, frame: 2 }));
  assert.equal((await until(ended(2))).error?.code, 'cancelled');
  assert.deepEqual([log.explanations.lime(analysisId, 1), log.explanations.lime(analysisId, 2)], [null, null]);

  const said = async (frame: number, id = analysisId): Promise<string> => {
    const answer = await requests['analysis.lime']({ analysisId: id, frame });
    return answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.message}`;
  };
  assert.match(await said(0, 'none'), /^not-found/);
  assert.match(await said(12), /^bad-request.*no such frame/);
  log.db.prepare("UPDATE analyses SET model_sha256 = 'another'").run();
  assert.match(await said(3), /^conflict.*model that is not in use/);
  log.db.prepare("UPDATE analyses SET rejection = '{}', verdict = NULL, probability = NULL").run();
  assert.match(await said(3), /^conflict.*rejected/);
});

const points = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };
const maps = [{ name: 'fused', height: 1, width: 2 }, { name: 'a', height: 1, width: 1 }];
const model = { id: 'm', version: '1', sha256: 'cd'.repeat(32) };

test('the summary is the mean over frames at or above the balanced operating point, in slices', async () => {
  const log = memoryCaseLog();
  addExamWithClip(log);
  const common = { clipId: 'c1', model, preprocessing: 1, provider: 'cpu', frames: 300, operatingPoints: points, maps, guardOverridden: false, startedAt: '2026-11-23T10:00:00.000Z' } as const;
  for (const id of ['a1', 'a2']) log.analyses.insert({ ...common, id });
  const scores = (probability: (frame: number) => number) =>
    Array.from({ length: 300 }, (_, frame) => ({ frame, logit: 0, probability: probability(frame), evidence: Float32Array.of(frame, 1, frame % 2) }));
  const batch = { probability: 0.6, verdict: 'IS', rejection: null, maxima: Float32Array.of(299, 1) } as const;
  log.analyses.append('a1', { ...batch, scores: scores((frame) => (frame >= 100 ? 0.5 : 0.49)) });
  log.analyses.append('a2', { ...batch, scores: scores(() => 0.2) });
  const summaryOf = (id: string) => {
    const analysis = log.analyses.get(id);
    assert.ok(analysis);
    return clipSummary(log.explanations, analysis);
  };
  const summary = await summaryOf('a1');
  assert.deepEqual(summary?.frames, Array.from({ length: 200 }, (_, index) => 100 + index));
  assert.deepEqual(summary.fused, { width: 2, height: 1, values: Float32Array.of(199.5, 1), clipMaximum: 299 });
  assert.deepEqual(summary.branches, [{ name: 'a', width: 1, height: 1, values: Float32Array.of(0.5), clipMaximum: 1 }]);
  assert.equal(await summaryOf('a2'), null);
});
