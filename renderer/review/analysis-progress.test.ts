import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisProgress } from '../../preload/contract.ts';
import type { ClipAnalysis } from '../../preload/domain.ts';
import { withEarlierScores, withProgress } from './analysis-progress.ts';

const analysis: ClipAnalysis = {
  id: 'a', clipId: 'c', model: { id: 'm', version: '1', sha256: '0' }, preprocessing: 1, provider: 'cpu', state: 'running', scored: 1, frames: 4,
  probability: 0.2, verdict: 'healthy', rejection: null, guardOverridden: false, operatingPoints: { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } },
  frameProbabilities: [0.2, null, null, null], startedAt: '2026-01-01T00:00:00Z', finishedAt: null, error: null,
};
const report = (scores: AnalysisProgress['scores'], scored: number): AnalysisProgress => ({
  clipId: 'c', analysisId: 'a', scores, scored, frames: 4, probability: 0.7, verdict: 'IS', rejection: null, state: 'running',
});

test('scores fall on their frames, and a report of another analysis changes nothing', () => {
  const next = withProgress(analysis, report([{ frame: 3, probability: 0.9 }, { frame: 99, probability: 1 }], 2));
  assert.deepEqual(next.frameProbabilities, [0.2, null, null, 0.9]);
  assert.deepEqual([next.scored, next.probability, next.verdict], [2, 0.7, 'IS']);
  assert.equal(withProgress(analysis, { ...report([], 4), analysisId: 'b' }), analysis);
});

test('an overtaken report adds its scores but does not turn the verdict back', () => {
  const next = withProgress({ ...analysis, scored: 3, probability: 0.8 }, report([{ frame: 1, probability: 0.1 }], 2));
  assert.deepEqual([next.scored, next.probability, next.frameProbabilities[1]], [3, 0.8, 0.1]);
});

test('a fresh reading keeps scores reported before it, of the same analysis only', () => {
  const earlier = withProgress(analysis, report([{ frame: 2, probability: 0.6 }], 2));
  assert.deepEqual(withEarlierScores({ ...analysis, state: 'done' }, earlier)?.frameProbabilities, [0.2, null, 0.6, null]);
  assert.equal(withEarlierScores({ ...analysis, state: 'done' }, earlier)?.state, 'done');
  const other = { ...analysis, id: 'b' };
  assert.equal(withEarlierScores(other, earlier), other);
  assert.equal(withEarlierScores(null, earlier), null);
});
