/**
 * `npm run -s bench-caselog [-- --exams 100000] [--json]`: fills a temporary case log and prints database times of the pages and searches
 * that the window asks for, median and worst of several runs; and how long the choice of a labelling session's clips takes, and holds the event loop up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createCaseLog } from '../../db/case-log.ts';
import type { CaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import type { ExamQuery, Result } from '../../preload/domain.ts';
import type { LabellingPlan } from '../../preload/labelling.ts';
import { selectionOf } from '../casework/exam-search.ts';
import { fillCaseLog } from '../casework/fill-case-log.ts';
import { createLabellingChoice } from '../casework/labelling-choice.ts';
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

const plan: LabellingPlan = { order: 'uncertainty', protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: 200, repeat: false, askedOnly: false, revealEach: true, scheme: 'lus', seed: 1 };

interface Choosing {
  readonly what: string;
  readonly ms: number;
  readonly longestStallMs: number;
}

/** Time to the answer, and the longest that the event loop stood still meanwhile. */
async function chosen(what: string, ask: () => Promise<Result<unknown>>): Promise<Choosing> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const answer = await ask();
  const ms = performance.now() - began;
  delay.disable();
  if (!answer.ok) throw new Error(answer.error.message);
  return { what, ms, longestStallMs: delay.max / 1e6 };
}

async function labelling(log: CaseLog, database: string): Promise<readonly Choosing[]> {
  const choice = createLabellingChoice(log, database);
  return [await chosen('labelling: look at a choice', () => choice.preview('nobody', plan)), await chosen('labelling: start a session', () => choice.queue('nobody', plan))];
}

/** Answers 0 when every page and search stayed below its bar (50 ms for a first page, 100 ms for a search) and no choice of clips held the loop up for 50 ms, else 2. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { exams: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } } });
  const exams = Number(values.exams);
  if (!Number.isInteger(exams) || exams < 1) {
    process.stderr.write('--exams takes a whole number from 1\n');
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'pleura-caselog-'));
  const database = join(folder, 'pleura.db');
  try {
    const opened = openDatabase({ path: database, migrations: readMigrations(join(import.meta.dirname, '..', '..', 'db', 'migrations')) });
    if (!opened.ok) throw new Error(opened.error.message);
    const log = createCaseLog(opened.value);
    const began = performance.now();
    fillCaseLog(log, exams, 1);
    process.stderr.write(`${exams} exams filled in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
    const timings = measure(log, exams);
    const choices = await labelling(log, database);
    opened.value.close();
    if (values.json) process.stdout.write(`${JSON.stringify({ exams, timings, choices })}\n`);
    else for (const row of timings) process.stdout.write(`${row.what.padEnd(28)}${row.medianMs.toFixed(1).padStart(8)} ms  worst ${row.worstMs.toFixed(1).padStart(6)} ms  of ${row.total}\n`);
    if (!values.json) for (const { what, ms, longestStallMs } of choices) process.stdout.write(`${what.padEnd(28)}${ms.toFixed(1).padStart(8)} ms  longest stall ${longestStallMs.toFixed(1)} ms\n`);
    return choices.every(({ longestStallMs }) => longestStallMs < 50) && timings.every((row) => row.medianMs < (row.what.startsWith('search') ? 100 : 50)) ? 0 : 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
