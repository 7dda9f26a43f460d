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

test('other separators and line breaks, and a text that breaks off inside quotes', () => {
  assert.deepEqual(parseCsv('file;b_lines\ra, b.mp4;1\r'), [{ file: 'a, b.mp4', b_lines: '1' }]);
  assert.deepEqual(parseCsv('file\tb_lines\na.mp4\tno'), [{ file: 'a.mp4', b_lines: 'no' }]);
  assert.equal(parseCsv('file,note\na.mp4,"never closed\n').length, 1);
});

test('yes, no and neither', () => {
  assert.deepEqual(['yes', ' No', '1', '0', '', 'maybe', undefined].map(yesOrNo), [true, false, true, false, null, null, null]);
});
