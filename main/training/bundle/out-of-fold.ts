/** oof.json and training.json of a bundle trained here: what its card and figures are made of. */
import type { Interval } from '../../../preload/domain.ts';
import type { PaperFigures, TrainingReport } from '../../../preload/training.ts';
import type { Comparison } from '../comparison.ts';
import { clipScore, frameProbabilities } from '../decide.ts';
import type { ClipFeatures } from '../features/feature-cache.ts';

/** Yes and no as the card's tasks read them; null where nobody said. */
export interface SourceLabels {
  readonly b_lines: 0 | 1;
  readonly severity: number | null;
  readonly a_lines: 0 | 1 | null;
  readonly healthy: 0 | 1 | null;
}

/** A clip that was trained on. */
export interface TrainedClip {
  readonly dataset: string;
  readonly file: string;
  readonly group: string;
  readonly positive: boolean;
  readonly labels: SourceLabels;
  readonly features: ClipFeatures;
}

/** What the labels ask, where that is not B-lines. */
export interface AskedQuestion {
  readonly title: string;
  readonly positive: string;
  readonly negative: string;
}

const five = (value: number): number => Number(value.toFixed(5));

export function outOfFoldJson(clips: readonly TrainedClip[], comparison: Comparison, question: AskedQuestion | null, statement: string): string {
  const { result, fold, alone } = comparison;
  const told = clips.map(({ dataset, file, group, labels, features }, at) => {
    const decision = result.decisions[fold[at] ?? 0] ?? result.final;
    const logits = result.logits[at] ?? new Float64Array();
    return {
      dataset, file, group, simulated: false, fold: fold[at] ?? 0, labels, frames: features.frames, frameProbabilities: frameProbabilities(decision, logits).map(five),
      probability: five(clipScore(decision, logits)), branches: Object.fromEntries(Object.entries(alone).map(([name, scores]) => [name, five(scores[at] ?? 0)])),
    };
  });
  return `${JSON.stringify({ format: 'pleura-oof/1', ...(question === null ? {} : { question }), statement, clips: told })}\n`;
}

function shown(of: Interval | null): string {
  return of === null ? '–' : `${of.value.toFixed(2)} (${of.low.toFixed(2)} to ${of.high.toFixed(2)})`;
}

const columns = ['features', 'head', 'setting', 'accuracy', 'specificity', 'recall', 'precision', 'F1', 'AUC'] as const;

function paperRow({ accuracy, specificity, recall, precision, f1, auc }: PaperFigures): string[] {
  return [accuracy, specificity, recall, precision, f1, auc].map(shown);
}

/** Tables as training.json holds them: the comparison at each level, and the learning curve. */
export function trainingTables(report: Pick<TrainingReport, 'rows' | 'learning' | 'data' | 'folds'>): readonly { readonly id: string; readonly title: string; readonly note: string; readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] }[] {
  const { rows, learning, data, folds } = report;
  const levels = (['clip', 'frame', 'patient'] as const).map((level) => ({
    id: `heads-${level}`, title: `Features and heads compared: ${level} level`, columns: [...columns],
    note: `${rows[0]?.[level].cases ?? 0} ${level}s of ${data.patients} patients; ${folds} folds by patient, settings and thresholds of a fold chosen from the other folds; value (95% interval by patient bootstrap).`,
    rows: rows.map((row) => [row.features, row.head, row.setting, ...paperRow(row[level])]),
  }));
  if (learning === null) return levels;
  const three = (value: number): number => Number(value.toFixed(3));
  const curve = {
    id: 'learning', title: 'Learning curve over patients', columns: ['patients trained on', 'AUC, measured', 'AUC, foretold by the power law'], note: learning.words,
    rows: [
      ...learning.points.map(({ patients, auc }) => [Math.round(patients), three(auc.value), null]),
      ...learning.forecast.map(({ patients, auc }) => [Math.round(patients), null, three(auc.value)]),
    ],
  };
  return [...levels, curve];
}

export function trainingJson(report: Pick<TrainingReport, 'rows' | 'learning' | 'data' | 'folds' | 'statements'>): string {
  return `${JSON.stringify({ format: 'pleura-training/1', tables: trainingTables(report), notes: report.statements })}\n`;
}
