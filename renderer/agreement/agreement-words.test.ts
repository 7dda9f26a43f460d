import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignmentWords, categoryName, intervalWords, ownVoiceWords, ruleWords, speedWords, valueWords } from './agreement-words.ts';

test('figures say their interval, or why there is none', () => {
  const defined = { value: 0.612, interval: { low: 0.45, high: 0.76 } };
  assert.deepEqual([valueWords(defined), intervalWords(defined)], ['0.61', '0.45 to 0.76']);
  assert.deepEqual([valueWords({ value: null, because: 'one-category' }), intervalWords({ value: null, because: 'one-category' })], ['–', 'not defined: all answers are the same']);
  assert.equal(intervalWords({ value: 1, interval: null }), 'no interval: one patient');
  assert.equal(valueWords(null), '–');
});

test('categories, speed, rules and assignments in plain words', () => {
  assert.deepEqual([categoryName('verdict', 'not-readable'), categoryName('b-lines', '1-2'), categoryName('sliding', 'lung-point'), categoryName('severity-lus', '2')], ['Not readable', '1–2', 'lung point', '2']);
  assert.deepEqual([speedWords(8_500, 6.24), speedWords(null, null)], ['8.5 s, 6.2 a minute', 'not timed']);
  const initials = (reader: string) => (reader === 'r1' ? 'JD' : '?');
  assert.equal(ruleWords({ kind: 'weighted', weights: { r1: 2 }, others: 1, tie: 'none', minReaders: 2 }, initials), 'What more than half of the weight says: JD 2, others 1, from 2 readers on; a tie has no label.');
  assert.equal(ruleWords({ kind: 'single', reader: 'r1' }, initials), 'What JD says.');
  assert.deepEqual([ownVoiceWords({ kind: 'majority', tie: 'none', minReaders: 1 }), ownVoiceWords({ kind: 'single', reader: 'r1' })], ['The reader compared has no vote.', '']);
  assert.equal(assignmentWords({ kind: 'share', share: 0.2, seed: 7, of: 'read-by-others' }), '20% of clips others have read, seed 7');
});
