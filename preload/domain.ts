/**
 * The words of the house: plain, readonly data that every process shares. Types only; nothing is imported here.
 * One file, though a long one: whoever looks up a word of the house finds it here, and the types lean on one another.
 * Times are ISO 8601 in UTC unless a name says `Ms`; image coordinates are pixels of the decoded frame, origin top left.
 */

export type ExamId = string;
export type ClipId = string;
export type AnalysisId = string;
export type JobId = string;

/** Expected failures travel as values; a throw means a bug. Messages never carry patient data. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export interface AppError {
  readonly code: ErrorCode;
  /** What happened, in one plain sentence. */
  readonly message: string;
  /** What the user can do about it. */
  readonly hint: string;
}

export type ErrorCode =
  // picked files
  | 'file-not-found'
  | 'file-unreadable'
  | 'file-empty'
  | 'file-too-large'
  | 'file-changed'
  | 'not-a-clip'
  | 'no-frames'
  | 'frame-too-small'
  | 'frame-too-large'
  | 'decode-failed'
  | 'decode-timeout'
  | 'decoder-missing'
  | 'dicom-broken' | 'dicom-unsupported' | 'dicom-no-picture'
  // storage and database
  | 'disk-full'
  | 'store-corrupt'
  | 'storage-failed'
  | 'database-newer'
  | 'not-found'
  | 'conflict'
  // engine and models
  | 'model-missing'
  | 'model-invalid'
  | 'provider-unavailable'
  | 'engine-crashed'
  | 'inference-failed'
  // other DICOM nodes
  | 'peer-unreachable'
  | 'peer-refused'
  | 'peer-failed'
  | 'port-taken'
  // training
  | 'too-few-patients'
  | 'one-class-only'
  // everything else
  | 'cancelled'
  | 'bad-request'
  // readers
  | 'denied'
  | 'locked'
  | 'blind'
  | 'internal';

// ---------------------------------------------------------------- zones and verdicts

export type ProtocolId = 'blue6' | 'zones8' | 'zones12';
export type Side = 'left' | 'right';
/** `R1`..`R6`, `L1`..`L6`; which of them exist is the protocol's matter. */
export type ZoneId = string;

/** What the model says of a clip or frame group: interstitial syndrome, healthy, or neither safely. */
export type Verdict = 'IS' | 'healthy' | 'indeterminate';

/** What an analysis says of a clip: the model's verdict, or that the guard took it for no readable lung ultrasound. */
export type ClipVerdict = Verdict | 'rejected';

/** Why the guard does not believe the model: no lung ultrasound, (almost) black, without structure, or one picture repeated. */
export type RejectionReason = 'not-lung' | 'dark' | 'flat' | 'frozen';

export interface Rejection {
  readonly reason: RejectionReason;
  /** In one plain sentence. */
  readonly message: string;
}

/**
 * What a zone shows on the chest map: the reader's decision where there is one, else the model's verdict.
 * `rejected`: all its clips were; the exam's rule takes it for not analysed.
 */
export type ZoneFinding = ClipVerdict | 'not-readable' | 'not-analysed' | 'not-examined';

export interface ZoneSummary {
  readonly zone: ZoneId;
  readonly clips: number;
  /** By AI alone; `not-analysed` while no verdict exists, `not-examined` without a clip. */
  readonly ai: ZoneFinding;
  /** By the reader's latest decision; null while unread. */
  readonly read: ZoneFinding | null;
}

/** Result of the protocol's rule. A rule over zones, never a diagnosis by a classifier alone. */
export interface ExamResult {
  readonly protocol: ProtocolId;
  readonly zonesTotal: number;
  readonly zonesExamined: number;
  readonly zonesRead: number;
  /** Positive zones a side, by the reader where read, else by AI. */
  readonly positiveLeft: number;
  readonly positiveRight: number;
  readonly complete: boolean;
  readonly verdict: 'IS' | 'not-IS' | 'incomplete' | 'indeterminate';
  /** The rule in words, as shown under the chest map. */
  readonly rule: string;
}

