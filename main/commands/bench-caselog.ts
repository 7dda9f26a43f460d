/**
 * `npm run -s bench-caselog [-- --exams 100000] [--json]`: fills a temporary case log and prints database times of the pages and searches
 * that the window asks for, median and worst of several runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createCaseLog } from '../../db/case-log.ts';
import type { CaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import type { ExamQuery } from '../../preload/domain.ts';
import { selectionOf } from '../casework/exam-search.ts';
import { fillCaseLog } from '../casework/fill-case-log.ts';
import { listExams } from '../casework/summaries.ts';

interface Timing {
  readonly what: string;
  readonly medianMs: number;
  readonly worstMs: number;
  readonly total: number;
}

const plain: ExamQuery = { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 60 };

const questions: readonly (readonly [string, Partial<ExamQuery>])[] = [
  ['first page', {}],
  ['first page by pseudonym', { sort: 'pseudonym', descending: false }],
  ['first page by size', { sort: 'size' }],
  ['filter IS, unread', { verdict: 'IS', readState: 'unread' }],
  ['search "clip_0" (all)', { text: 'clip_0' }],
  ['search "P-3F" (some)', { text: 'P-3F' }],
  ['search "3F2A" (few)', { text: '3F2A' }],
  ['search "nothing-like-it"', { text: 'nothing-like-it' }],
  ['search "R2"', { text: 'R2' }],
  ['search "IS" and filter', { text: 'IS', verdict: 'IS', readState: 'unread' }],
  ['search "R2 healthy"', { text: 'R2 healthy', sort: 'pseudonym' }],
  ['search "p"', { text: 'p' }],
  ['search "last month"', { text: 'last month' }],
  ['search "2024 IS"', { text: '2024 IS', sort: 'size' }],
];

function timed(log: CaseLog, what: string, query: ExamQuery): Timing {
  const times: number[] = [];
  let total = 0;
  for (let run = 0; run < 9; run += 1) {
    const began = performance.now();
    const page = listExams(log, selectionOf(query, new Date()));
    times.push(performance.now() - began);
    total = page?.total ?? -1;
  }
  times.sort((a, b) => a - b);
  return { what, medianMs: times[4] ?? 0, worstMs: times.at(-1) ?? 0, total };
}

function deepCursor(log: CaseLog, pages: number): string | null {
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) cursor = log.pages.list(selectionOf({ ...plain, cursor, limit: 500 }, new Date()))?.next ?? cursor;
  return cursor;
}

function measure(log: CaseLog, exams: number): readonly Timing[] {
  const asked = questions.map(([what, part]) => timed(log, what, { ...plain, ...part }));
  const deep = timed(log, 'deep page', { ...plain, cursor: deepCursor(log, Math.floor((exams * 0.9) / 500)) });
  return [...asked, deep];
}

/** Answers 0 when every page and search stayed below its bar (50 ms for a first page, 100 ms for a search), else 2. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { exams: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } } });
  const exams = Number(values.exams);
  if (!Number.isInteger(exams) || exams < 1) {
    process.stderr.write('--exams takes a whole number from 1\n');
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'pleura-caselog-'));
  try {
    const opened = openDatabase({ path: join(folder, 'pleura.db'), migrations: readMigrations(join(import.meta.dirname, '..', '..', 'db', 'migrations')) });
    if (!opened.ok) throw new Error(opened.error.message);
    const log = createCaseLog(opened.value);
    const began = performance.now();
    fillCaseLog(log, exams, 1);
    process.stderr.write(`${exams} exams filled in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
    const timings = measure(log, exams);
    opened.value.close();
    if (values.json) process.stdout.write(`${JSON.stringify({ exams, timings })}\n`);
    else for (const row of timings) process.stdout.write(`${row.what.padEnd(28)}${row.medianMs.toFixed(1).padStart(8)} ms  worst ${row.worstMs.toFixed(1).padStart(6)} ms  of ${row.total}\n`);
    return timings.every((row) => row.medianMs < (row.what.startsWith('search') ? 100 : 50)) ? 0 : 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
