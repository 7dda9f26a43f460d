import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datasetFacts, passedWords, sourceFacts, sourceProblem, sourceWarning, sourceWords, timeLeft } from './training-words.ts';

const counted = { source: { kind: 'decisions' }, clips: 24, positives: 10, patients: 12, positivePatients: 5, negativePatients: 7, dataset: null } as const;

test('what a source holds, and why it will not do', () => {
  assert.equal(sourceFacts(counted), '24 clips of 12 patients, 10 IS');
  assert.equal(sourceProblem(counted), null);
  assert.match(sourceProblem({ ...counted, clips: 0 }) ?? '', /No clip/);
  assert.match(sourceProblem({ ...counted, negativePatients: 0 }) ?? '', /All these clips are IS/);
  assert.match(sourceProblem({ ...counted, positivePatients: 1 }) ?? '', /too few patients/);
  assert.match(sourceWarning(counted) ?? '', /Only 5 patients/);
  assert.equal(sourceWarning({ ...counted, positivePatients: 30, negativePatients: 30 }), null);
});

test('a dataset says what it leaves out, and when it may not train', () => {
  const dataset = { name: 'Ward', version: 2, question: 'b-lines', testClips: 3, locked: true, gone: 1, shut: 0 } as const;
  const source = { ...counted, source: { kind: 'dataset', datasetId: 'd' }, dataset } as const;
  assert.equal(sourceWords(source), 'Ward, version 2');
  assert.equal(sourceFacts(source), '24 clips of 12 patients, 10 positive');
  assert.match(datasetFacts(dataset), /wherever Pleura says IS\. Its locked test side, 3 clips, is never read\. 1 clip is left out: the recordings are gone/);
  assert.match(datasetFacts({ ...dataset, question: 'is', testClips: 0, gone: 0 }), /^Interstitial syndrome against healthy\. It has no test side\.$/);
  assert.equal(sourceProblem(source), null);
  assert.match(sourceProblem({ ...source, dataset: { ...dataset, shut: 2 } }) ?? '', /locked test set/);
  assert.match(sourceProblem({ ...source, clips: 0 }) ?? '', /gone/);
});

test('time and checks in words, never by colour alone', () => {
  assert.deepEqual([timeLeft(null), timeLeft(20), timeLeft(200)], ['', 'less than a minute left', 'about 3 min left']);
  assert.deepEqual([passedWords(true, true), passedWords(false, true), passedWords(null, true), passedWords(null, false)], ['✓ holds', '✕ falls', '? cannot be told', 'informs only']);
});
