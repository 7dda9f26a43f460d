/** The table of labels made into clips to evaluate: which rows count, what each is, and what became of the others. */
import type { AppError, Result } from '../../../preload/domain.ts';
import type { EvaluationCounts } from '../../../preload/evaluation.ts';
import { parseCsv } from '../labels-table.ts';
import { fulfilsAll, inWords, readConditions } from './conditions.ts';
import type { Condition } from './conditions.ts';

export interface LabelWishes {
  /** `--label`: positive where it holds, negative where it does not. */
  readonly label: string | null;
  /** `--positive` and `--negative` in its place; rows that are neither are left out. */
  readonly positive: string | null;
  readonly negative: string | null;
  /** Rows to keep must fulfil each. */
  readonly where: readonly string[];
  /** Column with the patient or source. */
  readonly group: string;
}

export interface LabelledRow {
  /** As the table names it. */
  readonly file: string;
  readonly group: string;
  readonly positive: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Labels {
  readonly rows: readonly LabelledRow[];
  readonly counts: Pick<EvaluationCounts, 'rows' | 'excluded' | 'unlabelled' | 'duplicates'>;
  readonly question: { readonly positive: string; readonly negative: string; readonly where: readonly string[]; readonly group: string };
  /** Columns that the question itself uses, and the file's. */
  readonly used: readonly string[];
  /** What a person should know of the table, in sentences. */
  readonly notes: readonly string[];
}

interface Question {
  readonly positive: readonly Condition[];
  /** Null: whatever is known not to be positive. */
  readonly negative: readonly Condition[] | null;
  readonly where: readonly (readonly Condition[])[];
}

const fileColumns = ['file', 'path', 'clip', 'filename', 'file_name', 'video', 'image'];

function bad(message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message, hint } };
}

function readQuestion({ label, positive, negative, where }: LabelWishes): Result<Question> {
  const wanted = positive ?? label;
  if (wanted === null) return bad('Nothing says which clips are positive.', 'Name a column with --label, or conditions with --positive and --negative.');
  const read = readConditions(wanted);
  const other = negative === null ? null : readConditions(negative);
  const kept: (readonly Condition[])[] = [];
  for (const text of where) {
    const condition = readConditions(text);
    if (!condition.ok) return condition;
    kept.push(condition.value);
  }
  if (!read.ok) return read;
  if (other !== null && !other.ok) return other;
  return { ok: true, value: { positive: read.value, negative: other?.value ?? null, where: kept } };
}

/** The column of this name, with or without regard to case. */
function columnOf(columns: readonly string[], name: string): string | undefined {
  return columns.find((column) => column === name) ?? columns.find((column) => column.toLowerCase() === name.toLowerCase());
}

/** The question with the table's own spelling of its columns; the error names a column that is not there. */
function fitted(question: Question, columns: readonly string[]): Result<Question> {
  const missing: string[] = [];
  const fit = (conditions: readonly Condition[]): Condition[] => conditions.map((condition) => {
    const column = columnOf(columns, condition.column);
    if (column === undefined) missing.push(condition.column);
    return { ...condition, column: column ?? condition.column };
  });
  const value = { positive: fit(question.positive), negative: question.negative === null ? null : fit(question.negative), where: question.where.map(fit) };
  return missing.length === 0 ? { ok: true, value } : bad(`The labels have no column "${missing[0]}".`, `They have: ${columns.join(', ')}.`);
}

/** Positive, negative, left out by the conditions, or without a clear label. */
function judge(row: Readonly<Record<string, string>>, { positive, negative, where }: Question): boolean | 'excluded' | 'unlabelled' {
  if (where.some((conditions) => fulfilsAll(row, conditions) !== true)) return 'excluded';
  const isPositive = fulfilsAll(row, positive);
  if (isPositive === true) return true;
  if (negative === null) return isPositive === null ? 'unlabelled' : false;
  const isNegative = fulfilsAll(row, negative);
  if (isNegative === true) return false;
  return isPositive === null || isNegative === null ? 'unlabelled' : 'excluded';
}

function collect(rows: readonly Readonly<Record<string, string>>[], question: Question, fileColumn: string, groupColumn: string): Pick<Labels, 'rows' | 'counts' | 'notes'> {
  const found = new Map<string, LabelledRow>();
  const counts = { rows: rows.length, excluded: 0, unlabelled: 0, duplicates: 0 };
  let alone = 0;
  for (const fields of rows) {
    const file = (fields[fileColumn] ?? '').trim();
    const judged = file === '' ? 'unlabelled' : judge(fields, question);
    if (typeof judged === 'string') counts[judged] += 1;
    else if (found.has(file)) counts.duplicates += 1;
    else {
      const group = (fields[groupColumn] ?? '').trim();
      if (group === '') alone += 1;
      found.set(file, { file, group: group === '' ? file : group, positive: judged, fields });
    }
  }
  const notes = [
    ...(counts.unlabelled > 0 ? [`${counts.unlabelled} rows have no clear label and are left out. A column of numbers needs a condition, such as "severity>=2".`] : []),
    ...(counts.duplicates > 0 ? [`${counts.duplicates} rows name a file again; the first row of each counts.`] : []),
    ...(alone > 0 ? [`${alone} rows have an empty "${groupColumn}" and count as a patient of their own each.`] : []),
  ];
  return { rows: [...found.values()], counts, notes };
}

/** Reads a table of labels. Errors: `bad-request` for a wish that is no condition, names a missing column or leaves no row. */
export function readLabels(csv: string, wishes: LabelWishes): Result<Labels> {
  const read = readQuestion(wishes);
  if (!read.ok) return read;
  const rows = parseCsv(csv);
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return bad('The labels hold no rows.', 'The first line must name the columns, each other line is a clip.');
  const fileColumn = fileColumns.flatMap((name) => columnOf(columns, name) ?? [])[0];
  if (fileColumn === undefined) return bad('The labels have no column that names the file.', `Call it "file". They have: ${columns.join(', ')}.`);
  const groupColumn = columnOf(columns, wishes.group);
  if (groupColumn === undefined) return bad(`The labels have no column "${wishes.group}".`, `They have: ${columns.join(', ')}.`);
  const question = fitted(read.value, columns);
  if (!question.ok) return question;
  const { positive, negative, where } = question.value;
  const collected = collect(rows, question.value, fileColumn, groupColumn);
  if (collected.rows.length === 0) return bad('No row of the labels is left to evaluate.', collected.notes[0] ?? 'Check the conditions against the table.');
  const used = [fileColumn, groupColumn, ...[...positive, ...(negative ?? [])].map((condition) => condition.column)];
  const words = { positive: inWords(positive), negative: negative === null ? `not (${inWords(positive)})` : inWords(negative), where: where.map(inWords), group: groupColumn };
  return { ok: true, value: { ...collected, question: words, used: [...new Set(used)] } };
}

/** Columns worth a table of their own: few values, each with several clips, and not part of the question. */
export function subgroupColumns({ rows, used, question }: Labels): string[] {
  const columns = Object.keys(rows[0]?.fields ?? {}).filter((column) => column !== '' && !used.includes(column));
  const few = columns.filter((column) => {
    const values = new Set(rows.map((row) => row.fields[column] ?? ''));
    const empty = rows.filter((row) => (row.fields[column] ?? '') === '').length;
    return empty * 2 < rows.length && values.size >= 2 && values.size <= 12 && values.size * 2 <= rows.length && [...values].every((value) => value.length <= 40);
  });
  return [question.group, ...few];
}
