import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceCount } from '../../../preload/training.ts';
import { passedWords, sourceFacts, sourceKey, sourceProblem, sourceWarning, sourceWords, timeLeft } from './training-words.ts';

const counted: SourceCount = { source: { kind: 'decisions' }, name: null, missing: 0, clips: 24, positives: 10, patients: 12, positivePatients: 5, negativePatients: 7 };

test('what a source holds, and why it will not do', () => {
  assert.equal(sourceFacts(counted), '24 clips of 12 patients, 10 IS');
  assert.equal(sourceProblem(counted), null);
  assert.match(sourceProblem({ ...counted, clips: 0 }) ?? '', /No clip/);
  assert.match(sourceProblem({ ...counted, negativePatients: 0 }) ?? '', /All these clips are IS/);
  assert.match(sourceProblem({ ...counted, positivePatients: 1 }) ?? '', /too few patients/);
  assert.match(sourceWarning(counted) ?? '', /Only 5 patients/);
  assert.equal(sourceWarning({ ...counted, positivePatients: 30, negativePatients: 30 }), null);
});

test('a dataset goes by its name, and says what is missing of it', () => {
  const dataset: SourceCount = { ...counted, source: { kind: 'dataset', datasetId: 'd' }, name: 'Ward, version 2: Any B-lines', missing: 2 };
  assert.deepEqual([sourceKey(dataset.source), sourceWords(dataset)], ['dataset d', 'Dataset Ward, version 2: Any B-lines']);
  assert.equal(sourceFacts(dataset), '24 clips of 12 patients, 10 positive, without the test side; 2 clips no longer here');
  assert.match(sourceProblem({ ...dataset, clips: 0 }) ?? '', /locked away/);
  assert.match(sourceProblem({ ...dataset, positivePatients: 0 }) ?? '', /All these clips are negative/);
});

test('time and checks in words, never by colour alone', () => {
  assert.deepEqual([timeLeft(null), timeLeft(20), timeLeft(200)], ['', 'less than a minute left', 'about 3 min left']);
  assert.deepEqual([passedWords(true, true), passedWords(false, true), passedWords(null, true), passedWords(null, false)], ['✓ holds', '✕ falls', '? cannot be told', 'informs only']);
});
