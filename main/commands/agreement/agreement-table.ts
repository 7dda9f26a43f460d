/** A report of agreement as text for a terminal. */
import type { AgreementReport, PairFigures, ReaderFigures } from '../../../preload/agreement.ts';
import { figureText, questionWords } from '../../analysis/agreement/words.ts';
import { ruleInWords } from '../../analysis/agreement/policies.ts';
import { columns } from '../evaluation/report-table.ts';

function pairTable({ pairs, ordinal }: AgreementReport): string[] {
  if (pairs.length === 0) return [];
  const heading = ['readers', 'clips', 'patients', 'agreement', 'kappa', ...(ordinal ? ['linear weights', 'quadratic weights'] : [])];
  const rows = pairs.map((pair) => [
    `${pair.first} - ${pair.second}`, String(pair.clips), String(pair.patients), figureText(pair.observed), figureText(pair.kappa), ...(ordinal ? [figureText(pair.linear), figureText(pair.quadratic)] : []),
  ]);
  return ['', ...columns([heading, ...rows])];
}

function groupLines({ group, readers }: AgreementReport): string[] {
  const rows = [
    ['all readers', 'clips', 'value'],
    ['agreement of pairs', String(group.pairedClips), figureText(group.observed)],
    ["Krippendorff's alpha", String(group.pairedClips), `${figureText(group.alpha)} ${group.alphaMetric}`],
    ["Fleiss' kappa", String(group.completeClips), figureText(group.fleiss)],
    ...(group.icc ?? []).map(({ form, figure }) => [form, String(group.completeClips), figureText(figure)]),
  ];
  const note = readers.length > 2 && group.completeClips < group.pairedClips ? [`Fleiss' kappa${group.icc === null ? '' : ' and ICC'} need clips that all ${readers.length} readers answered: ${group.completeClips} of ${group.pairedClips}.`] : [];
  return ['', ...columns(rows), ...note];
}

function specificLine({ specific }: PairFigures, categories: readonly string[]): string {
  return `  agreement on each: ${categories.flatMap((category, at) => {
    const figure = specific[at];
    return figure === undefined || figure.value === null ? [] : [`${category} ${figure.value.toFixed(3)}`];
  }).join(', ')}`;
}

function confusionTables({ pairs, categories }: AgreementReport): string[] {
  return pairs.filter(({ clips }) => clips > 0).flatMap((pair) => [
    '', ...columns([[`${pair.first} \\ ${pair.second}`, ...categories], ...categories.map((category, row) => [category, ...categories.map((_, column) => String(pair.confusion[row]?.[column] ?? 0))])]), specificLine(pair, categories),
  ]);
}

function readerRow({ reader, clips, medianTookMs, clipsPerMinute, againstConsensus, reveal, repeats }: ReaderFigures): string[] {
  return [
    reader, String(clips), medianTookMs === null ? '-' : (medianTookMs / 1000).toFixed(1), clipsPerMinute === null ? '-' : clipsPerMinute.toFixed(1),
    againstConsensus === null ? '-' : `${againstConsensus.clips}`, figureText(againstConsensus?.kappa ?? null) || '-',
    reveal.clips === 0 ? '-' : `${reveal.changed} of ${reveal.clips}`, repeats === null ? '-' : figureText(repeats.kappa),
  ];
}

/** The whole report, as lines. */
export function agreementTable(report: AgreementReport): string[] {
  const { question, categories, ordinal, basis, period, readers, group, perReader, policy, bootstrap } = report;
  const between = period.from === null && period.to === null ? '' : ` Committed ${period.from ?? '...'} to ${period.to ?? '...'}.`;
  return [
    `Agreement on ${questionWords[question]}: ${categories.join(', ')} (${ordinal ? 'with' : 'without'} an order). ${basis === 'independent' ? 'Answers before the reveal' : 'Answers that stand'}.${between}`,
    `Readers: ${readers.map(({ reader, clips }) => `${reader} ${clips}`).join(', ')}. ${group.pairedClips} clips of ${group.pairedPatients} patients were answered by at least two.`,
    ...pairTable(report),
    ...groupLines(report),
    ...confusionTables(report),
    '',
    ...columns([['reader', 'clips', 'median s', 'a minute', 'with reference', 'kappa with it', 'changed at reveal', 'kappa of repeats'], ...perReader.map(readerRow)]),
    '',
    `Reference: ${ruleInWords(policy.rule, (reader) => reader)}${policy.rule.kind === 'majority' ? ' The reader compared has no vote.' : ''}`,
    `Value (95% interval by patient bootstrap, ${bootstrap.draws} draws). Split level: patient.`,
  ];
}
