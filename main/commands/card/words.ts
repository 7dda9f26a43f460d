/** Figures and tables in Markdown. */
import type { Interval } from '../../../preload/domain.ts';

/** Value with its interval; a dash where it is not defined. */
export const shown = (of: Interval | null): string => (of === null ? '–' : `${of.value.toFixed(2)} (${of.low.toFixed(2)} to ${of.high.toFixed(2)})`);

/** A cell must not end its row or its column. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}
