import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLabels, subgroupColumns } from './labels.ts';
import type { LabelWishes } from './labels.ts';

const csv = 'File,patient,zone,severity,b_lines,comment\r\na.mp4,1,R1,2,yes,"one, two"\r\nb.mp4,1,R2,0,no,\r\nc.mp4,2,R1,1,maybe,\r\nd.mp4,3,R2,0,yes,\r\ne.mp4,,R1,,no,\r\na.mp4,1,R1,2,no,again\r\n';
const wishes: LabelWishes = { label: 'b_lines', positive: null, negative: null, where: [], group: 'patient' };

function read(changed: Partial<LabelWishes>) {
  const labels = readLabels(csv, { ...wishes, ...changed });
  assert.ok(labels.ok, labels.ok ? '' : labels.error.message);
  return labels.value;
}

const short = (labels: ReturnType<typeof read>) => labels.rows.map((row) => `${row.file} ${row.group} ${row.positive ? '+' : '-'}`);

test('a label: unclear rows and repeated files are counted and left out, an empty group stands alone', () => {
  const labels = read({});
  assert.deepEqual(short(labels), ['a.mp4 1 +', 'b.mp4 1 -', 'd.mp4 3 +', 'e.mp4 e.mp4 -']);
  assert.deepEqual(labels.counts, { rows: 6, excluded: 0, unlabelled: 1, duplicates: 1 });
  assert.equal(labels.notes.length, 3);
  assert.deepEqual(labels.question, { positive: 'b_lines = yes', negative: 'not (b_lines = yes)', where: [], group: 'patient' });
});

test('positive and negative conditions leave out what is neither; where keeps rows', () => {
  const labels = read({ label: null, positive: 'b_lines=yes,severity>=2', negative: 'b_lines=no,severity=0' });
  assert.deepEqual(short(labels), ['a.mp4 1 +', 'b.mp4 1 -']);
  // d is known to be neither; of c ("maybe" is not no, severity 1 is not 0) the same; e has no severity.
  assert.deepEqual(labels.counts, { rows: 6, excluded: 3, unlabelled: 1, duplicates: 0 });
  assert.deepEqual(short(read({ label: 'severity>=1', where: ['ZONE=R1'] })), ['a.mp4 1 +', 'c.mp4 2 +']);
});

test('what cannot be done is said with the columns there are', () => {
  const code = (changed: Partial<LabelWishes>, text = csv) => {
    const labels = readLabels(text, { ...wishes, ...changed });
    return labels.ok ? 'ok' : `${labels.error.code}: ${labels.error.message} ${labels.error.hint}`;
  };
  assert.match(code({ label: 'b_line' }), /bad-request: .*"b_line".*They have: File, patient/);
  assert.match(code({ group: 'site' }), /"site"/);
  assert.match(code({ label: null }), /--label/);
  assert.match(code({ where: ['zone=L9'] }), /No row/);
  assert.match(code({}, 'name,b_lines,patient\nx,1,1'), /names the file/);
  assert.match(code({}, ''), /no rows/);
  assert.match(code({ label: 'severity=>2' }), /not a condition/);
});

test('columns with few values are broken down; the question\'s own are not', () => {
  assert.deepEqual(subgroupColumns(read({})), ['patient', 'zone']);
});
