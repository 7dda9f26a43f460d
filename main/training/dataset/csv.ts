/** Tables as RFC 4180 text, which pandas, Python's csv and spreadsheets read. */

export type Cell = string | number | boolean | null;

/** Yes and no as the sources' tables write them; nothing for null. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A heading and its rows, each ended by a line feed. */
export function csvText(heading: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [heading, ...rows].map((row) => `${row.map(cellText).join(',')}\n`).join('');
}
