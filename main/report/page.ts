/** The report as one printable HTML page: what is printed, previewed and put into the archive. Pure; everything typed is escaped. */
import type { KeyImage, ReportContent, ReportVersionRow } from '../../preload/report.ts';
import { schemeName } from '../analysis/lus-score.ts';
import { html, htmlLines } from './escape.ts';
import { pageStyle } from './page-style.ts';
import type { PageSize } from './page-style.ts';
import { frameWords, zoneTable } from './page-table.ts';
import { day, dayAndTime, positionWords, protocolWords } from './words.ts';
import { zoneMap } from './zone-map.ts';

export interface PrintedReport {
  readonly content: ReportContent;
  /** The signed version that this is; null for a draft. */
  readonly version: ReportVersionRow | null;
  /** What a draft amends, and why so far; null for a first draft and for signed versions, which know it themselves. */
  readonly amending: { readonly number: number; readonly reason: string } | null;
  /** Signed versions of the exam up to this one, oldest first. */
  readonly history: readonly ReportVersionRow[];
  readonly size: PageSize;
  /** Address of a key image by checksum. */
  readonly imageAddress: (sha256: string) => string;
}

function statusWords({ version, amending }: PrintedReport): { readonly title: string; readonly line: string } {
  if (version === null) return { title: 'DRAFT', line: amending === null ? 'Not signed' : `Not signed; amends version ${amending.number}` };
  const title = version.amends === null ? 'Signed' : 'Signed, amended';
  return { title: `${title}, version ${version.number}`, line: `${version.signature.name}, ${dayAndTime(version.signature.signedAt)}` };
}

function head(report: PrintedReport): string {
  const { content } = report;
  const { title, line } = statusWords(report);
  return `<header><div><p class="institution">${html(content.institution.trim())}</p><h1>Lung ultrasound report</h1></div>`
    + `<div class="status"><strong>${html(title)}</strong><br>${html(line)}${content.simulated ? '<br><strong>Simulated clips</strong>' : ''}</div></header>`;
}

function facts({ content }: PrintedReport): string {
  const pair = (term: string, text: string): string => `<dt>${term}</dt><dd>${text === '' ? 'not said' : text}</dd>`;
  const wide = (term: string, text: string): string => (text.trim() === '' ? '' : `<dt>${term}</dt><dd class="wide">${htmlLines(text)}</dd>`);
  return `<dl class="facts">${pair('Patient (pseudonym)', html(content.pseudonym))}${pair('Exam', html(dayAndTime(content.examinedAt)))}`
    + `${pair('Protocol', html(protocolWords[content.protocol]))}${pair('Score', html(schemeName(content.scheme)))}`
    + `${pair('Position', content.position === null ? '' : positionWords[content.position])}${pair('Clips', String(content.clips.length))}`
    + `${wide('Indication', content.indication)}${wide('Technical limits', content.technicalLimits)}${wide('Why incomplete', content.whyIncomplete)}</dl>`;
}

function totalWords({ total }: ReportContent): string {
  if (total.value === null) return `<p class="notice">${html(total.reason)}</p>`;
  return `<p><span class="score">${html(schemeName(total.scheme))} ${total.value} of ${total.of}</span> <span class="quiet">${total.zones} zones</span></p>`;
}

function overview({ content }: PrintedReport): string {
  const open = content.completeness.complete ? '' : `<p class="notice">Incomplete exam: ${html(content.completeness.words)}</p>`;
  const conclusion = content.conclusion.trim() === '' ? '<p class="quiet">No conclusion yet.</p>' : `<p class="conclusion">${htmlLines(content.conclusion)}</p>`;
  return `<section class="overview"><div>${zoneMap(content.protocol, content.zones)}<p class="key">Digits: score, 0 best to 3 worst. N normal, P pathological, both without a score; – not examined; ? not reported.</p>`
    + `<p class="key">${html(content.result.rule)} Positive zones: right ${content.result.positiveRight}, left ${content.result.positiveLeft}.</p></div>`
    + `<div><h2>Conclusion</h2>${conclusion}<h2>Score and completeness</h2>${totalWords(content)}${open}</div></section>`;
}

