/**
 * Datasets: which clips, with which labels, on which side of a split, made from the readings by stated rules. Types only.
 * A dataset never changes: what would change it makes a new version of its lineage, and in a lineage a patient never changes sides.
 */
import type { ConsensusPolicy } from './agreement.ts';
import type { ClipId, ZoneId } from './domain.ts';
import type { FrameRange, ReaderId, Severity, SeverityScheme } from './readings.ts';

export type DatasetId = string;

/** The yes-or-no question that a dataset asks of every clip. `b-lines`: any; `b-lines-3`: three or more, or confluent. */
export type DatasetQuestion = 'is' | 'b-lines' | 'b-lines-3' | 'severity-1' | 'severity-2' | 'severity-3';

/** The question as conditions on a table's columns, in words; each clip brings its answer along. */
export interface TableQuestion {
  readonly positive: string;
  readonly negative: string;
  readonly where: readonly string[];
}

/** What a clip is taken to show, by the consensus of its readers or by a table of labels. Null: not said. */
export interface ClipLabels {
  /** The clip as a whole: interstitial syndrome, healthy. */
  readonly is: boolean | null;
  readonly bLines: boolean | null;
  /** Three or more between two ribs, or confluent. */
  readonly bLines3: boolean | null;
  readonly aLines: boolean | null;
  readonly healthy: boolean | null;
  /** Scheme null: a table's score on a scale that it does not name. */
  readonly severity: { readonly scheme: SeverityScheme | null; readonly score: Severity['score'] } | null;
}

/** `fold-1`, `fold-2`, ... where cross-validation takes the place of fixed sides. */
export type SplitSide = 'train' | 'validation' | 'test' | `fold-${number}`;

export type SplitRule =
  /** Shares of the clips, adding up to 1; a share of 0 leaves its side empty. */
  | { readonly kind: 'shares'; readonly train: number; readonly validation: number; readonly test: number }
  | { readonly kind: 'folds'; readonly count: number };

/** Null and empty lists: whatever there is. */
export interface DatasetFilters {
  readonly readers: readonly ReaderId[] | null;
  readonly zones: readonly ZoneId[] | null;
  readonly sources: readonly string[] | null;
  /** Maker and model as DICOM names them; an empty name for clips that name none. Absent in datasets that were made before this filter. */
  readonly devices?: readonly string[] | null | undefined;
  /** Days of the exam, both included, as YYYY-MM-DD. */
  readonly from: string | null;
  readonly to: string | null;
  /** Answers to the question that are kept. */
  readonly answers: 'both' | 'positive' | 'negative';
  readonly minReaders: number;
  readonly damaged: boolean;
  /** Clips that the guard took for no readable lung ultrasound. */
  readonly rejected: boolean;
  readonly simulated: boolean;
  /** Clips without a fan: text inside their image area cannot be told from image. */
  readonly withoutFan: boolean;
  /** Only clips with this scheme's score keep a severity: scores of two scales are never mixed. */
  readonly scheme: SeverityScheme | null;
}

export interface FrameRules {
  /** Of positive clips with ranges of visible B-lines, only those frames (Moafa et al., data filtering). */
  readonly positivesByRange: boolean;
  /** Frames marked "not readable" are left out. */
  readonly withoutNotReadable: boolean;
  /** Evenly spaced frames of each clip at most; null for all. */
  readonly perClip: number | null;
}

export interface DatasetRules {
  readonly question: DatasetQuestion | TableQuestion;
  readonly filters: DatasetFilters;
  readonly frames: FrameRules;
  readonly split: SplitRule;
  readonly seed: number;
  /** Near-duplicates of two patients: refuse the dataset and name them, or put both patients on one side. */
  readonly duplicates: 'refuse' | 'together';
}

/** A clip as a dataset takes it. `patient` and `clipId` say who it is and never leave the machine. */
export interface DatasetClip {
  readonly clipId: ClipId;
  /** SHA-256 of the original file's bytes. */
  readonly sha256: string;
  readonly patient: string;
  readonly source: string;
  readonly licence: string;
  readonly zone: ZoneId | null;
  /** Decoded frames. */
  readonly frameCount: number;
  readonly positive: boolean;
  readonly labels: ClipLabels;
  readonly ranges: readonly FrameRange[];
  /** Ranges of decoded frames that stay after filtering, in order, apart from one another. */
  readonly kept: readonly { readonly first: number; readonly last: number }[];
  readonly side: SplitSide;
}

