import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference, differenceWords, licenceMeaning, percent, taskWords } from './model-words.ts';

test('differences carry their sign, and say no more than their interval', () => {
  assert.equal(difference({ value: 0.031, low: -0.01, high: 0.07 }), '+0.03 (−0.01 to +0.07)');
  assert.equal(difference({ value: 0, low: -0.001, high: 0 }), '0.00 (0.00 to 0.00)');
  assert.equal(differenceWords({ value: 0.03, low: -0.01, high: 0.07 }, 'B'), 'no difference shown');
  assert.equal(differenceWords({ value: 0.03, low: 0.01, high: 0.07 }, 'B'), 'B is higher');
  assert.equal(differenceWords({ value: -0.03, low: -0.05, high: -0.01 }, 'B'), 'B is lower');
  assert.equal(differenceWords(null, 'B'), 'not defined on these clips');
});

test('non-commercial terms are said wherever they stand', () => {
  for (const terms of ['CC BY-NC-ND 4.0', 'CC-BY-NC', 'Non-commercial research use only']) assert.match(licenceMeaning(['Apache-2.0', terms]).join(' '), /Non-commercial:/, terms);
  for (const terms of ['CC BY 4.0', 'Apache-2.0', 'Encyclopaedia licence']) assert.doesNotMatch(licenceMeaning([terms]).join(' '), /Non-commercial:/, terms);
  assert.match(licenceMeaning(['CC BY-NC-ND 4.0']).join(' '), /changed form/);
});

test('shares and tasks', () => {
  assert.deepEqual([percent(0.012), percent(0), percent(0.5)], ['1.2%', '0%', '50%']);
  assert.equal(taskWords({ kind: 'roll-back', name: 'A', step: 'self-test', fraction: null }), 'Rolling back to A: self-test');
});
