/** What `train-head` prints: the comparison as in the paper, the choice, and what the figures may be taken for. */
import type { Interval } from '../../../preload/domain.ts';
import type { HeadRow, PaperFigures, TrainingReport } from '../../../preload/training.ts';

function shown(of: Interval | null): string {
  return of === null ? '-' : `${of.value.toFixed(2)} (${of.low.toFixed(2)}-${of.high.toFixed(2)})`;
}

function cells(label: readonly string[], figures: PaperFigures): string[] {
  return [...label, ...[figures.accuracy, figures.specificity, figures.recall, figures.precision, figures.f1, figures.auc].map(shown)];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

const heading = ['features', 'head', 'accuracy', 'specificity', 'recall', 'precision', 'F1', 'AUC'];

function level(rows: readonly HeadRow[], name: 'clip' | 'frame' | 'patient'): string[] {
  const first = rows[0]?.[name];
  return ['', `${name} level: ${first?.cases ?? 0} ${name}s, ${first?.positives ?? 0} positive`, ...aligned([heading, ...rows.map((row) => cells([row.features, row.head], row[name]))])];
}

/** Lines for stdout. */
export function comparisonLines(report: TrainingReport): string[] {
  const { data, rows, chosen, outOfFold, bundle, folds, seconds, learning } = report;
  return [
    `${data.clips} clips of ${data.patients} patients (${data.positives} clips positive), ${data.frames} frames; ${folds} folds by patient; value (95% interval by patient bootstrap)`,
    ...(['clip', 'frame', 'patient'] as const).flatMap((name) => level(rows, name)),
    '', `Chosen: ${chosen.head} (${chosen.setting}) on ${chosen.features}. Clip AUC ${shown(outOfFold.auc)}, ECE ${shown(outOfFold.ece)}.`,
    ...report.statements, ...(learning === null ? [] : [learning.words]),
    ...(bundle === null ? [] : [`Bundle ${bundle.id} ${bundle.version}, manifest ${bundle.sha256.slice(0, 12)}.`]),
    `Seconds: features ${seconds.features.toFixed(1)}, comparison ${seconds.comparison.toFixed(1)}, learning curve ${seconds.learning.toFixed(1)}, bundle ${seconds.bundle.toFixed(1)}.`,
  ];
}