/** Why candidates were left out; a clip counts under the first reason that holds. */
export type LeftOutReason = 'no-label' | 'too-few-readers' | 'reader' | 'zone' | 'date' | 'source' | 'device' | 'answer' | 'damaged' | 'rejected' | 'simulated' | 'no-fan' | 'locked' | 'no-frames' | 'same-file';

export interface SideCounts {
  readonly side: SplitSide;
  readonly clips: number;
  readonly positives: number;
  readonly patients: number;
  readonly frames: number;
}

/** Two clips that show the same pictures, or nearly so. */
export interface DuplicatePair {
  readonly first: ClipId;
  readonly second: ClipId;
  /** `same-file`: equal bytes. `same-pictures`: equal decoded frames. `near`: at most `distance` bits of their frames' hashes differ. */
  readonly kind: 'same-file' | 'same-pictures' | 'near';
  readonly distance: number;
  readonly samePatient: boolean;
  readonly sameSide: boolean;
}

/** What could let a model see its test in training. Clean: no patient and no picture on two sides. */
export interface LeakReport {
  readonly clean: boolean;
  /** Patients with clips on more than one side; always 0 for what Pleura splits. */
  readonly patientsOnTwoSides: number;
  readonly pairs: readonly DuplicatePair[];
  /** Clips and frames compared, and the distance up to which frames count as near. */
  readonly compared: { readonly clips: number; readonly frames: number; readonly threshold: number };
}

export interface DatasetCounts {
  readonly clips: number;
  readonly patients: number;
  readonly frames: number;
  readonly positives: number;
  readonly sides: readonly SideCounts[];
  readonly sources: readonly { readonly source: string; readonly clips: number; readonly positives: number }[];
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
}

/** What a dataset is used for: written down before its clips are given out. Append-only. */
export interface DatasetUse {
  readonly id: string;
  readonly purpose: 'training' | 'tuning' | 'evaluation';
  readonly at: string;
  readonly reader: string;
  /** What for, without patient data: model, head, figures. */
  readonly detail: object;
}

/** Files that readings come from and go to. `slicer`: SlicerUltrasound's AnnotateUltrasound; `cvat`: CVAT for video 1.1. */
export type ExchangeFormat = 'pleura-json' | 'pleura-csv' | 'cvat' | 'label-studio' | 'slicer';

/** A dataset as the page lists it. */
export interface DatasetRow {
  readonly id: DatasetId;
  readonly lineage: string;
  readonly version: number;
  readonly name: string;
  readonly contentSha256: string;
  readonly program: string;
  readonly rules: DatasetRules;
  readonly policyName: string;
  readonly counts: DatasetCounts;
  readonly leaks: LeakReport;
  /** Name of the reader who made it. */
  readonly madeBy: string;
  readonly madeAt: string;
  readonly lock: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly uses: Readonly<Record<DatasetUse['purpose'], number>>;
}

/** What rules would make of the readings as they stand. `counts` null: no clip is left; `leftOut` says why. */
export interface DatasetPreview {
  readonly counts: DatasetCounts | null;
  readonly leftOut: DatasetCounts['leftOut'];
  /** Clips with a reading, before any filter; and what filters can choose from. */
  readonly read: number;
  readonly readers: readonly { readonly id: ReaderId; readonly name: string }[];
  readonly zones: readonly ZoneId[];
  readonly sources: readonly string[];
  readonly devices: readonly string[];
  /** Consensus policies to choose from: the ready ones, then each reader alone. */
  readonly policies: readonly ConsensusPolicy[];
}

/** What became of a file of readings. Names are those of the file. */
export interface ReadingsImport {
  readonly readings: number;
  readonly added: number;
  /** Said already, word for word. */
  readonly unchanged: number;
  readonly unmatched: readonly { readonly clip: string; readonly reader: string; readonly why: 'unknown' | 'ambiguous' }[];
  /** Profiles that were made for readers nobody knew; they cannot sign in until an admin says so. */
  readonly newReaders: readonly string[];
  readonly notes: readonly string[];
}
