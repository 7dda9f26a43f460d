import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { takeDatePhrase } from './date-phrase.ts';
import { examWords, selectionOf } from './exam-search.ts';

/** A Monday. */
const now = new Date(2026, 10, 23, 15, 30);

function local(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

const cases: Readonly<Record<string, readonly [from: string, to: string, rest: string]>> = {
  today: ['2026-11-23', '2026-11-24', ''],
  'Yesterday R2': ['2026-11-22', '2026-11-23', 'R2'],
  'last week': ['2026-11-16', '2026-11-23', ''],
  'this week': ['2026-11-23', '2026-11-30', ''],
  'IS last month': ['2026-10-01', '2026-11-01', 'IS'],
  'last 3 days': ['2026-11-21', '2026-11-24', ''],
  'last year': ['2025-01-01', '2026-01-01', ''],
  '2026-11': ['2026-11-01', '2026-12-01', ''],
  '2026-11-05 p-3f': ['2026-11-05', '2026-11-06', 'p-3f'],
  '23 nov': ['2026-11-23', '2026-11-24', ''],
  'nov 22': ['2026-11-22', '2026-11-23', ''],
  '24 Dec': ['2025-12-24', '2025-12-25', ''],
  '5 March 2024': ['2024-03-05', '2024-03-06', ''],
  'feb 2024': ['2024-02-01', '2024-03-01', ''],
  december: ['2025-12-01', '2026-01-01', ''],
  '2024': ['2024-01-01', '2025-01-01', ''],
};

test('date phrases name local days, weeks from Monday, months and years', () => {
  for (const [text, [from, to, rest]] of Object.entries(cases)) {
    const taken = takeDatePhrase(text, now);
    assert.ok(taken.range, text);
    assert.deepEqual([local(taken.range.from), local(taken.range.to), taken.rest], [from, to, rest], text);
  }
});

test('words and names that merely look like dates stay words', () => {
  for (const text of ['31 feb 2026', 'P-2024', 'R2', 'clip-2026-11-05-a', 'mayer', '20245', '2026-13']) {
    const taken = takeDatePhrase(text, now);
    assert.deepEqual([taken.range, taken.rest], [null, text], text);
  }
});

test('any text: a range is never empty, and never a throw', () => {
  const word = fc.constantFrom('today', 'last', 'week', '3', 'days', '31', 'feb', '2026', '-', '2026-11-31', 'nov', 'x');
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(word).map((words) => words.join(' '))), (text) => {
    const { range } = takeDatePhrase(text, now);
    assert.ok(range === null || range.from < range.to);
  }));
});

test('zones and IS are searched by their marks, long words by themselves, short ones in the pseudonym', () => {
  const query = { text: 'r2 IS P-3F 3F today', verdict: null, readState: null, protocol: null, sort: 'size', descending: true, cursor: null, limit: 5 } as const;
  const selection = selectionOf(query, now);
  assert.deepEqual([selection.words, selection.pieces], [['#r2', '#IS', 'P-3F'], ['3F']]);
  assert.equal(selection.from, new Date(2026, 10, 23).toISOString());
  assert.deepEqual(examWords('P-1', ['a.mp4'], ['R2', 'R2'], ['IS', 'not-analysed', 'healthy', 'IS']).split('\n'), ['P-1', 'a.mp4', '#R2', '#is', 'healthy']);
});
