/** Labels of clips from a CSV file with a heading (RFC 4180: quoted fields may hold separators, quotes and line breaks). */

/** Rows by column name. Rows shorter than the heading lack the last columns. Semicolons and tabs separate as well as commas, where the heading has none of those. */
export function parseCsv(text: string): Record<string, string>[] {
  const plain = text.replace(/^\uFEFF/, '');
  const first = /^[^\r\n]*/.exec(plain)?.[0] ?? '';
  const separator = first.includes(',') ? ',' : ([';', '\t'].find((sign) => first.includes(sign)) ?? ',');
  const [heading, ...rows] = csvRows(plain, separator);
  return rows.map((row) => Object.fromEntries((heading ?? []).map((name, column) => [name.trim(), row[column] ?? ''])));
}

function csvRows(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, quoted or plain, and what ends it: the separator, a line break (of any system), or the text's end.
  for (const match of text.matchAll(new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r\\n?|\\n|$)`, 'g'))) {
    const [, quoted, plain, end] = match;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === separator) continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

/** A yes/no label; null where it says neither. */
export function yesOrNo(text: string | undefined): boolean | null {
  const word = (text ?? '').trim().toLowerCase();
  if (['yes', 'y', 'true', 't', '1', '1.0', 'present', 'positive'].includes(word)) return true;
  return ['no', 'n', 'false', 'f', '0', '0.0', 'absent', 'negative'].includes(word) ? false : null;
}