// ---------------------------------------------------------------- media

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where the ultrasound image lies in the frame. Angles in radians from straight down, positive to the right; radii in pixels from the apex.
 * Unwrapped coordinates of a pixel (x, y), both 0..1 inside the sector:
 *   convex: u = (atan2(x - apexX, y - apexY) - leftAngle) / (rightAngle - leftAngle), v = (hypot(x - apexX, y - apexY) - innerRadius) / (outerRadius - innerRadius)
 *   rect:   u = (x - box.x) / box.width, v = (y - box.y) / box.height
 * Pixel centres lie at integer coordinates.
 */
export type Sector =
  | {
      readonly kind: 'convex';
      readonly apexX: number;
      readonly apexY: number;
      readonly leftAngle: number;
      readonly rightAngle: number;
      readonly innerRadius: number;
      readonly outerRadius: number;
      readonly box: Box;
    }
  | { readonly kind: 'rect'; readonly box: Box };

/** (0018,6014) of DICOM by its meaning. */
export type RegionKind = 'tissue' | 'colour-flow' | 'spectral-doppler' | 'm-mode' | 'ecg' | 'other';

/** A part of the picture with a scale of its own: one item of DICOM's Sequence of Ultrasound Regions (0018,6011). */
export interface ImageRegion {
  readonly kind: RegionKind;
  readonly box: Box;
  /** Null where the region's unit is no length, or unknown: then only "px" can be said. */
  readonly millimetresPerPixel: { readonly x: number; readonly y: number } | null;
}

/** What decoding found out about one clip; stored with it. */
export interface ClipMedia {
  /** SHA-256 of the original file's bytes, hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly durationMs: number;
  /** Presentation time of each frame, starting at 0. */
  readonly frameTimesMs: readonly number[];
  /** True when frames carry colour and the view shows RGB; the AI always reads the gray frames. */
  readonly colour: boolean;
  /** The container says that the phantom made it: shown as "simulated". */
  readonly simulated: boolean;
  /** Decodable but with decoder errors: shown as "damaged". */
  readonly damaged: boolean;
  /** Plain sentences about the file, without patient data. */
  readonly warnings: readonly string[];
  readonly sector: Sector;
  /** Gray level that maps to 1.0 before the gamma: 99.5th percentile inside the sector over the clip, within 40..255. */
  readonly gain: number;
  /** Number of tiles in the thumbnail strip (one row, each 160 x 120). */
  readonly thumbnails: number;
  /** Present for clips that came as DICOM; empty where the file says nothing of scale. */
  readonly regions?: readonly ImageRegion[];
}

// ---------------------------------------------------------------- models and engine

export type Provider = 'cuda' | 'dml' | 'coreml' | 'webgpu' | 'cpu';
/** Numbers that a variant of the extractor computes in. */
export type Precision = 'int8' | 'fp16' | 'fp32';
export type ProviderChoice = 'auto' | Provider;

