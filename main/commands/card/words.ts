/** Figures and tables in Markdown. */
import type { Interval } from '../../../preload/domain.ts';

/** Value with its interval; a dash where it is not defined. */
export function shown(of: Interval | null): string {
  if (of === null) return '–';
  // A difference that rounds to nothing has no sign.
  const [value, low, high] = [of.value, of.low, of.high].map((number) => number.toFixed(2).replace(/^-(0\.00)$/, '$1'));
  return `${value} (${low} to ${high})`;
}

/** A cell must not end its row or its column. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}
