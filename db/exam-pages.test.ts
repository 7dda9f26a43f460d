import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ExamSort } from '../preload/domain.ts';
import type { CaseLog } from './case-log.ts';
import type { ExamSelection } from './exam-pages.ts';
import { memoryCaseLog } from './test-case-log.ts';

interface Row {
  readonly pseudonym: string;
  readonly day: number;
  readonly size: number;
  readonly verdict: 'IS' | 'not-IS';
  readonly words: string;
}

const rows = fc.array(
  fc.record({
    pseudonym: fc.constantFrom('P-1', 'p-1', 'P-2', 'Ärzte', 'x'),
    day: fc.integer({ min: 1, max: 3 }),
    size: fc.integer({ min: 0, max: 3 }),
    verdict: fc.constantFrom('IS', 'not-IS'),
    words: fc.constantFrom('alpha beta', 'gamma "quoted"', 'alphabet', ''),
  }),
  { maxLength: 40 },
);

const plain: ExamSelection = {
  words: [], pieces: [], from: null, to: null, verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 5,
};

function fill(made: readonly Row[]): CaseLog {
  const log = memoryCaseLog();
  made.forEach(({ pseudonym, day, size, verdict, words }, index) => {
    const at = `2026-11-0${day}T00:00:00.000Z`;
    log.exams.insert({ id: `e${index}`, pseudonym, examinedAt: at, protocol: 'blue6', createdAt: at });
    log.exams.setFacets(`e${index}`, { simulated: false, clips: 0, sizeBytes: size, readState: 'unread', verdict, words });
  });
  return log;
}

function walk(log: CaseLog, selection: ExamSelection): { ids: string[]; totals: Set<number> } {
  const ids: string[] = [];
  const totals = new Set<number>();
  let cursor: string | null = null;
  do {
    const page = log.pages.list({ ...selection, cursor });
    assert.ok(page);
    ids.push(...page.rows.map((row) => row.id));
    totals.add(page.total);
    cursor = page.next;
  } while (cursor !== null);
  return { ids, totals };
}

/** SQLite's NOCASE folds ASCII letters only and compares the rest by bytes. */
function folded(text: string): Buffer {
  return Buffer.from(text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
}

function compare(sort: ExamSort, a: Row, b: Row): number {
  switch (sort) {
    case 'examinedAt': return a.day - b.day;
    case 'size': return a.size - b.size;
    case 'pseudonym': return Buffer.compare(folded(a.pseudonym), folded(b.pseudonym));
  }
}

test('pages joined are the whole selection, sorted, with ties in a fixed order', () => {
  fc.assert(
    fc.property(
      rows, fc.constantFrom<ExamSort>('examinedAt', 'pseudonym', 'size'), fc.boolean(), fc.integer({ min: 1, max: 7 }),
      fc.constantFrom<'IS' | null>('IS', null), fc.constantFrom([], ['alpha'], ['ALPHABET'], ['"quoted"'], ['zzz']),
      (made, sort, descending, limit, verdict, words) => {
        const log = fill(made);
        const kept = made.map((row, index) => ({ row, index })).filter(({ row }) =>
          (verdict === null || row.verdict === verdict) && words.every((word) => row.words.toLowerCase().includes(word.toLowerCase())));
        const sign = descending ? -1 : 1;
        const expected = kept.toSorted((a, b) => sign * (compare(sort, a.row, b.row) || a.index - b.index)).map(({ index }) => `e${index}`);
        const { ids, totals } = walk(log, { ...plain, sort, descending, limit, verdict, words });
        assert.deepEqual(ids, expected);
        assert.deepEqual([...totals], [expected.length]);
      },
    ),
    { numRuns: 150 },
  );
});

test('a cursor of another order, or nonsense, is refused', () => {
  const log = fill([1, 2, 3].map((day) => ({ pseudonym: 'P', day, size: 0, verdict: 'IS', words: '' })));
  const next = log.pages.list({ ...plain, limit: 1 })?.next ?? null;
  assert.ok(next);
  assert.equal(log.pages.list({ ...plain, cursor: next, sort: 'size' }), null);
  assert.equal(log.pages.list({ ...plain, cursor: next, descending: false }), null);
  assert.equal(log.pages.list({ ...plain, cursor: 'nonsense' }), null);
});

test('a page inside many ties costs no more than the first', () => {
  const log = memoryCaseLog();
  const at = '2026-11-01T00:00:00.000Z';
  log.together(() => {
    for (let number = 0; number < 20_000; number += 1) log.exams.insert({ id: `e${number}`, pseudonym: 'P', examinedAt: at, protocol: 'blue6', createdAt: at });
  });
  // The fastest of many rounds: a busy machine slows some, never all. The rows' query alone makes the difference.
  const fastest = (cursor: string | null) => Math.min(...Array.from({ length: 40 }, () => {
    const began = performance.now();
    log.pages.list({ ...plain, cursor });
    return performance.now() - began;
  }));
  let deep: string | null = null;
  for (let page = 0; page < 38; page += 1) deep = log.pages.list({ ...plain, cursor: deep, limit: 500 })?.next ?? null;
  assert.ok(deep);
  const first = fastest(null);
  const last = fastest(deep);
  assert.ok(last < 3 * first + 1, `first page ${first} ms, page inside the ties ${last} ms`);
});

test('an exam that was renamed is found by its new words only', () => {
  const log = fill([{ pseudonym: 'P', day: 1, size: 0, verdict: 'IS', words: 'before' }]);
  log.exams.setFacets('e0', { simulated: false, clips: 0, sizeBytes: 0, readState: 'unread', verdict: 'IS', words: 'after' });
  assert.deepEqual(walk(log, { ...plain, words: ['before'] }).ids, []);
  assert.deepEqual(walk(log, { ...plain, words: ['after'] }).ids, ['e0']);
});
