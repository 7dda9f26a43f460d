import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressWords, amountProblem, callersOf, listenerWords, localWords, personWords, portProblem, sentWords } from './archive-words.ts';

test('names are turned around, whatever of them is there', () => {
  assert.equal(personWords('Müller^Anna^Maria^Dr.^'), 'Müller, Dr. Anna Maria');
  assert.equal(personWords('MÜLLER'), 'MÜLLER');
  assert.equal(personWords('^Anna'), 'Anna');
  assert.equal(personWords(''), '');
});

test('callers are split, trimmed and checked', () => {
  assert.deepEqual(callersOf(' US1, US2;US1\n LOGIQ E9 '), { callers: ['US1', 'US2', 'LOGIQ E9'], problem: null });
  assert.match(callersOf('ok, back\\slash').problem ?? '', /back\\slash/);
  assert.match(callersOf('SEVENTEENLETTERS!').problem ?? '', /SEVENTEENLETTERS!/);
  assert.deepEqual(callersOf(''), { callers: [], problem: null });
});

test('ports, addresses and states in words', () => {
  assert.deepEqual(['104', '0', '70000', 'x', ''].map((text) => portProblem(text) === null), [true, false, false, false, false]);
  const node = { id: 'n', name: 'PACS', worklist: false };
  assert.equal(addressWords({ ...node, address: { kind: 'dimse', host: '10.0.0.5', port: 104, aeTitle: 'PACS', retrieve: 'get', tls: true } }), 'PACS at 10.0.0.5:104, TLS');
  assert.equal(addressWords({ ...node, address: { kind: 'web', url: 'https://archive/dicom-web', user: '', hasPassword: false } }), 'DICOMweb at archive/dicom-web');
  assert.equal(listenerWords({ state: 'listening', port: 11_112 }), 'Listening on port 11112.');
  assert.equal(localWords(null), '–');
});

test('amounts are whole numbers within their bounds', () => {
  assert.deepEqual(['1', ' 2048 ', '0', '2.5', '', '-1', 'many', '99'].map((text) => amountProblem(text, 1, 2_048) === null), [true, true, false, false, false, false, false, true]);
  assert.match(amountProblem('x', 1, 65_536) ?? '', /from 1 to 65,536/);
});

test('what was sent is said with what was refused and what the archive confirms', () => {
  const record = { at: '2026-11-26T09:00:00.000Z', node: 'PACS', what: 'report, PDF', stored: 2, failed: 0, commitment: 'kept' } as const;
  assert.equal(sentWords(record), 'report, PDF to PACS: 2 stored; the archive confirms that it keeps them');
  assert.equal(sentWords({ ...record, stored: 1, failed: 1, commitment: null }), 'report, PDF to PACS: 1 stored, 1 not taken');
});
