import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipRow, Decision } from '../../preload/domain.ts';
import { analysisWords, clipFinding, clipsByZone, clipsInOrder, clipsToAnalyse, decisionWords, neighbour, rejectedClips, verdictLabel, withProgress } from './exam-clips.ts';

function clip(id: string, more: Partial<ClipRow> = {}): ClipRow {
  return {
    id, examId: 'e', name: `${id}.mp4`, zone: null, frames: 80, durationMs: 3_200, width: 350, height: 350, damaged: false, simulated: false, thumbnails: 8,
    probability: null, verdict: null, rejection: null, guardOverridden: false, analysisState: null, scored: 0, decision: null, ...more,
  };
}

const decision: Decision = { id: 'd', clipId: 'a', analysisId: null, answer: 'disagree', verdict: 'healthy', comment: '', reader: 'JD', readerId: null, decidedAt: '', shown: null };

test('clips of zones that the protocol lacks are unassigned', () => {
  const clips = [clip('a', { zone: 'R1' }), clip('b', { zone: 'L6' }), clip('c')];
  const groups = clipsByZone('blue6', clips);
  assert.deepEqual(groups.unassigned.map(({ id }) => id), ['b', 'c']);
  assert.deepEqual(groups.zones.map(({ clips: own }) => own.length), [1, 0, 0, 0, 0, 0]);
  assert.equal(clipsByZone('zones12', clips).unassigned.length, 1);
  assert.equal(clipsInOrder(groups).length, clips.length);
});

test('moving among clips stops at the ends', () => {
  const clips = [clip('a'), clip('b')];
  assert.equal(neighbour(clips, null, 1)?.id, 'a');
  assert.equal(neighbour(clips, 'a', 1)?.id, 'b');
  assert.equal(neighbour(clips, 'b', 1)?.id, 'b');
  assert.equal(neighbour([], null, 1), null);
});

test('finished and running clips are not analysed again', () => {
  const clips = [clip('a'), clip('b', { analysisState: 'done' }), clip('c', { analysisState: 'running' }), clip('d', { analysisState: 'failed' })];
  assert.deepEqual(clipsToAnalyse(clips).map(({ id }) => id), ['a', 'd']);
});

test('the reader stands above the model; unsure leaves the model', () => {
  assert.equal(clipFinding(clip('a', { verdict: 'IS', decision })), 'healthy');
  assert.equal(clipFinding(clip('a', { verdict: 'IS', decision: { ...decision, answer: 'unsure', verdict: null } })), 'IS');
  assert.equal(clipFinding(clip('a')), 'not-analysed');
});

test('live progress belongs to one clip', () => {
  const progress = { clipId: 'a', scored: 8, probability: 0.7, verdict: 'IS', rejection: null, state: 'running' } as const;
  assert.equal(withProgress(clip('a'), progress).scored, 8);
  assert.equal(withProgress(clip('b'), progress).scored, 0);
});

test('a rejected clip says why, is not about to be analysed, and does not look cut off', () => {
  const rejection = { reason: 'dark', message: 'The picture is too dark to read.' } as const;
  const rejected = clip('a', { analysisState: 'done', scored: 8, verdict: 'rejected', rejection });
  assert.equal(verdictLabel(rejected), 'Too dark to read');
  assert.equal(analysisWords(rejected), 'rejected, not analysed further');
  assert.equal(clipFinding(rejected), 'rejected');
  assert.deepEqual([clipsToAnalyse([rejected]), rejectedClips([rejected, clip('b')])], [[], [rejected]]);
  const anyway = clip('a', { analysisState: 'done', scored: 80, verdict: 'healthy', probability: 0.2, rejection, guardOverridden: true });
  assert.equal(analysisWords(anyway), 'analysed despite: too dark to read');
  assert.deepEqual([verdictLabel(anyway), rejectedClips([anyway])], ['Healthy', []]);
  assert.equal(verdictLabel(clip('a')), 'No verdict');
});

test('a clip in words', () => {
  const row = clip('a', { analysisState: 'running', scored: 12, decision });
  assert.equal(analysisWords(row), '12 of 80 frames');
  assert.equal(analysisWords(clip('a', { analysisState: 'done', scored: 80 })), '');
  assert.equal(decisionWords(row), 'JD: disagrees, healthy');
  assert.equal(analysisWords(clip('a', { analysisState: 'interrupted', scored: 12 })), 'interrupted at 12 of 80 frames');
  assert.equal(decisionWords(clip('a', { decision: { ...decision, answer: 'agree', verdict: 'IS' } })), 'JD: agrees, IS');
  assert.equal(decisionWords(clip('a')), null);
});
