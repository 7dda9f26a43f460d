/** Conditions on a row of labels, as a user writes them: `b_lines`, `severity>=2`, `b_lines=yes,severity>=2` (a comma means and). */
import type { Result } from '../../../preload/domain.ts';
import { yesOrNo } from '../labels-table.ts';

type Row = Readonly<Record<string, string>>;
type Operator = '=' | '!=' | '>=' | '<=' | '>' | '<';

export interface Condition {
  readonly column: string;
  /** `is`: the column itself says yes or no. */
  readonly operator: Operator | 'is';
  readonly value: string;
}

function readOperator(text: string): Operator | null {
  switch (text) {
    case '=': case '==': return '=';
    case '!=': case '>=': case '<=': case '>': case '<': return text;
    default: return null;
  }
}

function readCondition(text: string): Condition | null {
  const [, column = '', sign, value = ''] = /^([^=<>!]+?)\s*(?:(==|=|!=|>=|<=|>|<)\s*(.*))?$/.exec(text.trim()) ?? [];
  if (column === '') return null;
  if (sign === undefined) return { column, operator: 'is', value: '' };
  const operator = readOperator(sign);
  const word = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  return operator === null || word === '' || /^[=<>!]/.test(word) ? null : { column, operator, value: word };
}

/** All parts of a wish. Error: `bad-request`. */
export function readConditions(text: string): Result<readonly Condition[]> {
  const conditions = text.split(',').map(readCondition);
  if (conditions.every((condition) => condition !== null)) return { ok: true, value: conditions };
  return { ok: false, error: { code: 'bad-request', message: `"${text}" is not a condition.`, hint: 'Write COLUMN, COLUMN=VALUE, COLUMN!=VALUE or COLUMN>=NUMBER (also <=, >, <), several with commas between.' } };
}

function numberOf(text: string): number | null {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? null : value;
}

/** Yes and 1, no and 0 are the same; numbers compare as numbers, all else as words without regard to case. */
function same(cell: string, value: string): boolean {
  const [a, b] = [numberOf(cell), numberOf(value)];
  if (a !== null && b !== null) return a === b;
  const [first, second] = [yesOrNo(cell), yesOrNo(value)];
  if (first !== null && second !== null) return first === second;
  return cell.trim().toLowerCase() === value.trim().toLowerCase();
}

/** Whether a row fulfils one condition; null where its cell is empty, or no yes, no or number where one is needed. */
function fulfils(row: Row, { column, operator, value }: Condition): boolean | null {
  const cell = row[column] ?? '';
  if (cell.trim() === '') return null;
  const [left, right] = [numberOf(cell), numberOf(value)];
  const ordered = (test: (a: number, b: number) => boolean): boolean | null => (left === null || right === null ? null : test(left, right));
  switch (operator) {
    case 'is': return yesOrNo(cell);
    case '=': return same(cell, value);
    case '!=': return !same(cell, value);
    case '>=': return ordered((a, b) => a >= b);
    case '<=': return ordered((a, b) => a <= b);
    case '>': return ordered((a, b) => a > b);
    case '<': return ordered((a, b) => a < b);
  }
}

/** Whether a row fulfils them all: false as soon as one is not, null while one is unknown. */
export function fulfilsAll(row: Row, conditions: readonly Condition[]): boolean | null {
  const each = conditions.map((condition) => fulfils(row, condition));
  if (each.includes(false)) return false;
  return each.includes(null) ? null : true;
}

/** As a report writes them. */
export function inWords(conditions: readonly Condition[]): string {
  return conditions.map(({ column, operator, value }) => (operator === 'is' ? `${column} = yes` : `${column} ${operator} ${value}`)).join(' and ');
}
