/** Text into markup, style and tables, so that whatever a person typed stays text. */

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Paragraphs and line breaks as they were typed. */
export function htmlLines(text: string): string {
  return html(text.trim()).replaceAll(/\r?\n/g, '<br>');
}

/** The inside of a CSS string in a style element: everything but plain characters by code point. */
export function cssText(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:·–-]/gu, (character) => `\\${(character.codePointAt(0) ?? 0x20).toString(16)} `);
}

/** One cell of a CSV table (RFC 4180). A leading formula character is defused, so that a spreadsheet shows it as text. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
