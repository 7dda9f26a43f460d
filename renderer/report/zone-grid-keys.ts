/** Moving and saying by keys in the report's zone table. Pure. */
import type { ZoneEntry } from '../../preload/report.ts';
import { gridFields, nextValue, withValue } from './report-fields.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export type GridStep =
  | { readonly kind: 'move'; readonly to: Cell }
  | { readonly kind: 'set'; readonly entry: ZoneEntry }
  | { readonly kind: 'take-ai' }
  | { readonly kind: 'note' };

interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

function moved({ row, column }: Cell, { key, ctrlKey }: Press, rows: number): Cell | null {
  const [lastRow, lastColumn] = [rows - 1, gridFields.length - 1];
  switch (key) {
    case 'ArrowRight': return { row, column: Math.min(lastColumn, column + 1) };
    case 'ArrowLeft': return { row, column: Math.max(0, column - 1) };
    case 'ArrowDown': return { row: Math.min(lastRow, row + 1), column };
    case 'ArrowUp': return { row: Math.max(0, row - 1), column };
    case 'Home': return ctrlKey ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End': return ctrlKey ? { row: lastRow, column: lastColumn } : { row, column: lastColumn };
    default: return null;
  }
}

/** What a key does in a cell of this zone; null leaves it to the page. */
export function gridStep(cell: Cell, press: Press, entry: ZoneEntry, rows: number): GridStep | null {
  const to = moved(cell, press, rows);
  if (to !== null) return press.altKey || press.shiftKey || press.metaKey ? null : { kind: 'move', to };
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const column = gridFields[cell.column];
  if (column === undefined) return null;
  const set = (value: string | number | boolean | null): GridStep => ({ kind: 'set', entry: withValue(entry, column.field, value) });
  if (press.key === ' ' || press.key === 'Enter') return set(nextValue(column, entry[column.field], press.shiftKey ? -1 : 1));
  if (press.key === 'Delete' || press.key === 'Backspace') return set(null);
  if (press.key.toLowerCase() === 't') return { kind: 'take-ai' };
  if (press.key.toLowerCase() === 'n') return { kind: 'note' };
  const option = column.options.find(({ key }) => key === press.key);
  return option === undefined ? null : set(option.value);
}
