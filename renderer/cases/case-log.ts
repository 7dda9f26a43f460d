/**
 * Rows of the case log by position, loaded in pages along a keyset: from the newest end (`head`) and, for a jump to the far end, from the oldest (`tail`).
 * A page is reached only through the one before it, so a jump walks there from the nearer known page; far pages are let go and fetched again by their cursor.
 */
import type { ExamPage, ExamRow } from '../../preload/domain.ts';

export const pageSize = 500;
/** Pages whose rows are kept: 8,000 rows. */
const mostPages = 16;

export type End = 'head' | 'tail';

interface Run {
  /** Cursor of each page reachable so far, from this run's end. */
  readonly cursors: readonly (string | null)[];
  readonly pages: ReadonlyMap<number, readonly ExamRow[]>;
}

export interface CaseLog {
  /** Rows in all; null before the first answer. */
  readonly total: number | null;
  readonly head: Run;
  readonly tail: Run;
}

export interface PageWanted {
  readonly end: End;
  readonly page: number;
  readonly cursor: string | null;
}

const emptyRun: Run = { cursors: [null], pages: new Map() };

export const emptyLog: CaseLog = { total: null, head: emptyRun, tail: emptyRun };

/** The row at a position from the top, or null where it is not loaded. */
export function rowAt(log: CaseLog, index: number): ExamRow | null {
  if (log.total === null || index < 0 || index >= log.total) return null;
  const fromEnd = log.total - 1 - index;
  return log.head.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? log.tail.pages.get(Math.floor(fromEnd / pageSize))?.[fromEnd % pageSize] ?? null;
}

/** Pages still to walk until `page` is loaded, and the next one to ask for. */
function nextOf(run: Run, end: End, page: number): PageWanted & { readonly distance: number } {
  const known = Math.min(page, run.cursors.length - 1);
  return { end, page: known, cursor: run.cursors[known] ?? null, distance: page - known };
}

/** The page to ask for next, so that rows `first`..`last` get loaded; null when they are. */
export function pageWanted(log: CaseLog, first: number, last: number): PageWanted | null {
  if (log.total === null) return { end: 'head', page: 0, cursor: null };
  for (let index = Math.max(0, first); index <= Math.min(last, log.total - 1); index += 1) {
    if (rowAt(log, index) !== null) continue;
    const head = nextOf(log.head, 'head', Math.floor(index / pageSize));
    const tail = nextOf(log.tail, 'tail', Math.floor((log.total - 1 - index) / pageSize));
    const { end, page, cursor } = tail.distance < head.distance ? tail : head;
    return { end, page, cursor };
  }
  return null;
}

function withRunPage(run: Run, wanted: PageWanted, answer: ExamPage): Run {
  const cursors = answer.next !== null && run.cursors.length === wanted.page + 1 ? [...run.cursors, answer.next] : run.cursors;
  const pages = new Map(run.pages);
  pages.delete(wanted.page);
  pages.set(wanted.page, answer.rows);
  for (const oldest of pages.keys()) {
    if (pages.size <= mostPages) break;
    pages.delete(oldest);
  }
  return { cursors, pages };
}

/** The log with an answered page. Where the number of rows has changed, the other end no longer fits and is forgotten. */
export function withPage(log: CaseLog, wanted: PageWanted, answer: ExamPage): CaseLog {
  const moved = log.total !== null && log.total !== answer.total;
  const other = moved ? emptyRun : log[wanted.end === 'head' ? 'tail' : 'head'];
  // Positions count from the top, so a page counted from the end is only right for the total that it was asked under.
  if (moved && wanted.end === 'tail') return { ...emptyLog, total: answer.total };
  const run = withRunPage(log[wanted.end], wanted, answer);
  return wanted.end === 'head' ? { total: answer.total, head: run, tail: other } : { total: answer.total, head: other, tail: run };
}

function mapRun(run: Run, row: ExamRow): Run {
  const pages = new Map([...run.pages].map(([page, rows]) => [page, rows.some(({ id }) => id === row.id) ? rows.map((old) => (old.id === row.id ? row : old)) : rows]));
  return { ...run, pages };
}

/** True when the exam's row is loaded. */
export function holds(log: CaseLog, examId: string): boolean {
  return [log.head, log.tail].some((run) => [...run.pages.values()].some((rows) => rows.some(({ id }) => id === examId)));
}

/** The log with a newer version of a loaded row in its place. */
export function withRow(log: CaseLog, row: ExamRow): CaseLog {
  return { ...log, head: mapRun(log.head, row), tail: mapRun(log.tail, row) };
}
