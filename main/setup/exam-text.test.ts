import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClipRow, ExamDetail } from '../../preload/domain.ts';
import { examLines, failureLines, textTable } from './exam-text.ts';

const clip: ClipRow = {
  id: 'c1', examId: 'e1', name: 'R2.mp4', zone: 'R2', frames: 60, durationMs: 2400, width: 350, height: 350, damaged: false, simulated: true,
  thumbnails: 8, probability: 0.9312, verdict: 'IS', rejection: null, guardOverridden: false, analysisState: 'done', scored: 60, decision: null,
};

const exam: ExamDetail = {
  id: 'e1', pseudonym: 'Demo', examinedAt: '2026-11-23T00:00:00Z', protocol: 'blue6', zones: [], zoneless: { IS: 0, analysed: 0, rejected: 0 }, clips: 2, sizeBytes: 1, readState: 'unread', simulated: true,
  result: { protocol: 'blue6', zonesTotal: 6, zonesExamined: 2, zonesRead: 0, positiveLeft: 0, positiveRight: 1, complete: false, verdict: 'incomplete', rule: 'Two positive zones on each side.' },
  notes: '', createdAt: '2026-11-23T00:00:00Z',
  clipRows: [clip, { ...clip, id: 'c2', name: 'L1-long-name.mp4', zone: 'L1', probability: null, verdict: null, scored: 0 }],
};

test('one clip a line by zone, then the exam by its rule', () => {
  assert.deepEqual(examLines(exam), [
    'Clip              Zone   Frames  Probability  Model says',
    '----------------  ----  -------  -----------  --------------',
    'L1-long-name.mp4  L1    0 of 60            -  - not analysed',
    'R2.mp4            R2         60        0.931  ● IS',
    '',
    'Exam Demo (simulated): incomplete; 2 of 6 zones, positive left 0, right 1.',
    'Rule: Two positive zones on each side.',
  ]);
});

test('a table without rows still has its headings', () => {
  assert.deepEqual(textTable(['A', 'Bc'], [], []), ['A  Bc', '-  --']);
});

test('failures say what to do, once for items with the same error', () => {
  const empty = { code: 'file-empty', message: 'The file is empty.', hint: 'Export it again.' } as const;
  const failures = [{ item: 'x.mp4', error: empty }, { item: 'y.mp4', error: { ...empty, message: 'Other.' } }, { item: 'z.mp4', error: empty }, { item: 'z.mp4', error: empty }];
  assert.deepEqual(failureLines(failures), ['x.mp4, z.mp4: The file is empty. Export it again.', 'y.mp4: Other. Export it again.']);
});
