/** An evaluation as text for a terminal. */
import type { Interval } from '../../../preload/domain.ts';
import type { EvaluationReport, LevelFigures, SubgroupTable } from '../../../preload/evaluation.ts';

/** Most rows of a table by column; the files hold all. */
const mostRows = 12;

export function shown(interval: Interval | null): string {
  if (interval === null) return '-';
  return `${interval.value.toFixed(3)} (${interval.low.toFixed(3)}-${interval.high.toFixed(3)})`;
}

/** Columns as wide as their widest cell, the first to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
}

type Line = readonly [name: string, of: (figures: LevelFigures) => string];

const at = (name: 'balanced' | 'screening'): readonly Line[] => [
  [`at the ${name} threshold`, (figures) => figures[name].threshold.toFixed(3)],
  ['  accuracy', (figures) => shown(figures[name].accuracy)],
  ['  sensitivity (recall)', (figures) => shown(figures[name].sensitivity)],
  ['  specificity', (figures) => shown(figures[name].specificity)],
  ['  precision', (figures) => shown(figures[name].precision)],
  ['  F1', (figures) => shown(figures[name].f1)],
];

const lines: readonly Line[] = [
  ['', (figures) => figures.level],
  ['cases / positive / patients', (figures) => `${figures.cases} / ${figures.positives} / ${figures.patients}`],
  ['AUC', (figures) => shown(figures.auc)],
  ['average precision', (figures) => shown(figures.averagePrecision)],
  ['Brier score', (figures) => shown(figures.brier)],
  ['calibration error (ECE)', (figures) => shown(figures.ece)],
  ...at('balanced'),
  ...at('screening'),
  ['outside the indeterminate band', (figures) => shown(figures.selective.coverage)],
  ['  accuracy there', (figures) => shown(figures.selective.accuracy)],
];

function subgroupLines({ column, rows }: SubgroupTable): string[] {
  const heading = [`by ${column}`, 'clips', 'positive', 'mean p', 'AUC', 'sensitivity', 'specificity'];
  const value = (interval: Interval | null): string => interval?.value.toFixed(2) ?? '-';
  const body = rows.slice(0, mostRows).map((row) => [
    row.value === '' ? '(empty)' : row.value, String(row.clips), String(row.positives), row.meanProbability?.toFixed(2) ?? '-', value(row.auc), value(row.sensitivity), value(row.specificity),
  ]);
  return ['', ...columns([heading, ...body]), ...(rows.length > mostRows ? [`... ${rows.length - mostRows} more in --json and --html`] : [])];
}

/** What became of the rows and the clips, in a few lines. */
export function countLines({ counts, question }: EvaluationReport): string[] {
  const left = [
    counts.excluded > 0 ? `${counts.excluded} left out by the conditions` : '', counts.unlabelled > 0 ? `${counts.unlabelled} without a clear label` : '',
    counts.duplicates > 0 ? `${counts.duplicates} repeated` : '', counts.missingFiles > 0 ? `${counts.missingFiles} whose file is missing` : '',
  ].filter((text) => text !== '');
  return [
    `Positive: ${question.positive}. Negative: ${question.negative}.${question.where.length > 0 ? ` Only: ${question.where.join('; ')}.` : ''}`,
    `${counts.clips} clips of ${counts.patients} patients (column ${question.group}), ${counts.positives} positive; of ${counts.rows} rows${left.length > 0 ? ` (${left.join(', ')})` : ''}.`,
    `With a score ${counts.called}, of them indeterminate ${counts.indeterminate}; rejected by the guard ${counts.rejected}, failed ${counts.failed}. Rejected and failed clips have no score and are in no figure`
    + ' but those of all clips, where they count as wrong.',
  ];
}

/** The whole report, as lines. */
export function reportTable(report: EvaluationReport): string[] {
  const { model, provider, clip, frame, patient, allClips } = report;
  const rows = lines.map(([name, of]) => [name, of(clip), of(frame), of(patient)]);
  return [
    `Model ${model.id} ${model.version}${provider === null ? '' : ` on ${provider}`}; ${report.scores === 'out-of-fold' ? 'stored frames' : report.question.framesPerClip === null ? 'all frames' : `${report.question.framesPerClip} frames`} a clip.`,
    ...countLines(report),
    '',
    ...columns(rows),
    '',
    `All clips, without a score counted as wrong (balanced): accuracy ${shown(allClips.accuracy)}, sensitivity ${shown(allClips.sensitivity)}, specificity ${shown(allClips.specificity)}.`,
    ...[clip, frame, patient].flatMap(({ level, undefinedBecause }) => (undefinedBecause === null ? [] : [`${level}: ${undefinedBecause}`])),
    ...report.subgroups.flatMap(subgroupLines),
    '',
    `Value (95% interval by patient bootstrap, ${report.bootstrap.draws} draws). Split level: ${report.splitLevel}. ${report.statement}`,
    'Research use; decision support, not a diagnosis.',
  ];
}
