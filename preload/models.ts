/** Model bundles as the workstation manages them: what is installed, in use, done to them, and how two of them compare. Types only. */
import type { BranchInfo, ClipAnalysis, ClipId, Interval, ModelRef, OperatingPoints } from './domain.ts';
import type { BundleMetrics } from './evaluation.ts';

/** Where a bundle lies: part of the program, or put there by the user. */
export type BundleOrigin = 'built-in' | 'installed';

/** An installed bundle whose manifest can be read. `sha256` names it. */
export interface BundleInfo extends ModelRef {
  readonly title: string;
  readonly licence: string;
  readonly target: string;
  readonly splitLevel: string;
  readonly auc: Interval;
  readonly sensitivity: Interval;
  readonly specificity: Interval;
  /** Expected calibration error of the clip probability. */
  readonly ece: number | null;
  /** What it was trained on, by name. */
  readonly datasets: readonly string[];
  readonly precisions: readonly string[];
  /** Measured share of real clips that its guard takes for no readable lung ultrasound; null without a guard. */
  readonly falseReject: Interval | null;
  readonly operatingPoints: OperatingPoints;
  readonly branches: readonly BranchInfo[];
  readonly origin: BundleOrigin;
  readonly createdAt: string;
  readonly bytes: number;
  readonly active: boolean;
  /** Why it cannot be used; null while nothing is known against it. */
  readonly problem: string | null;
}

/** A folder among the bundles that is none, or one too damaged to say what it is. */
export interface DamagedBundle {
  /** Names it in requests, as `sha256` names a bundle. */
  readonly sha256: string;
  /** Of its folder. */
  readonly name: string;
  readonly origin: BundleOrigin;
  readonly problem: string;
}

export interface TextTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What the page shows of one bundle beside its row; files that a bundle leaves out are empty or null. */
export interface BundleDetail {
  readonly sha256: string;
  /** MODEL_CARD.md and NOTICE as they are. */
  readonly card: string;
  readonly notice: string;
  readonly licenceText: string;
  readonly data: readonly { readonly name: string; readonly licence: string; readonly doi: string | null }[];
  /** metrics.json. */
  readonly metrics: BundleMetrics | null;
  /** Tables of training.json. */
  readonly training: readonly TextTable[];
}

/** What is done to the bundles at this moment; one thing at a time. */
export interface BundleTask {
  readonly kind: 'install' | 'activate' | 'roll-back' | 'remove';
  /** Name of the picked file or folder, or the bundle's title. */
  readonly name: string;
  readonly step: string;
  /** 0..1; null while it cannot be told. */
  readonly fraction: number | null;
}

export interface ModelsState {
  readonly active: ModelRef | null;
  /** Where "roll back" leads; null where there is nothing before the present one. */
  readonly previous: ModelRef | null;
  /** Set while the chosen bundle is gone or unusable and another stands in for it. */
  readonly fallback: { readonly wanted: string; readonly reason: string; readonly used: string } | null;
  readonly task: BundleTask | null;
}

export interface BundleList {
  readonly models: readonly BundleInfo[];
  readonly damaged: readonly DamagedBundle[];
  readonly state: ModelsState;
}

export interface ModelEvent {
  readonly at: string;
  readonly kind: 'installed' | 'activated' | 'rolled-back' | 'removed';
  readonly model: ModelRef;
  readonly reader: string;
  readonly reason: string;
}

/** One analysis in a clip's history. */
export type ClipAnalysisRow = Pick<ClipAnalysis, 'id' | 'model' | 'provider' | 'state' | 'scored' | 'frames' | 'probability' | 'verdict' | 'startedAt' | 'finishedAt'> & {
  /** The one that stands for the clip: the newest of the model in use, else the newest of any. */
  readonly shown: boolean;
};

export interface Confusion {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
}

/** Figures at the balanced threshold, with 95% intervals by bootstrap of exams; null where not defined. */
export interface ComparedFigures {
  readonly auc: Interval | null;
  readonly sensitivity: Interval | null;
  readonly specificity: Interval | null;
  readonly accuracy: Interval | null;
}

export interface ComparisonFigures {
  readonly first: ComparedFigures & { readonly confusion: Confusion };
  readonly second: ComparedFigures & { readonly confusion: Confusion };
  /** Second minus first, drawn together. */
  readonly difference: ComparedFigures;
}

export interface ComparedClipRow {
  readonly clipId: ClipId;
  readonly name: string;
  readonly pseudonym: string;
  readonly decision: 'IS' | 'healthy';
  readonly first: number;
  readonly second: number;
}

/** Two bundles on the clips that a reader took for IS or healthy. */
export interface ModelComparison {
  readonly first: ModelRef;
  readonly second: ModelRef;
  /** Labelled clips, their exams, and how many of them each label has. */
  readonly clips: number;
  readonly exams: number;
  readonly positives: number;
  readonly negatives: number;
  /** Analyses still to be made before all labelled clips can be compared. */
  readonly missing: number;
  /** Such analyses are being made. */
  readonly running: boolean;
  /** Labelled clips that have a probability from both, their exams; the rest was rejected or failed. */
  readonly compared: { readonly clips: number; readonly exams: number; readonly positives: number; readonly negatives: number };
  /** Null where there are too few clips to say anything; `needed` says how many it takes. */
  readonly figures: ComparisonFigures | null;
  readonly needed: { readonly positives: number; readonly negatives: number; readonly exams: number };
  /** Clips on different sides of the two balanced thresholds. */
  readonly differing: readonly ComparedClipRow[];
}
