import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fulfilsAll, inWords, readConditions } from './conditions.ts';

function says(text: string, row: Record<string, string>): boolean | null {
  const conditions = readConditions(text);
  assert.ok(conditions.ok, text);
  return fulfilsAll(row, conditions.value);
}

test('a column alone says yes or no in any of the usual words', () => {
  assert.deepEqual(['yes', 'No', '1', '0', 'TRUE', ' false ', '1.0', '', '2', 'maybe'].map((cell) => says('b_lines', { b_lines: cell })), [true, false, true, false, true, false, true, null, null, null]);
  assert.equal(says('b_lines', {}), null);
});

test('numbers compare as numbers, words without case, yes with 1', () => {
  assert.deepEqual(['0', '1', '2', '3.0', '', 'n/a'].map((cell) => says('severity >= 2', { severity: cell })), [false, false, true, true, null, null]);
  assert.deepEqual(['0', '0.0', 'no', '1', ''].map((cell) => says('severity=0', { severity: cell })), [true, true, true, false, null]);
  assert.deepEqual([says('b_lines=yes', { b_lines: '1' }), says('b_lines == 1', { b_lines: 'Yes' }), says('zone!=R1', { zone: 'r1' }), says('diagnosis="Bacterial pneumonia"', { diagnosis: 'bacterial pneumonia' })], [true, true, false, true]);
  assert.equal(says('severity=1', { severity: '2' }), false);
});

test('a comma means and: false wins over unknown, unknown over true', () => {
  const text = 'b_lines=yes,severity>=2';
  assert.equal(says(text, { b_lines: 'yes', severity: '3' }), true);
  assert.equal(says(text, { b_lines: 'no', severity: '' }), false);
  assert.equal(says(text, { b_lines: 'yes', severity: '' }), null);
});

test('what is no condition is refused with a hint; good ones read back in words', () => {
  for (const wrong of ['', '=yes', 'a=', 'a>>2', 'a=1,,b=2', '>=2']) {
    const read = readConditions(wrong);
    assert.ok(!read.ok && read.error.code === 'bad-request' && read.error.hint !== '', wrong);
  }
  const read = readConditions('b_lines,severity>=2');
  assert.equal(read.ok ? inWords(read.value) : '', 'b_lines = yes and severity >= 2');
});
