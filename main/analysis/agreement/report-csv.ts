/** A report of agreement as one table that pandas and spreadsheets read: a row a figure. */
import type { AgreementFigure, AgreementReport, PairFigures } from '../../../preload/agreement.ts';
import type { ReaderId } from '../../../preload/readings.ts';

const heading = ['question', 'basis', 'from', 'to', 'between', 'first', 'second', 'figure', 'clips', 'patients', 'value', 'low', 'high', 'undefined_because'] as const;

type Cell = string | number | null;

/** Texts that a spreadsheet would take for a formula keep their sign behind an apostrophe. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function figureCells(figure: AgreementFigure): Cell[] {
  return figure.value === null ? [null, null, null, figure.because] : [figure.value, figure.interval?.low ?? null, figure.interval?.high ?? null, null];
}

function pairRows(pair: PairFigures, categories: readonly string[]): (readonly [name: string, figure: AgreementFigure])[] {
  return [
    ['agreement', pair.observed], ['kappa', pair.kappa], ...(pair.linear === null ? [] : [['kappa linear weights', pair.linear] as const]), ...(pair.quadratic === null ? [] : [['kappa quadratic weights', pair.quadratic] as const]),
    ...pair.specific.map((figure, at) => [`agreement on ${categories[at] ?? ''}`, figure] as const),
  ];
}

/** `nameOf` gives what stands for a reader, such as the initials. RFC 4180, LF. */
export function reportCsv(report: AgreementReport, nameOf: (reader: ReaderId) => string): string {
  const { question, basis, period, categories, pairs, group, perReader, policy } = report;
  const lines: string[] = [];
  const row = (between: string, first: string, second: string, figure: string, clips: Cell, patients: Cell, value: AgreementFigure | Cell): void => {
    const cells = value !== null && typeof value === 'object' ? figureCells(value) : [value, null, null, null];
    lines.push([question, basis, period.from, period.to, between, first, second, figure, clips, patients, ...cells].map(cell).join(','));
  };
  for (const pair of pairs) for (const [name, figure] of pairRows(pair, categories)) row('two readers', nameOf(pair.first), nameOf(pair.second), name, pair.clips, pair.patients, figure);
  row('all readers', '', '', 'agreement', group.pairedClips, group.pairedPatients, group.observed);
  row('all readers', '', '', `Krippendorff alpha ${group.alphaMetric}`, group.pairedClips, group.pairedPatients, group.alpha);
  row('all readers', '', '', 'Fleiss kappa', group.completeClips, null, group.fleiss);
  for (const { form, figure } of group.icc ?? []) row('all readers', '', '', form, group.completeClips, null, figure);
  for (const one of perReader) {
    const name = nameOf(one.reader);
    if (one.againstConsensus !== null) for (const [figure, value] of pairRows(one.againstConsensus, categories)) row(`consensus: ${policy.name}`, name, '', figure, one.againstConsensus.clips, one.againstConsensus.patients, value);
    one.drift.forEach((block, at) => row(`consensus: ${policy.name}`, name, '', `agreement in block ${at + 1} (${block.from.slice(0, 10)} to ${block.to.slice(0, 10)})`, block.clips, null, block.observed));
    if (one.repeats !== null) for (const [figure, value] of pairRows(one.repeats, categories)) row('own repeats', name, '', figure, one.repeats.clips, one.repeats.patients, value);
    if (one.reveal.clips > 0) row('reveal', name, '', 'changed', one.reveal.clips, null, one.reveal.rate);
    row('speed', name, '', 'median seconds a clip', one.timed, null, one.medianTookMs === null ? null : one.medianTookMs / 1000);
    row('speed', name, '', 'clips a minute', one.timed, null, one.clipsPerMinute);
  }
  return `${[heading.join(','), ...lines].join('\n')}\n`;
}
