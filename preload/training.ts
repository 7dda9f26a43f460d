/** Training a fusion head in Pleura: the comparison of heads, what more exams might give, and the bundle that comes of it. Types only. */
import type { Interval, ModelRef, Precision, Provider } from './domain.ts';
import type { LevelFigures } from './evaluation.ts';

export type HeadName = 'logistic-regression' | 'linear-svm' | 'rbf-svm' | 'k-nearest-neighbours' | 'random-forest' | 'gradient-boosting' | 'mlp';

/** The paper's columns at one level, out of fold; each fold's threshold was chosen from the other folds. */
export interface PaperFigures {
  readonly cases: number;
  readonly positives: number;
  readonly accuracy: Interval | null;
  readonly specificity: Interval | null;
  /** Sensitivity. */
  readonly recall: Interval | null;
  readonly precision: Interval | null;
  readonly f1: Interval | null;
  readonly auc: Interval | null;
}

/** One kind of head on one set of features. */
export interface HeadRow {
  /** Name of a branch, or "fused". */
  readonly features: string;
  readonly head: HeadName;
  /** The setting chosen from all folds. */
  readonly setting: string;
  readonly frame: PaperFigures;
  readonly clip: PaperFigures;
  readonly patient: PaperFigures;
  /** Curves, calibration and confusion at clip level. */
  readonly plots: LevelFigures;
}

export interface LearningPoint {
  /** Patients trained on, on average over the folds. */
  readonly patients: number;
  readonly auc: Interval;
}

/** AUC by number of patients trained on, and the power law 1 - AUC = floor + scale * patients ^ -exponent through it. */
export interface LearningCurve {
  readonly points: readonly LearningPoint[];
  /** Null where the points do not fall to any such law. */
  readonly law: { readonly floor: number; readonly scale: number; readonly exponent: number } | null;
  /** What the law says of more patients, with the spread of laws through resampled patients. Extrapolation: not a promise. */
  readonly forecast: readonly LearningPoint[];
  readonly words: string;
}

/** A clip that was left out, and why; its name as the labels have it. */
export interface SkippedClip {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

export interface TrainedOn {
  readonly positive: string;
  readonly negative: string;
  readonly clips: number;
  readonly positives: number;
  readonly patients: number;
  readonly frames: number;
  readonly framesPerClip: number;
  readonly skipped: readonly SkippedClip[];
}

/** What `train-head --json` writes, and what the training page shows. */
export interface TrainingReport {
  readonly format: 'pleura-head-training/1';
  readonly data: TrainedOn;
  /** The bundle whose networks gave the features. */
  readonly base: ModelRef;
  readonly provider: Provider;
  readonly precision: Precision;
  readonly seed: number;
  readonly folds: number;
  readonly splitLevel: 'patient';
  /** How many of the clips the networks themselves were trained on; null where the bundle does not say. */
  readonly seenByNetworks: number | null;
  /** What the figures may be taken for, in sentences. */
  readonly statements: readonly string[];
  readonly rows: readonly HeadRow[];
  /** Chosen by cross-validation among the fused rows. */
  readonly chosen: { readonly features: string; readonly head: HeadName; readonly setting: string };
  /** Out of fold figures of the choice itself, the kind chosen anew within each fold. */
  readonly outOfFold: LevelFigures;
  readonly learning: LearningCurve | null;
  /** The bundle written; null where none was asked for. */
  readonly bundle: ModelRef | null;
  /** Seconds. */
  readonly seconds: { readonly features: number; readonly comparison: number; readonly learning: number; readonly bundle: number };
}
