import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ExamPage, ExamRow } from '../../preload/domain.ts';
import { emptyLog, holds, pageSize, pageWanted, rowAt, withPage, withRow } from './case-log.ts';
import type { CaseLog, PageWanted } from './case-log.ts';

function examRow(index: number): ExamRow {
  return {
    id: `e${index}`, pseudonym: `P-${index}`, examinedAt: '2026-11-23T09:00:00Z', protocol: 'blue6', zones: [], zoneless: { IS: 0, analysed: 0, rejected: 0 }, clips: 0, sizeBytes: 0, readState: 'unread', simulated: false,
    result: { protocol: 'blue6', zonesTotal: 6, zonesExamined: 0, zonesRead: 0, positiveLeft: 0, positiveRight: 0, complete: false, verdict: 'incomplete', rule: '' },
  };
}

/** Main, in miniature: rows e0..e(total-1) from the head, the reverse from the tail, the cursor being a position. */
function answer(total: number, { end, cursor }: PageWanted): ExamPage {
  const from = cursor === null ? 0 : Number(cursor);
  const to = Math.min(total, from + pageSize);
  const rows = Array.from({ length: to - from }, (_, i) => examRow(end === 'head' ? from + i : total - 1 - from - i));
  return { rows, next: to < total ? String(to) : null, total };
}

function load(log: CaseLog, total: number, first: number, last: number): { readonly log: CaseLog; readonly asked: number } {
  let asked = 0;
  let current = log;
  for (let wanted = pageWanted(current, first, last); wanted !== null; wanted = pageWanted(current, first, last)) {
    current = withPage(current, wanted, answer(total, wanted));
    asked += 1;
    assert.ok(asked < 2_000, 'loading must end');
  }
  return { log: current, asked };
}

test('whatever is asked for gets loaded and is the right row', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 30_000 }), fc.array(fc.nat(40_000), { minLength: 1, maxLength: 5 }), (total, jumps) => {
    let log = emptyLog;
    for (const jump of jumps) {
      const first = jump % total;
      log = load(log, total, first, first + 40).log;
      for (let i = first; i <= Math.min(first + 40, total - 1); i += 1) assert.equal(rowAt(log, i)?.id, `e${i}`);
    }
  }), { numRuns: 40 });
});

test('the far end of 100,000 exams is two questions away', () => {
  const { asked } = load(emptyLog, 100_000, 99_970, 99_999);
  assert.equal(asked, 2);
});

test('a bounded number of rows is kept', () => {
  const { log } = load(load(emptyLog, 100_000, 0, 40).log, 100_000, 20_000, 20_040);
  const kept = [...log.head.pages.values()].reduce((sum, rows) => sum + rows.length, 0);
  assert.ok(kept <= 8_000, `${kept} rows`);
  assert.equal(load(log, 100_000, 0, 40).asked, 1, 'a page let go comes back by its cursor');
});

test('rows outside the log are null', () => {
  const { log } = load(emptyLog, 10, 0, 9);
  assert.equal(rowAt(log, 10), null);
  assert.equal(rowAt(log, -1), null);
  assert.equal(pageWanted(load(emptyLog, 0, 0, 0).log, 0, 40), null);
});

test('a changed total forgets rows counted from the other end', () => {
  const { log } = load(emptyLog, 5_000, 4_990, 4_999);
  assert.equal(rowAt(log, 4_995)?.id, 'e4995');
  const wanted = { end: 'head', page: 0, cursor: null } as const;
  const moved = withPage(log, wanted, answer(5_001, wanted));
  assert.equal(rowAt(moved, 4_995), null);
  assert.equal(rowAt(load(moved, 5_001, 5_000, 5_000).log, 5_000)?.id, 'e5000');
});

test('a newer row takes its place', () => {
  const { log } = load(emptyLog, 300, 0, 250);
  assert.ok(holds(log, 'e250') && !holds(log, 'e300'));
  assert.equal(rowAt(withRow(log, { ...examRow(250), pseudonym: 'new' }), 250)?.pseudonym, 'new');
});
