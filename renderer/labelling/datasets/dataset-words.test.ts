import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leakWords, pairWords, positiveWords, sideWords, splitWords } from './dataset-words.ts';

test('splits, sides and shares read as a person would say them', () => {
  assert.equal(splitWords({ kind: 'shares', train: 0.7, validation: 0.15, test: 0.15 }), '70 / 15 / 15 by patient');
  assert.equal(splitWords({ kind: 'folds', count: 5 }), '5 folds by patient');
  assert.deepEqual(['train', 'fold-3'].map((side) => sideWords(side === 'train' ? 'train' : 'fold-3')), ['Training', 'Fold 3']);
  assert.deepEqual([positiveWords({ positives: 0, clips: 0 }), positiveWords({ positives: 1, clips: 3 })], ['empty', '33% positive']);
});

test('a leak is called one', () => {
  const compared = { clips: 2, frames: 24, threshold: 22 };
  assert.match(leakWords({ leaks: { clean: false, patientsOnTwoSides: 1, pairs: [], compared } }), /^Leak/);
  assert.match(leakWords({ leaks: { clean: true, patientsOnTwoSides: 0, pairs: [], compared } }), /^No patient and no picture/);
  assert.equal(pairWords({ kind: 'near', distance: 7, samePatient: false, sameSide: true }), 'alike, 7 of 256 bits differ; two patients, one side');
});
