/**
 * Main's printable page as sheets of paper: the same breaks as in print, since columns that wrap are broken by the rules of pages. Its style stays inside,
 * in a shadow tree.
 */
import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import type { ReportSettings } from '../../preload/report.ts';

/** Millimetres. The margins are those of the page's style. */
const sheets = { A4: { width: 210, height: 297 }, Letter: { width: 215.9, height: 279.4 } } as const;
const margin = { top: 13, side: 14, bottom: 16 } as const;
/** Between two sheets on screen. */
const gap = 6;

/** Without columns that wrap, the paper is one long sheet. */
const paged = CSS.supports('column-wrap', 'wrap');

const fontFace = /@font-face\s*\{[^}]*\}/g;
/** Faces count only where the whole document knows them. */
const faces = new CSSStyleSheet();

function screenStyle({ width, height }: (typeof sheets)[keyof typeof sheets]): string {
  const inside = height - margin.top - margin.bottom;
  // In print the head of a table stays with each page, and so does the watermark.
  const pages = paged ? `.report { column-width: ${width - 2 * margin.side}mm; column-height: ${inside}mm; column-wrap: wrap; column-fill: auto; row-gap: ${margin.top + margin.bottom + gap}mm; } thead { break-inside: avoid; }` : '';
  return `:host { display: block; position: relative; } .report { background: none; } .watermark { position: absolute !important; inset: auto 0 auto 0; } ${pages}`;
}

/** Main's page without its head: nodes are parsed, never run; the window's policy forbids scripts besides. Answers the report's element. */
function mount(host: HTMLElement, html: string, size: ReportSettings['pageSize']): HTMLElement | null {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  // Cut out first: the window's policy stops inline styles even in a page that is only parsed.
  const style = /<style[^>]*>([\s\S]*?)<\/style>/.exec(html);
  const page = new DOMParser().parseFromString(html.replace(style?.[0] ?? '', ''), 'text/html');
  const rules = style?.[1] ?? '';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.replace(fontFace, ''));
  faces.replaceSync([...rules.matchAll(fontFace)].join('\n'));
  if (!document.adoptedStyleSheets.includes(faces)) document.adoptedStyleSheets.push(faces);
  const screen = new CSSStyleSheet();
  screen.replaceSync(screenStyle(sheets[size]));
  root.adoptedStyleSheets = [sheet, screen];
  root.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
  return root.querySelector<HTMLElement>('.report');
}

/** One watermark a sheet, where the page has one. */
function placeWatermarks(report: HTMLElement, pages: number, size: ReportSettings['pageSize']): void {
  const [first, ...others] = report.querySelectorAll<HTMLElement>('.watermark');
  if (first === undefined) return;
  for (const other of others) other.remove();
  for (let page = pages - 1; page >= 0; page--) {
    const mark = page === 0 ? first : (first.cloneNode(true) as HTMLElement);
    mark.style.top = `${page * (sheets[size].height + gap) + 0.3 * sheets[size].height}mm`;
    if (page > 0) report.append(mark);
  }
}

/** Pages that the report takes, by its height in columns. */
function pagesOf(report: HTMLElement, size: ReportSettings['pageSize']): number {
  if (!paged) return 1;
  const pixels = report.getBoundingClientRect().width / (sheets[size].width - 2 * margin.side);
  const apart = margin.top + margin.bottom + gap;
  return Math.max(1, Math.round((report.getBoundingClientRect().height / pixels + apart) / (sheets[size].height + gap)));
}

function Sheet({ page, pages, size }: { readonly page: number; readonly pages: number; readonly size: ReportSettings['pageSize'] }) {
  const { height } = sheets[size];
  return (
    <Box aria-hidden sx={{ position: 'absolute', left: 0, right: 0, top: `${page * (height + gap)}mm`, height: paged ? `${height}mm` : '100%', bgcolor: '#FFFFFF', border: 1, borderColor: 'divider' }}>
      {paged && <Box sx={{ position: 'absolute', right: `${margin.side}mm`, bottom: `${margin.bottom - 6}mm`, fontSize: '7.4pt', color: '#4C5860' }}>Page {page + 1} of {pages}</Box>}
    </Box>
  );
}

export function Paper({ html, size }: { readonly html: string; readonly size: ReportSettings['pageSize'] }) {
  const host = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState(1);
  useEffect(() => {
    const report = host.current === null ? null : mount(host.current, html, size);
    if (report === null) return undefined;
    // Faces and pictures that arrive move the breaks.
    const watch = new ResizeObserver(() => {
      const counted = pagesOf(report, size);
      setPages(counted);
      placeWatermarks(report, counted, size);
    });
    watch.observe(report);
    return () => watch.disconnect();
  }, [html, size]);
  const { width, height } = sheets[size];
  return (
    <Box sx={{ position: 'relative', width: `${width}mm`, minHeight: `${pages * height + (pages - 1) * gap}mm`, mx: 'auto' }}>
      {Array.from({ length: pages }, (_, page) => <Sheet key={page} page={page} pages={pages} size={size} />)}
      <Box sx={{ position: 'relative', p: `${margin.top}mm ${margin.side}mm ${margin.bottom}mm` }}>
        <div ref={host} data-testid="report-paper" data-pages={pages} />
      </Box>
    </Box>
  );
}
