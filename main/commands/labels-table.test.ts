import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv, yesOrNo } from './labels-table.ts';

test('quoted commas, quotes and line breaks, a byte-order mark, CRLF, short and empty rows', () => {
  const text = '\uFEFFfile,group,note\r\na.mp4,1,"two, ""three""\nfour"\r\n\r\nb.mp4,2\n';
  assert.deepEqual(parseCsv(text), [
    { file: 'a.mp4', group: '1', note: 'two, "three"\nfour' },
    { file: 'b.mp4', group: '2', note: '' },
  ]);
  assert.deepEqual(parseCsv(''), []);
});

test('yes, no and neither', () => {
  assert.deepEqual(['yes', ' No', '1', '0', '', 'maybe', undefined].map(yesOrNo), [true, false, true, false, null, null, null]);
});
