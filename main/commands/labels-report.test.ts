import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisRecord } from './analyse-clip.ts';
import { labelledClips, reportOf } from './labels-report.ts';

const csv = 'file,patient,b_lines\na.mp4,1,yes\nb.mp4,1,no\nc.mp4,2,maybe\nd.mp4,3,no\n';

function record(path: string, probability: number, frames: number): AnalysisRecord {
  return {
    path, frames, scored: frames, probability, verdict: 'indeterminate', frameProbabilities: [], model: { id: 'm', version: '1', sha256: '' }, provider: 'cpu',
    timings: { decodeMs: 0, preprocessMs: 0, inferMs: 0, totalMs: 0 }, warnings: [],
  };
}

test('rows without a clear label are left out; a missing column is noticed', () => {
  const clips = labelledClips(csv, 'b_lines', 'patient');
  assert.deepEqual(clips?.map((clip) => [clip.file, clip.group, clip.positive]), [['a.mp4', '1', true], ['b.mp4', '1', false], ['d.mp4', '3', false]]);
  assert.equal(labelledClips(csv, 'severity', 'patient'), null);
});

test('figures use the clips that could be analysed; frame counts are compared where both are known', () => {
  const clips = labelledClips(csv, 'b_lines', 'patient') ?? [];
  const failed: AnalysisRecord = { path: 'd.mp4', error: { code: 'decode-failed', message: '' } };
  const report = reportOf(clips, [record('a.mp4', 0.9, 10), record('b.mp4', 0.2, 7), failed], 0.5, [10, 8, 9]);
  assert.equal(report.auc?.value, 1);
  assert.deepEqual([report.clips, report.groups, report.positive, report.failed], [3, 2, 1, 1]);
  assert.deepEqual(report.frameCounts, { checked: 2, different: ['b.mp4'] });
});
