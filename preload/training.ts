/** Training a fusion head in Pleura: the comparison of heads, what more exams might give, and the bundle that comes of it. Types only. */
import type { DatasetId, DatasetQuestion } from './datasets.ts';
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

// ---------------------------------------------------------------- in the window

/** How readings of several readers become one answer. */
export type ReadingPolicy = 'newest' | 'majority' | 'unanimous';

/** Where labels come from. */
export type TrainingSource =
  /** Decisions of reviews: the newest of each clip, IS or healthy. */
  | { readonly kind: 'decisions' }
  /** Readings: each reader's newest, IS or healthy, made one by the policy. */
  | { readonly kind: 'readings'; readonly policy: ReadingPolicy }
  /** A version of a dataset: its clips, labels and frames as they were built, without its test side. */
  | { readonly kind: 'dataset'; readonly datasetId: DatasetId };

/** What a dataset brings along as a source. */
export interface DatasetSource {
  readonly name: string;
  readonly version: number;
  readonly question: DatasetQuestion;
  /** Clips of its test side: never read. */
  readonly testClips: number;
  /** Whether that test side is locked. */
  readonly locked: boolean;
  /** Clips to train on whose recordings are gone from this machine. They are left out, and told of. */
  readonly gone: number;
  /** Clips to train on whose patients came into a locked test set since: with any, nothing may be trained on it. */
  readonly shut: number;
}

/** What a source holds now. Clips of locked test sets are never among them. */
export interface SourceCount {
  readonly source: TrainingSource;
  readonly clips: number;
  readonly positives: number;
  readonly patients: number;
  /** Patients with a positive clip, and with a negative one: the fewer of both limits the folds. */
  readonly positivePatients: number;
  readonly negativePatients: number;
  /** Null for labels straight from the case log. */
  readonly dataset: DatasetSource | null;
}

export interface TrainingWishes {
  readonly source: TrainingSource;
  readonly heads: readonly HeadName[];
  readonly branches: readonly string[];
  readonly framesPerClip: number;
}

/** How to fine-tune the networks themselves on a dataset, outside of the window. */
export interface FineTuning {
  /** Writes the dataset's folder. */
  readonly jobId: string;
  /** To be run in the folder of Pleura's sources once the folder is written. */
  readonly command: string;
  /** The bundle that the command writes. */
  readonly bundle: string;
}

export type TrainingStage = 'model' | 'features' | 'heads' | 'figures' | 'learning' | 'bundle' | 'installing';

export interface RunningTraining {
  readonly stage: TrainingStage;
  /** Of the whole, 0..1; never falls. */
  readonly share: number;
  readonly words: string;
  readonly startedAt: string;
  /** Null until it can be guessed. */
  readonly secondsLeft: number | null;
  readonly clips: number;
  readonly patients: number;
}

/** Told whenever something changes. */
export interface TrainingState {
  readonly running: RunningTraining | null;
  /** Rises when the rows or the report change. */
  readonly version: number;
  /** Why the last one ended without a model; null after a good one and after a stop. */
  readonly error: TrainingFailure | null;
}

export interface TrainingFailure {
  readonly message: string;
  readonly hint: string;
  /** What it was asked, where it broke off for no reason of its own: the same may be tried again. Null where that would fail again. */
  readonly again: TrainingWishes | null;
}

/** The rows of the training that runs, as soon as there are any, else the last report with the model that came of it. */
export interface TrainingResult {
  readonly rows: readonly HeadRow[];
  readonly report: TrainingReport | null;
  /** The installed challenger; null where it was removed since. */
  readonly challenger: ModelRef | null;
}

export interface TrainingView {
  readonly sources: readonly SourceCount[];
  /** The model whose networks give the features: the one in use. */
  readonly base: ModelRef | null;
  readonly branches: readonly { readonly name: string; readonly features: number }[];
  readonly state: TrainingState;
}

// ---------------------------------------------------------------- promotion

export type PromotionFigure = 'auc' | 'screening-sensitivity' | 'screening-specificity' | 'balanced-accuracy' | 'calibration' | 'false-reject';

/** One figure of champion and challenger on the same locked clips. */
export interface PromotionCheck {
  readonly figure: PromotionFigure;
  readonly champion: Interval | null;
  readonly challenger: Interval | null;
  /** Challenger minus champion, patients drawn together. */
  readonly difference: Interval | null;
  /** A guard must not fall; other figures inform. */
  readonly guard: boolean;
  /** Null where it cannot be told. */
  readonly passed: boolean | null;
}

export interface PromotionView {
  readonly champion: ModelRef;
  readonly challenger: ModelRef;
  /** Null where no locked test set exists, or it holds no clips. */
  readonly test: {
    readonly name: string;
    readonly clips: number;
    readonly patients: number;
    readonly positives: number;
    readonly missing: number;
    /** Clips that either model could not read: they are in no figure. */
    readonly unread: number;
    /** Whether it is of the dataset that the challenger was trained on, or of a version of it. */
    readonly ofTraining: boolean;
    readonly running: boolean;
  } | null;
  /** Empty until all test clips are analysed with both. */
  readonly checks: readonly PromotionCheck[];
  /** What each maker's own cross-validation says: on different clips, so not comparable. */
  readonly crossValidated: { readonly champion: Interval; readonly challenger: Interval };
  readonly allowed: boolean;
  /** Why it is not allowed, or what must be confirmed. */
  readonly words: string;
}