export interface ModelRef {
  readonly id: string;
  readonly version: string;
  /** SHA-256 of the bundle's manifest.json, hex: names every file of the bundle through it. */
  readonly sha256: string;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface OperatingPoints {
  /** Clip probability threshold with sensitivity >= 0.90 in cross-validation. */
  readonly screening: number;
  readonly balanced: number;
  /** Inside [low, high) a clip is indeterminate. */
  readonly indeterminate: { readonly low: number; readonly high: number };
}

export interface BranchInfo {
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

export interface ProviderAttempt {
  readonly provider: Provider;
  /** Variant of the extractor that was tried; null when none was. */
  readonly precision: Precision | null;
  readonly ok: boolean;
  /** Why it was refused, or how far its golden outputs were from the stored ones. */
  readonly detail: string;
}

export type EngineState = 'starting' | 'ready' | 'busy' | 'restarting' | 'failed';

export interface EngineStatus {
  readonly state: EngineState;
  readonly provider: Provider | null;
  /** Variant of the extractor in use. */
  readonly precision: Precision | null;
  readonly model: ModelRef | null;
  readonly attempts: readonly ProviderAttempt[];
  readonly restarts: number;
  readonly error: AppError | null;
}

export interface BenchmarkResult {
  readonly provider: Provider;
  readonly precision: Precision;
  readonly engineMsPerFrame: number;
  readonly sessionRunMsPerFrame: number;
  readonly threads: number;
}

// ---------------------------------------------------------------- analysis

export interface FrameScore {
  readonly frame: number;
  readonly probability: number;
}

export interface ClipAnalysis {
  readonly id: AnalysisId;
  readonly clipId: ClipId;
  readonly model: ModelRef;
  readonly preprocessing: number;
  readonly provider: Provider;
  readonly state: 'running' | 'interrupted' | 'done' | 'failed' | 'cancelled';
  readonly scored: number;
  readonly frames: number;
  /** Null until the first frames are scored and the guard has passed them, and for a rejected clip. */
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  /** What the guard objects to: with verdict `rejected`, or as a warning where it was overridden. */
  readonly rejection: Rejection | null;
  /** Analysed whatever the guard says, by the reader's wish. */
  readonly guardOverridden: boolean;
  readonly operatingPoints: OperatingPoints;
  /** By frame index; null where not scored yet. */
  readonly frameProbabilities: readonly (number | null)[];
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly error: AppError | null;
}

/** Grad-CAM of one frame: evidence for IS before normalisation, in unwrapped sector coordinates, row major, non-negative. */
export interface GradCam {
  readonly frame: number;
  readonly probability: number;
  /** Largest value over the whole clip for this map, so that frames compare; 0 means no evidence. */
  readonly fused: CamMap;
  readonly branches: readonly (CamMap & { readonly name: string })[];
}

export interface CamMap {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly clipMaximum: number;
}

/** Mean Grad-CAM evidence over a clip's suspicious frames; `clipMaximum` is that of the clip's frames, so that both share one scale. */
export interface ClipSummary {
  /** Those at or above the balanced operating point, in order; never empty. */
  readonly frames: readonly number[];
  readonly fused: CamMap;
  readonly branches: readonly (CamMap & { readonly name: string })[];
}

/**
 * LIME (Ribeiro et al. 2016) of one frame: what the fused decision's calibrated logit owes to each superpixel of the unwrapped input image.
 * The same seed gives the same perturbations, so the map can be made again.
 */
export interface Lime {
  readonly frame: number;
  readonly seed: number;
  /** Perturbed images scored so far, and at most. A map that is stable earlier settles earlier. */
  readonly samples: number;
  readonly ofSamples: number;
  readonly settled: boolean;
  /** Side of the unwrapped input image, pixels. */
  readonly size: 224;
  /** Superpixel of every pixel, row major (rows = depth, columns = angle); 65535 where there is no image, which is never switched off. */
  readonly labels: Uint16Array;
  /** Signed share of each superpixel in the logit: above 0 speaks for IS. */
  readonly weights: Float32Array;
  /** Of the untouched frame. */
  readonly probability: number;
  /** Weighted R^2 of the linear explanation on its samples; at most 1. */
  readonly fit: number;
  /** Mean Jaccard index of the strongest superpixels between independent halves of the samples; null until measurable. */
  readonly stability: number | null;
}

// ---------------------------------------------------------------- exams, clips, decisions

export type ReadState = 'unread' | 'partial' | 'read';
export interface ExamRow {
  readonly id: ExamId;
  readonly pseudonym: string;
  readonly examinedAt: string;
  readonly protocol: ProtocolId;
  readonly zones: readonly ZoneSummary[];
  readonly zoneless: { readonly IS: number; readonly analysed: number; readonly rejected: number };
  readonly clips: number;
  readonly sizeBytes: number;
  readonly readState: ReadState;
  readonly result: ExamResult;
  readonly simulated: boolean;
}

export interface ClipRow {
  readonly id: ClipId;
  readonly examId: ExamId;
  /** File name without folders, as picked. */
  readonly name: string;
  readonly zone: ZoneId | null;
  readonly frames: number;
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
  readonly damaged: boolean;
  readonly simulated: boolean;
  readonly thumbnails: number;
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  /** As in the clip's latest analysis. */
  readonly rejection: Rejection | null;
  readonly guardOverridden: boolean;
  readonly analysisState: ClipAnalysis['state'] | null;
  readonly scored: number;
  readonly decision: Decision | null;
}

export interface ExamDetail extends ExamRow {
  readonly source?: 'DICOM';
  readonly notes: string;
  readonly createdAt: string;
  readonly clipRows: readonly ClipRow[];
}

export interface ClipDetail extends ClipRow {
  readonly media: ClipMedia;
  readonly importedAt: string;
  readonly analysis: ClipAnalysis | null;
  /** Newest first; append-only. */
  readonly decisions: readonly Decision[];
}

export type DecisionAnswer = 'agree' | 'disagree' | 'unsure';

/** A reader's answer to the AI result that was on screen. Append-only: a newer one stands before an older one. */
export interface Decision {
  readonly id: string;
  readonly clipId: ClipId;
  /** The analysis on screen; null when the clip was decided without one. */
  readonly analysisId: AnalysisId | null;
  readonly answer: DecisionAnswer;
  /** What the reader takes the clip to be; null when unsure. */
  readonly verdict: Verdict | 'not-readable' | null;
  readonly comment: string;
  /** The reader's name at that time. */
  readonly reader: string;
  /** Null for decisions made before there were profiles. */
  readonly readerId: string | null;
  readonly decidedAt: string;
  /** AI result as it was on screen. */
  readonly shown: { readonly probability: number; readonly verdict: Verdict; readonly model: ModelRef; readonly provider: Provider; readonly scored: number } | null;
}

// ---------------------------------------------------------------- case log queries

export type ExamSort = 'examinedAt' | 'pseudonym' | 'size';

export interface ExamQuery {
  /** As typed: pseudonym, zone, finding, clip name, or a date phrase such as "today", "last week", "2026-11". */
  readonly text: string;
  readonly verdict: 'IS' | 'not-IS' | null;
  readonly readState: ReadState | null;
  readonly protocol: ProtocolId | null;
  readonly sort: ExamSort;
  readonly descending: boolean;
  /** Opaque keyset cursor of the page before; null for the first page. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface ExamPage {
  readonly rows: readonly ExamRow[];
  readonly next: string | null;
  /** All rows that match. */
  readonly total: number;
}

// ---------------------------------------------------------------- jobs

export type JobKind = 'import' | 'analyse' | 'benchmark' | 'dataset' | 'exchange' | 'deidentify';

export interface JobFailure {
  /** File name or clip name. */
  readonly item: string;
  readonly error: AppError;
}

interface JobBase {
  readonly id: JobId;
  readonly kind: JobKind;
  /** "Import 12 files", "Analyse R2". */
  readonly title: string;
  readonly examId: ExamId | null;
  readonly clipId: ClipId | null;
  /** 0..1, never falling. */
  readonly progress: number;
  readonly createdAt: string;
  /** What went wrong for single items while the rest went on. */
  readonly failures: readonly JobFailure[];
}

export type Job =
  | (JobBase & { readonly state: 'queued' })
  | (JobBase & { readonly state: 'running'; readonly step: string; readonly etaMs: number | null })
  | (JobBase & { readonly state: 'done'; readonly finishedAt: string })
  | (JobBase & { readonly state: 'failed'; readonly finishedAt: string; readonly error: AppError })
  | (JobBase & { readonly state: 'cancelled'; readonly finishedAt: string })
  | (JobBase & { readonly state: 'interrupted' });

// ---------------------------------------------------------------- settings and application

export interface Settings {
  readonly theme: 'dark' | 'light' | 'system';
  readonly provider: ProviderChoice;
  /** Manifest checksum of the chosen bundle; null for the default one. */
  readonly modelSha256: string | null;
  /** Name of the present reader, as it stands with decisions; follows the profile. */
  readonly readerName: string;
  /** Minutes without a key or click until the window is locked; 0 never. */
  readonly lockAfterMinutes: number;
  readonly analyseOnImport: boolean;
}

export interface StorageInfo {
  readonly root: string;
  readonly originalsBytes: number;
  readonly framesBytes: number;
  readonly databaseBytes: number;
  readonly freeBytes: number;
}

export interface AppInfo {
  readonly version: string;
  readonly runtime: string;
  readonly intendedUse: string;
  /** True when the app runs in a browser in Electron's place (development and tests). */
  readonly standIn: boolean;
  readonly firstRun: boolean;
}

/** A picked file or folder: the page never sees its path. */
export interface PickedItem {
  readonly token: string;
  readonly name: string;
  readonly kind: 'file' | 'folder';
}
