/**
 * Pages of the case log by keyset: a page starts after the last row of the page before, so that deep pages cost what the first one does.
 * Ties are broken by `seq`, in the direction of the sort, so that the reverse order is exactly the reverse.
 */
import type { Database } from 'better-sqlite3';
import type { ExamQuery, ExamSort } from '../preload/domain.ts';
import { examOf } from './exams.ts';
import type { ExamRecord, ExamSqlRow } from './exams.ts';

/** An `ExamQuery` whose text has been taken apart. */
export interface ExamSelection extends Omit<ExamQuery, 'text'> {
  /** Every one must be found in the exam's words; three letters or more each, lower case or not. */
  readonly words: readonly string[];
  /** Shorter pieces: found in the pseudonym alone. */
  readonly pieces: readonly string[];
  /** Half-open range of the exam's time, ISO 8601 UTC; null for any. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface ExamRecordPage {
  readonly rows: readonly ExamRecord[];
  readonly next: string | null;
  readonly total: number;
}

export interface ExamPages {
  /** Null when the cursor belongs to another order or was not made here. */
  list(selection: ExamSelection): ExamRecordPage | null;
}

const columns: Readonly<Record<ExamSort, keyof ExamSqlRow>> = { examinedAt: 'examined_at', pseudonym: 'pseudonym', size: 'size_bytes' };
const indexes: Readonly<Record<ExamSort, string>> = { examinedAt: 'exams_by_date', pseudonym: 'exams_by_pseudonym', size: 'exams_by_size' };

/** Up to this many matches are fetched and sorted; above it, the order's index is walked until the page is full. */
const fewMatches = 4_000;

type Parameters = Record<string, string | number>;

interface Where {
  readonly sql: string;
  readonly parameters: Parameters;
  readonly match: string | null;
}

interface Cursor {
  readonly value: string | number;
  readonly seq: number;
}

function encodeCursor(sort: ExamSort, descending: boolean, row: ExamSqlRow): string {
  return Buffer.from(JSON.stringify([sort, descending, row[columns[sort]], row.seq])).toString('base64url');
}

function decodeCursor(text: string, sort: ExamSort, descending: boolean): Cursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed) || parsed[0] !== sort || parsed[1] !== descending) return null;
    const [, , value, seq]: unknown[] = parsed;
    const fits = sort === 'size' ? typeof value === 'number' : typeof value === 'string';
    return fits && typeof seq === 'number' ? { value: sort === 'size' ? Number(value) : String(value), seq } : null;
  } catch {
    return null;
  }
}

function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

function whereOf(selection: ExamSelection): Where {
  const parts: string[] = [];
  const parameters: Parameters = {};
  const add = (sql: string, name: string, value: string | number | null) => {
    if (value === null) return;
    parts.push(sql);
    parameters[name] = value;
  };
  add('e.verdict = @verdict', 'verdict', selection.verdict);
  add('e.read_state = @readState', 'readState', selection.readState);
  add('e.protocol = @protocol', 'protocol', selection.protocol);
  add('e.examined_at >= @from', 'from', selection.from);
  add('e.examined_at < @to', 'to', selection.to);
  selection.pieces.forEach((piece, index) => add(`instr(lower(e.pseudonym), @piece${index}) > 0`, `piece${index}`, piece.toLowerCase()));
  const match = selection.words.length > 0 ? selection.words.map(quoted).join(' AND ') : null;
  return { sql: parts.length > 0 ? parts.join(' AND ') : 'TRUE', parameters, match };
}

/** Exams that match the words, put here once for each question: asking the index twice would cost twice. Temporary tables live in memory. */
const matchTable = 'CREATE TEMP TABLE IF NOT EXISTS matching_exams (seq INTEGER PRIMARY KEY) STRICT';

function total(db: Database, where: Where, found: number | null): number {
  if (where.match !== null && where.sql === 'TRUE') return found ?? 0;
  if (found === 0) return 0;
  const from = where.match === null ? 'exams e' : 'temp.matching_exams m CROSS JOIN exams e USING (seq)';
  return db.prepare<object, number>(`SELECT count(*) FROM ${from} WHERE ${where.sql}`).pluck().get(where.parameters) ?? 0;
}

function pageSql(selection: ExamSelection, where: Where, found: number | null, after: string): string {
  const column = columns[selection.sort];
  const direction = selection.descending ? 'DESC' : 'ASC';
  const order = `ORDER BY e.${column} ${direction}, e.seq ${direction} LIMIT @limit`;
  const few = found !== null && found <= fewMatches;
  if (few) return `SELECT e.* FROM temp.matching_exams m CROSS JOIN exams e USING (seq) WHERE ${where.sql} AND ${after} ${order}`;
  const text = where.match === null ? '' : ' AND e.seq IN (SELECT seq FROM temp.matching_exams)';
  return `SELECT e.* FROM exams e INDEXED BY ${indexes[selection.sort]} WHERE ${where.sql}${text} AND ${after} ${order}`;
}

/** Rows after the cursor: first the rest of its ties, then what lies beyond. As one condition SQLite would step through the ties one by one. */
function rowsAfter(db: Database, selection: ExamSelection, where: Where, found: number | null, cursor: Cursor | null): readonly ExamSqlRow[] {
  const limit = selection.limit + 1;
  const read = (after: string, more: Parameters) => db.prepare<object, ExamSqlRow>(pageSql(selection, where, found, after)).all({ ...where.parameters, ...more });
  if (cursor === null) return read('TRUE', { limit });
  const column = columns[selection.sort];
  const beyond = selection.descending ? '<' : '>';
  const ties = read(`e.${column} = @value AND e.seq ${beyond} @seq`, { value: cursor.value, seq: cursor.seq, limit });
  return ties.length === limit ? ties : [...ties, ...read(`e.${column} ${beyond} @value`, { value: cursor.value, limit: limit - ties.length })];
}

export function createExamPages(db: Database): ExamPages {
  db.exec(matchTable);
  const forget = db.prepare('DELETE FROM temp.matching_exams');
  const find = db.prepare('INSERT INTO temp.matching_exams SELECT rowid FROM exam_search WHERE exam_search MATCH ?');
  const findMatches = db.transaction((match: string) => {
    forget.run();
    return find.run(match).changes;
  });
  return {
    list: (selection) => {
      const { sort, descending, limit } = selection;
      const cursor = selection.cursor === null ? null : decodeCursor(selection.cursor, sort, descending);
      if (selection.cursor !== null && cursor === null) return null;
      const where = whereOf(selection);
      const found = where.match === null ? null : findMatches(where.match);
      const rows = rowsAfter(db, selection, where, found, cursor);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next = rows.length > limit && last !== undefined ? encodeCursor(sort, descending, last) : null;
      return { rows: shown.map(examOf), next, total: total(db, where, found) };
    },
  };
}
