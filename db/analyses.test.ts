import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addExamWithClip, memoryCaseLog } from './test-case-log.ts';

const model = { id: 'm', version: '1', sha256: '0'.repeat(64) };
const operatingPoints = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };
const maps = [{ name: 'fused', height: 1, width: 2 }, { name: 'a', height: 1, width: 1 }];

test('scores and evidence come back as written; a batch that comes twice counts once', () => {
  const log = memoryCaseLog();
  addExamWithClip(log);
  log.analyses.insert({ id: 'a1', clipId: 'c1', model, preprocessing: 1, provider: 'cpu', frames: 12, operatingPoints, maps, guardOverridden: false, startedAt: '2026-11-23T10:00:00.000Z' });
  const scores = [0, 6, 3].map((frame) => ({ frame, logit: frame - 3, probability: frame / 10, evidence: Float32Array.of(frame, 0.5, 2) }));
  const batch = { scores, probability: 0.6, verdict: 'IS' as const, rejection: null, maxima: Float32Array.of(6, 2) };
  log.analyses.append('a1', batch);
  log.analyses.append('a1', batch);
  const stored = log.analyses.latest('c1');
  assert.equal(stored?.scored, 3);
  assert.equal(stored.state, 'running');
  assert.deepEqual(stored.maps, maps);
  assert.deepEqual([...stored.maxima], [6, 2]);
  assert.deepEqual(log.analyses.probabilities('a1').map((row) => row.frame), [0, 3, 6]);
  assert.deepEqual(log.analyses.evidence('a1', 6), { probability: 0.6, evidence: Float32Array.of(6, 0.5, 2) });
  assert.equal(log.analyses.evidence('a1', 5), null);
  assert.deepEqual(log.analyses.interruptRunning(), ['a1']);
  assert.equal(log.analyses.get('a1')?.state, 'interrupted');
});
