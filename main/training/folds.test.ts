import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givenFolds } from './folds.ts';
import type { LabelledClip } from './material.ts';

/** Patients p0, p1, ...: every other one positive. */
const clips = (patients: readonly number[]): LabelledClip[] => patients.map((patient, at) => ({ group: `p${patient}`, positive: patient % 2 === 0, firstRow: at, rows: 1 }));

test('folds that the data bring are taken as they are, whatever their numbers', () => {
  const found = givenFolds(clips([0, 1, 2, 3, 4, 5]), [7, 7, 2, 2, 5, 5]);
  assert.deepEqual([found?.count, [...(found?.fold ?? [])]], [3, [2, 2, 0, 0, 1, 1]]);
});

test('they are not where a clip has none, a patient has two, or a fit would see one class only', () => {
  assert.equal(givenFolds(clips([0, 1, 2, 3]), [1, 1, 2, null]), null);
  assert.equal(givenFolds(clips([0, 1, 2, 3, 0, 1]), [1, 1, 2, 2, 3, 3]), null);
  assert.equal(givenFolds(clips([0, 2, 1, 3]), [1, 1, 2, 2]), null);
  // Without folds 1 and 2 only a positive is left.
  assert.equal(givenFolds(clips([0, 1, 3, 5, 2]), [1, 1, 2, 2, 3]), null);
  assert.equal(givenFolds(clips([0, 1]), [1, 1]), null);
  assert.equal(givenFolds(clips(Array.from({ length: 40 }, (_, at) => at)), Array.from({ length: 40 }, (_, at) => at >> 1)), null, 'twenty folds would take hours');
});
