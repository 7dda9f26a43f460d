/** Labels of clips from a CSV file with a heading (RFC 4180: quoted fields may hold commas, quotes and line breaks). */

/** Rows by column name. Rows shorter than the heading lack the last columns. */
export function parseCsv(text: string): Record<string, string>[] {
  const [heading, ...rows] = csvRows(text.replace(/^\uFEFF/, ''));
  return rows.map((row) => Object.fromEntries((heading ?? []).map((name, column) => [name.trim(), row[column] ?? ''])));
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, quoted or plain, and what ends it.
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    const [, quoted, plain, end] = match;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

/** A yes/no label; null where it says neither. */
export function yesOrNo(text: string | undefined): boolean | null {
  const word = (text ?? '').trim().toLowerCase();
  if (['yes', 'y', 'true', '1', '1.0'].includes(word)) return true;
  return ['no', 'n', 'false', '0', '0.0'].includes(word) ? false : null;
}