function figure(report: PrintedReport, image: KeyImage): string {
  const { content, imageAddress } = report;
  const what = `${frameWords(content, image)}${image.overlay === null ? '' : `; overlay: ${image.overlay}`}`;
  const caption = image.caption.trim() === '' ? '' : `<strong>${html(image.caption)}</strong><br>`;
  return `<figure><img src="${html(imageAddress(image.sha256))}" alt="${html(`Key image, ${what}`)}"><figcaption>${caption}${html(what)}</figcaption></figure>`;
}

function images(report: PrintedReport): string {
  const { keyImages } = report.content;
  if (keyImages.length === 0) return '';
  return `<section><h2>Key images</h2><div class="images${keyImages.length < 3 || keyImages.length === 4 ? ' even' : ''}">${keyImages.map((image) => figure(report, image)).join('')}</div></section>`;
}

function prior({ content: { prior: before } }: PrintedReport): string {
  if (before === null) return '';
  const counted = (change: 'better' | 'same' | 'worse'): number => before.zones.filter((zone) => zone.change === change).length;
  const zones = before.zones.length === 0 ? '' : `Better in ${counted('better')}, same in ${counted('same')}, worse in ${counted('worse')} of ${before.zones.length} zones. `;
  const total = before.total === null ? '' : `${schemeName(before.scheme)} ${before.total.from} to ${before.total.to}: ${before.total.change}. `;
  return `<section><h2>Compared with the exam of ${html(day(before.examinedAt))} (${html(schemeName(before.scheme))}, ${html(protocolWords[before.protocol])})</h2><p>${zones}${html(total)}${html(before.notCompared ?? '')}</p></section>`;
}

function changes({ history }: PrintedReport): string {
  if (history.length < 2) return '';
  const items = history.map((row) => `<li>Version ${row.number}, ${html(dayAndTime(row.signature.signedAt))}, ${html(row.signature.name)}${row.amends === null ? '' : `: amends version ${row.amends.number}. ${html(row.amends.reason)}`}</li>`);
  return `<section><h2>Versions</h2><ul class="changes">${items.join('')}</ul></section>`;
}

function signature({ version, amending, content }: PrintedReport): string {
  if (version === null) {
    const why = amending === null || amending.reason === '' ? '' : `<br>Amends version ${amending.number}: ${html(amending.reason)}`;
    return `<section class="sign"><div><strong>Not signed</strong>${why}</div><div class="line"></div></section>`;
  }
  const { name, role, signedAt, pinChecked } = version.signature;
  const by = `${html(name)}${role === null ? '' : ` (${role})`}`;
  return `<section class="sign"><div><strong>Signed by ${by}</strong><br>${html(dayAndTime(signedAt))}${pinChecked ? ', PIN checked' : ''}</div>`
    + `<div class="quiet">Report ${html(version.id)}<br>SHA-256 ${version.sha256.slice(0, 32)}…<br>${html(content.program)}</div></section>`;
}

/** Bottom left of every page: the pseudonym, and which version of which exam this is. */
function footer(report: PrintedReport): string {
  const { content, version } = report;
  return `${content.pseudonym} · exam ${day(content.examinedAt)} · ${version === null ? 'draft, not signed' : `version ${version.number}`}`;
}

/** `nonce` lets this page's style through its own content security policy. Its title says nothing of the patient: titles end up in lists of windows. */
export function reportPage(report: PrintedReport, nonce: string): string {
  const { content, version, size } = report;
  const running = { left: footer(report), right: version === null ? 'DRAFT, not signed' : '' };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lung ultrasound report</title><style nonce="${html(nonce)}">${pageStyle(size, running)}</style></head>`
    + `<body><main class="report">${version === null ? '<div class="watermark" aria-hidden="true">DRAFT</div>' : ''}${head(report)}${facts(report)}${overview(report)}${zoneTable(content)}`
    + `${prior(report)}${images(report)}<section class="ai"><p>${html(content.ai.statement)}</p></section>${changes(report)}${signature(report)}</main></body></html>`;
}
