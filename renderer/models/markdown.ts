/**
 * The part of Markdown that model cards use, as plain data: headings, paragraphs, lists, tables, code, rules, bold, emphasis and inline code.
 * Links keep their text and show their address; HTML stays text. Nothing here can run or load anything.
 */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string };

export type Align = 'left' | 'right' | 'center';

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly header: readonly (readonly Inline[])[]; readonly align: readonly Align[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

const inlinePattern = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^()\s]+)\)|<(https?:\/\/[^\s>]+)>/g;

function inlineOf(match: RegExpMatchArray): Inline {
  const [whole, code, strong, underlined, emphasis, linkText, address, bare] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  const bold = strong ?? underlined;
  if (bold !== undefined) return { kind: 'strong', text: bold };
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  if (linkText !== undefined && address !== undefined) return { kind: 'text', text: linkText === address ? address : `${linkText} (${address})` };
  return { kind: 'text', text: bare ?? whole };
}

/** Splits one line's text into its runs. */
export function parseInline(text: string): readonly Inline[] {
  const runs: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > from) runs.push({ kind: 'text', text: text.slice(from, match.index) });
    runs.push(inlineOf(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) runs.push({ kind: 'text', text: text.slice(from) });
  return runs;
}

function cells(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function alignOf(cell: string): Align {
  if (!cell.endsWith(':')) return 'left';
  return cell.startsWith(':') ? 'center' : 'right';
}

interface Taken {
  readonly block: Block | null;
  /** Lines used up. */
  readonly lines: number;
}

const bullet = /^\s*[-*+]\s+(.*)$/;
const numbered = /^\s*\d+[.)]\s+(.*)$/;
const fence = /^\s*(?:```|~~~)/;
const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/;
const rule = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const delimiter = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

function startsBlock(line: string): boolean {
  return [bullet, numbered, fence, heading, rule].some((pattern) => pattern.test(line));
}

function takeCode(lines: readonly string[]): Taken {
  const end = lines.findIndex((line, index) => index > 0 && fence.test(line));
  const stop = end < 0 ? lines.length : end;
  return { block: { kind: 'code', text: lines.slice(1, stop).join('\n') }, lines: stop + 1 };
}

function takeTable(lines: readonly string[]): Taken {
  const header = cells(lines[0] ?? '');
  const body = lines.slice(2);
  const end = body.findIndex((line) => !line.includes('|') || line.trim() === '');
  const rows = body.slice(0, end < 0 ? body.length : end);
  const fit = (line: string) => header.map((_, index) => parseInline(cells(line)[index] ?? ''));
  const align = header.map((_, index) => alignOf(cells(lines[1] ?? '')[index] ?? ''));
  return { block: { kind: 'table', header: header.map(parseInline), align, rows: rows.map(fit) }, lines: 2 + rows.length };
}

function takeList(lines: readonly string[], pattern: RegExp): Taken {
  const items: string[] = [];
  let used = 0;
  for (const line of lines) {
    const text = pattern.exec(line)?.[1];
    // An indented line goes on with the item above it; another item of either kind does not.
    const goesOn = /^\s{2,}\S/.test(line) && !startsBlock(line);
    if (text !== undefined) items.push(text);
    else if (goesOn) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else break;
    used += 1;
  }
  return { block: { kind: 'list', ordered: pattern === numbered, items: items.map(parseInline) }, lines: used };
}

function takeParagraph(lines: readonly string[]): Taken {
  const end = lines.findIndex((line, index) => index > 0 && (line.trim() === '' || startsBlock(line)));
  const own = lines.slice(0, end < 0 ? lines.length : end);
  return { block: { kind: 'paragraph', content: parseInline(own.map((line) => line.trim()).join(' ')) }, lines: own.length };
}

function take(lines: readonly string[]): Taken {
  const [line = '', next = ''] = lines;
  if (line.trim() === '') return { block: null, lines: 1 };
  if (fence.test(line)) return takeCode(lines);
  const title = heading.exec(line);
  if (title !== null) return { block: { kind: 'heading', level: title[1]?.length ?? 1, content: parseInline(title[2] ?? '') }, lines: 1 };
  if (rule.test(line)) return { block: { kind: 'rule' }, lines: 1 };
  if (line.includes('|') && next.includes('-') && delimiter.test(next)) return takeTable(lines);
  if (bullet.test(line)) return takeList(lines, bullet);
  if (numbered.test(line)) return takeList(lines, numbered);
  return takeParagraph(lines);
}

/** Reads a whole document; any text gives some blocks, never an error. */
export function parseMarkdown(source: string): readonly Block[] {
  let lines: readonly string[] = source.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  while (lines.length > 0) {
    const taken = take(lines);
    if (taken.block !== null) blocks.push(taken.block);
    lines = lines.slice(taken.lines);
  }
  return blocks;
}
