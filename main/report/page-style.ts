/** Style of the printed report: ink on white, dense, tabular figures; page numbers by the page's own margin boxes. */
import { cssText } from './escape.ts';
import { reportFontFaces } from './page-fonts.ts';

export type PageSize = 'A4' | 'Letter';

export interface RunningWords {
  /** Bottom left of every page. */
  readonly left: string;
  /** Top right of every page; empty on none. */
  readonly right: string;
}

const family = "'Report Figures', 'Report', sans-serif";

const rules = `
html, body { margin: 0; }
.report { font: 8.6pt/1.38 ${family}; color: #14191C; background: #FFFFFF; print-color-adjust: exact; position: relative; overflow-wrap: anywhere; }
.report * { box-sizing: border-box; }
h1, h2, p, figure, dl, dd, ul, ol { margin: 0; padding: 0; }
h1 { font-size: 15pt; line-height: 1.2; font-weight: 600; }
h2 { font-size: 9.4pt; font-weight: 600; margin: 8pt 0 3pt; break-after: avoid; }
header { display: flex; justify-content: space-between; gap: 12pt; border-bottom: 1.2pt solid #14191C; padding-bottom: 5pt; margin-bottom: 6pt; }
.institution { font-weight: 600; font-size: 9.4pt; white-space: pre-line; }
.status { text-align: right; }
.status strong { font-size: 10pt; }
.quiet { color: #4C5860; }
dl.facts { display: grid; grid-template-columns: max-content 1fr max-content 1fr; column-gap: 8pt; row-gap: 1.5pt; }
dl.facts dt { color: #4C5860; }
dl.facts dd { font-weight: 500; }
dl.facts .wide { grid-column: 2 / -1; }
.overview { display: grid; grid-template-columns: 52% 1fr; gap: 12pt; margin-top: 6pt; align-items: start; break-inside: avoid; }
.map { display: block; width: 100%; }
.key { font-size: 7.4pt; color: #4C5860; margin-top: 2pt; }
.conclusion { font-size: 9.6pt; font-weight: 500; }
.score { font-size: 13pt; font-weight: 600; }
.notice { border: 0.8pt solid #14191C; padding: 3pt 5pt; font-weight: 600; margin-top: 4pt; }
table { border-collapse: collapse; width: 100%; font-size: 7.8pt; line-height: 1.3; overflow-wrap: break-word; }
caption { text-align: left; font-size: 9.4pt; font-weight: 600; padding: 8pt 0 3pt; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 600; border-bottom: 0.8pt solid #14191C; padding: 2pt 4pt 2pt 0; vertical-align: bottom; }
tbody th { border-bottom: 0.4pt solid #B9C1C6; font-weight: 600; vertical-align: top; white-space: nowrap; }
td { border-bottom: 0.4pt solid #B9C1C6; padding: 1.6pt 4pt 1.6pt 0; vertical-align: top; }
tr { break-inside: avoid; }
td.number { font-weight: 600; }
td.change { white-space: nowrap; }
td small, th small { display: block; font-size: 7pt; font-weight: 400; color: #4C5860; }
.images { display: grid; grid-template-columns: repeat(3, 1fr); gap: 7pt; }
.images.even { grid-template-columns: repeat(2, 1fr); }
figure { break-inside: avoid; }
figure img { display: block; width: 100%; max-height: 68mm; object-fit: contain; background: #000000; }
figcaption { font-size: 7.6pt; margin-top: 2pt; }
.ai { border-left: 2.4pt solid #6B767D; padding-left: 6pt; margin-top: 8pt; break-inside: avoid; }
.sign { margin-top: 10pt; border-top: 0.8pt solid #14191C; padding-top: 4pt; display: flex; justify-content: space-between; gap: 12pt; break-inside: avoid; }
.sign .line { min-width: 55mm; border-bottom: 0.8pt solid #14191C; height: 16pt; }
.changes li { list-style: none; }
.watermark { position: fixed; inset: 38% 0 auto 0; text-align: center; font-size: 110pt; font-weight: 700; letter-spacing: 0.12em; color: rgb(20 25 28 / 8%); transform: rotate(-32deg); pointer-events: none; z-index: 1; }
`;

/** Style for one paper. Names of patients may stand in running words: they come escaped. */
export function pageStyle(size: PageSize, running: RunningWords): string {
  const box = `font: 7.4pt ${family}; color: #4C5860; vertical-align: top; padding-top: 4pt;`;
  return `@page { size: ${size} portrait; margin: 13mm 14mm 16mm 14mm;
  @bottom-left { content: "${cssText(running.left)}"; ${box} white-space: nowrap; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); ${box} }
  @top-right { content: "${cssText(running.right)}"; ${box} }
}
${reportFontFaces}${rules}`;
}
