/**
 * Figures of a model against labels: what `evaluate --json` prints, and what a bundle's metrics.json holds of its cross-validation. Types only.
 * Rates, scores and thresholds are 0..1. Intervals are 95% percentile intervals by patient bootstrap. A figure that is not defined on the cases is null.
 */
import type { Interval, ModelRef, Provider, Verdict } from './domain.ts';

export type EvaluationLevel = 'frame' | 'clip' | 'patient';

/** What a threshold makes of the scores: a case is called positive from the threshold on. */
export interface ThresholdFigures {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
  readonly accuracy: Interval | null;
  /** Also called recall. */
  readonly sensitivity: Interval | null;
  readonly specificity: Interval | null;
  readonly precision: Interval | null;
  readonly f1: Interval | null;
}

/** Only cases outside the indeterminate band are called: IS from `high` on, healthy below `low`. */
export interface SelectiveFigures {
  readonly low: number;
  readonly high: number;
  readonly called: number;
  /** Share of the cases that are called. */
  readonly coverage: Interval | null;
  /** Among the called ones. */
  readonly accuracy: Interval | null;
  readonly sensitivity: Interval | null;
  readonly specificity: Interval | null;
}

/** Thresholds fall from point to point. The first point, where no case passes, has none. */
export interface RocPoint {
  readonly threshold: number | null;
  readonly falsePositiveRate: number;
  readonly sensitivity: number;
}

export interface PrecisionRecallPoint {
  readonly threshold: number;
  readonly recall: number;
  readonly precision: number;
}

/** Cases with a score in [from, to); the last bin holds 1 as well. Empty bins are left out. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly cases: number;
  readonly meanScore: number;
  readonly positiveShare: number;
}

export interface SweepPoint {
  readonly threshold: number;
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly f1: number | null;
}

export interface LevelFigures {
  readonly level: EvaluationLevel;
  /** Where scores and labels of this level come from, in a sentence. */
  readonly definition: string;
  readonly cases: number;
  readonly positives: number;
  readonly patients: number;
  /** Area under the ROC curve. */
  readonly auc: Interval | null;
  readonly averagePrecision: Interval | null;
  readonly brier: Interval | null;
  /** Expected calibration error over ten bins of equal width. */
  readonly ece: Interval | null;
  /** Why figures above are null; null where none is. */
  readonly undefinedBecause: string | null;
  readonly balanced: ThresholdFigures;
  readonly screening: ThresholdFigures;
  readonly selective: SelectiveFigures;
  /** At most about 200 points each; figures are computed from all cases. */
  readonly roc: readonly RocPoint[];
  readonly precisionRecall: readonly PrecisionRecallPoint[];
  readonly calibration: readonly CalibrationBin[];
  readonly sweep: readonly SweepPoint[];
}

/** Clips that share a value of a column. `called` are those with a score. */
export interface SubgroupRow {
  readonly value: string;
  readonly clips: number;
  readonly called: number;
  readonly positives: number;
  readonly patients: number;
  readonly meanProbability: number | null;
  readonly auc: Interval | null;
  readonly sensitivity: Interval | null;
  readonly specificity: Interval | null;
  readonly accuracy: Interval | null;
}

export interface SubgroupTable {
  readonly column: string;
  readonly rows: readonly SubgroupRow[];
}

export interface EvaluatedClip {
  /** As the labels name it. */
  readonly file: string;
  readonly group: string;
  readonly positive: boolean;
  /** Null when rejected or failed. */
  readonly probability: number | null;
  readonly verdict: Verdict | 'rejected' | 'failed';
  readonly frames: number;
  readonly scored: number;
  /** By decoded frame index, null where not scored; left out of a bundle's metrics.json, which has oof.json beside it. */
  readonly frameProbabilities?: readonly (number | null)[];
  readonly warnings: readonly string[];
  /** Code and message of what failed. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What became of the rows of the labels. */
export interface EvaluationCounts {
  readonly rows: number;
  /** Rows left out by the conditions, or whose label says neither. */
  readonly excluded: number;
  readonly unlabelled: number;
  readonly missingFiles: number;
  readonly duplicates: number;
  readonly clips: number;
  readonly positives: number;
  readonly patients: number;
  /** Of `clips`: with a score, rejected by the guard, failed; and with a score inside the indeterminate band. */
  readonly called: number;
  readonly rejected: number;
  readonly failed: number;
  readonly indeterminate: number;
}

/** All clips, a rejected or failed one counted as a wrong answer at the balanced threshold: what a user would meet. */
export interface AllClipsFigures {
  readonly accuracy: Interval | null;
  readonly sensitivity: Interval | null;
  readonly specificity: Interval | null;
}

export interface EvaluationReport {
  readonly format: 'pleura-evaluation/1';
  /** Names the task in a bundle's metrics.json, such as "covid-blues-b-lines"; "evaluate" on the command line. */
  readonly id: string;
  readonly title: string;
  /** Whether the shipped engine scored the clips just now, or models that never saw the clip's patient did in cross-validation. */
  readonly scores: 'engine' | 'out-of-fold';
  /** What the figures may be taken for, in plain sentences. */
  readonly statement: string;
  /** Clips of the evaluation that the bundle names among its training clips; null where it does not name them. */
  readonly seenInTraining: number | null;
  /** `sha256` is null inside the bundle itself, whose manifest names this file. */
  readonly model: Pick<ModelRef, 'id' | 'version'> & { readonly sha256: string | null };
  readonly provider: Provider | null;
  readonly preprocessing: number;
  readonly splitLevel: 'patient';
  readonly question: { readonly positive: string; readonly negative: string; readonly where: readonly string[]; readonly group: string; readonly framesPerClip: number | null };
  readonly bootstrap: { readonly draws: number; readonly seed: number; readonly level: number };
  readonly counts: EvaluationCounts;
  readonly clip: LevelFigures;
  readonly frame: LevelFigures;
  readonly patient: LevelFigures;
  readonly allClips: AllClipsFigures;
  readonly subgroups: readonly SubgroupTable[];
  readonly clips: readonly EvaluatedClip[];
}

/** Two scores of the same clips: the difference of their AUC, both drawn together. */
export interface ScoreComparison {
  readonly task: string;
  /** "fused", or a branch's name. */
  readonly score: string;
  readonly auc: Interval | null;
  /** Fused minus this one; null for the fused score itself. */
  readonly fusedMinus: Interval | null;
  /** Two-sided bootstrap p-value of that difference. */
  readonly p: number | null;
}

/** A bundle's metrics.json: its cross-validation by patient, one report a task, the first being the task it was made for. */
export interface BundleMetrics {
  readonly format: 'pleura-metrics/1';
  readonly splitLevel: 'patient';
  readonly tasks: readonly EvaluationReport[];
  readonly comparisons: readonly ScoreComparison[];
}
