import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lime } from '../../preload/domain.ts';
import { balanceWords, heatWords, hiddenWords, legendNumber, limeWords, overlayExplains, overlayName, sampleWords, stabilityWords, summaryNote } from './overlay-words.ts';

const lime = (more: Partial<Lime>): Lime => ({
  frame: 0, seed: 1, samples: 142, ofSamples: 400, settled: false, size: 224, labels: new Uint16Array(0), weights: Float32Array.of(1), probability: 0.9, fit: 0.7, stability: null, ...more,
});

test('an empty map says so, a shown one needs no words; a branch is named', () => {
  assert.match(heatWords('no-evidence'), /No evidence/);
  assert.equal(heatWords('shown'), '');
  assert.match(overlayExplains('grad-cam', { kind: 'branch', name: 'resnet50' }), /resnet50 alone/);
  assert.match(overlayExplains('summary', { kind: 'fused' }), /suspicious frames .+ fused/);
  assert.match(overlayExplains('lime', { kind: 'fused' }), /hidden/);
  assert.equal(overlayName('summary', { kind: 'branch', name: 'resnet50' }), 'Mean Grad-CAM, resnet50');
});

test('LIME counts its samples while it settles', () => {
  assert.equal(sampleWords(lime({})), '142 of 400 samples');
  assert.equal(sampleWords(lime({ samples: 400, settled: true })), '400 samples');
});

test('LIME without evidence says why, with evidence nothing', () => {
  assert.match(limeWords('settled', lime({ weights: Float32Array.of(0, 0) })), /does not change the answer/);
  assert.match(limeWords('settled', lime({ fit: 0.02 })), /do not explain/);
  assert.equal(limeWords('settled', lime({})), '');
  assert.notEqual(limeWords('working', null), '');
  assert.match(limeWords('no-analysis', null), /not analysed/);
});

test('stability is a word beside its number', () => {
  assert.deepEqual([stabilityWords(0.82), stabilityWords(0.31), stabilityWords(null)], ['steady 0.82', 'unsteady 0.31', 'stability not measured yet']);
});

test('a weight is told as what hiding it would do', () => {
  assert.equal(hiddenWords(0.9, Math.log(9)), 'Strongest patch hidden: 0.90 to 0.50');
  assert.equal(hiddenWords(0.5, -Math.log(3)), 'Strongest patch hidden: 0.50 to 0.75');
  assert.equal(hiddenWords(1, 2), 'Strongest patch hidden: 0.99 to 0.99');
});

test('counts in words', () => {
  assert.equal(balanceWords([0.3, -0.1, 0.2]), '2 for IS, 1 against');
});

test('the small picture says what it sums up, or why it does not', () => {
  const done = { state: 'done', verdict: 'IS' } as const;
  const map = (value: number) => ({ frames: [3], fused: { width: 1, height: 1, values: Float32Array.of(value), clipMaximum: 1 } });
  assert.equal(summaryNote(null, undefined), 'Not analysed');
  assert.equal(summaryNote({ state: 'done', verdict: 'rejected' }, null), 'Rejected');
  assert.equal(summaryNote({ state: 'running', verdict: 'IS' }, undefined), 'Being analysed');
  assert.deepEqual([null, map(0.5), map(0)].map((summary) => summaryNote(done, summary)), ['No suspicious frames', 'Suspicious: 1 frame', 'No evidence in 1 frame']);
});

test('legend numbers keep three digits at any size', () => {
  assert.deepEqual([0, 0.012345, 4.5678, 123456, 0.0000123].map(legendNumber), ['0', '0.0123', '4.57', '1.2e+5', '1.2e-5']);
});
