/**
 * The exam report: what a person enters (`ReportEntries`), what is derived from it by rule and from the case log (`ReportContent`), and its versions.
 * Types only. A draft may change; a signed version never does: an amendment is a new version that names the earlier one and the reason.
 * Nothing in here names a patient: the pseudonym stands for the person, and clips are named by zone and place, never by file.
 */
import type { AnalysisId, ClipId, ClipVerdict, ExamId, ExamResult, ModelRef, ProtocolId, Provider, RejectionReason, ZoneId } from './domain.ts';
import type { BLineClass, Consolidation, Effusion, Pleura, ReaderId, ReaderRole, ReadingId, SeverityScheme, Sliding } from './readings.ts';

export type ReportVersionId = string;
/** One zone's score, whatever the scheme: 0 best to 3 worst. Scores of different schemes are different things. */
export type ZoneScoreValue = 0 | 1 | 2 | 3;

/** Position of the patient. */
export type Position = 'supine' | 'semi-recumbent' | 'sitting' | 'prone' | 'left-lateral' | 'right-lateral';

/** Null: not said yet. A zone that was scanned but cannot be read counts as not examined, and its note says why. */
export type ZoneState = 'normal' | 'pathological' | 'not-examined';

/** Share of the visible pleural line that coalescent B-lines or subpleural changes take; decides LUS score 1 or 2. */
export type PleuraInvolved = 'under-half' | 'over-half';

/** What is said of a zone; null: not said. */
export interface ZoneFindings {
  readonly state: ZoneState | null;
  readonly bLines: BLineClass | null;
  readonly aLines: boolean | null;
  readonly pleura: Pleura | null;
  readonly involved: PleuraInvolved | null;
  readonly consolidation: Consolidation | null;
  readonly effusion: Effusion | null;
  readonly sliding: Sliding | null;
}

export type ZoneField = keyof ZoneFindings | 'score';

/**
 * Where a value of the report comes from.
 * `reading`: a reader's readings of the zone's clips (the worst stands). `consensus`, `adjudicated`: the same, agreed between readers (`readings` then names the
 * agreements). `decision`: the answer
 * given in review. `typed`: entered in the report. `ai`: suggested by the model and taken over by a person's key; never taken over by itself.
 */
export type ValueSource =
  | { readonly kind: 'reading' | 'consensus' | 'adjudicated'; readonly reader: string; readonly readings: readonly ReadingId[] }
  | { readonly kind: 'decision'; readonly reader: string; readonly decisions: readonly string[] }
  | { readonly kind: 'typed'; readonly reader: string; readonly at: string }
  | {
      readonly kind: 'ai';
      readonly analysisId: AnalysisId;
      readonly model: ModelRef;
      readonly probability: number;
      readonly confirmedBy: string;
      readonly confirmedAt: string;
    };

export type FieldSources = { readonly [F in ZoneField]?: ValueSource };

/** A frame that shows what a zone's score says: clip and decoded frame index. */
export interface EvidenceFrame {
  readonly clipId: ClipId;
  readonly frame: number;
  /** Who named it: a reader's range or stroke, the reader of the report, or the model (the frame with its highest probability). */
  readonly from: 'range' | 'stroke' | 'reader' | 'ai';
}

// ---------------------------------------------------------------- what a person enters

/** One zone of the report as entered. */
export interface ZoneEntry extends ZoneFindings {
  readonly zone: ZoneId;
  /** The reader's own score where it differs from the rule's or the rule has none; null leaves it to the rule. */
  readonly score: ZoneScoreValue | null;
  readonly evidence: readonly EvidenceFrame[];
  readonly note: string;
  readonly sources: FieldSources;
}

/** A frame as it was on screen when the reader took it: a PNG in the case log, by checksum (`report_images`). */
export interface KeyImage {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly clipId: ClipId;
  readonly frame: number;
  readonly zone: ZoneId | null;
  /** What lies over the frame, in words ("Grad-CAM, fused, inferno, 60%"); null for the untouched frame. */
  readonly overlay: string | null;
  readonly caption: string;
}

/** The part of a report that a person edits; kept as the draft. */
export interface ReportEntries {
  /** Of this shape; higher ones are refused, not guessed at. */
  readonly format: 1;
  readonly indication: string;
  readonly position: Position | null;
  readonly technicalLimits: string;
  readonly scheme: SeverityScheme;
  readonly whyIncomplete: string;
  /** One a zone of the exam's protocol, in its order. */
  readonly zones: readonly ZoneEntry[];
  readonly conclusion: string;
  readonly keyImages: readonly KeyImage[];
}

// ---------------------------------------------------------------- what follows from it

/** A zone's score: by the rule from the confirmed findings, or the reader's own, with the reason in words. */
export interface ZoneScore {
  readonly scheme: SeverityScheme;
  /** Null: cannot be scored (not examined, or too little was said; `reason` says what is missing). */
  readonly value: ZoneScoreValue | null;
  readonly basis: 'rule' | 'reader' | null;
  /** What the rule gives from the findings alone; null where they do not decide it. */
  readonly byRule: ZoneScoreValue | null;
  /** "Lobar consolidation", "coalescent B-lines in under half of the pleura". */
  readonly reason: string;
}

export interface ReportZone extends Omit<ZoneEntry, 'score'> {
  readonly score: ZoneScore;
  /** Clips of the zone in the exam. */
  readonly clips: number;
}

/** The sum of a complete protocol's zone scores, or why there is none. Sums of different schemes or protocols are never compared. */
export type ScoreTotal =
  | { readonly scheme: SeverityScheme; readonly protocol: ProtocolId; readonly value: number; readonly of: number; readonly scored: number; readonly zones: number; readonly reason: null }
  | { readonly scheme: SeverityScheme; readonly protocol: ProtocolId; readonly value: null; readonly of: null; readonly scored: number; readonly zones: number; readonly reason: string };

/** What the model said of one clip; a report shows it beside the reader's words, never in their place. */
export interface ReportAiClip {
  readonly clipId: ClipId;
  readonly analysisId: AnalysisId;
  readonly model: ModelRef;
  readonly preprocessing: number;
  readonly provider: Provider;
  /** Null for a rejected or unfinished clip. */
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  readonly rejection: RejectionReason | null;
  readonly complete: boolean;
  /** Decoded index of the frame with the highest probability; null without scores. */
  readonly topFrame: number | null;
}

/** A clip as the report names it. */
export interface ReportClip {
  readonly clipId: ClipId;
  readonly zone: ZoneId | null;
  /** "R2", "R2 clip 2 of 3", "clip 1 without zone". */
  readonly label: string;
  readonly frames: number;
  readonly damaged: boolean;
  readonly simulated: boolean;
  /** SHA-256 of the original file. */
  readonly sha256: string;
}

export interface ReportAi {
  readonly clips: readonly ReportAiClip[];
  /** The statement that every report carries; names each model with version, or says that none was used. */
  readonly statement: string;
}

export type Change = 'better' | 'same' | 'worse';

export interface ZoneChange {
  readonly zone: ZoneId;
  /** Null where either exam says too little of the zone. */
  readonly change: Change | null;
  /** Compared by score, or by B-line class and consolidation where a score is missing. */
  readonly by: 'score' | 'findings' | null;
  /** "2 to 1", "3+ B-lines to 1-2". */
  readonly words: string;
}

/** Change since the patient's last signed report before this exam. */
export interface PriorComparison {
  readonly examId: ExamId;
  readonly versionId: ReportVersionId;
  readonly examinedAt: string;
  readonly protocol: ProtocolId;
  readonly scheme: SeverityScheme;
  readonly zones: readonly ZoneChange[];
  /** Null unless both exams have a total of the same scheme and protocol. */
  readonly total: { readonly from: number; readonly to: number; readonly change: Change } | null;
  /** Why zones or totals are not compared; null where all are. */
  readonly notCompared: string | null;
}

export interface Completeness {
  readonly zones: number;
  readonly examined: number;
  readonly complete: boolean;
  /** "5 of 6 zones examined; not examined: L3." */
  readonly words: string;
}

/** The whole report as it reads and prints. Frozen into the version when it is signed. */
export interface ReportContent extends Omit<ReportEntries, 'zones'> {
  readonly examId: ExamId;
  readonly pseudonym: string;
  readonly examinedAt: string;
  readonly protocol: ProtocolId;
  /** As in the settings; empty where none is set. */
  readonly institution: string;
  readonly simulated: boolean;
  readonly clips: readonly ReportClip[];
  readonly zones: readonly ReportZone[];
  readonly completeness: Completeness;
  readonly total: ScoreTotal;
  /** The protocol's rule for interstitial syndrome over the confirmed zones alone, never over the model's. */
  readonly result: ExamResult;
  readonly ai: ReportAi;
  readonly prior: PriorComparison | null;
  /** Of the program that made it. */
  readonly program: string;
}

// ---------------------------------------------------------------- versions

export interface ReportSignature {
  /** Null before readers have profiles. */
  readonly readerId: ReaderId | null;
  readonly name: string;
  readonly role: ReaderRole | null;
  readonly signedAt: string;
  /** True when the reader's PIN was asked for and given. */
  readonly pinChecked: boolean;
}

/** A signed version. Number 1 is the first; each later one amends the one before it. */
export interface ReportVersion {
  readonly id: ReportVersionId;
  readonly examId: ExamId;
  readonly number: number;
  readonly content: ReportContent;
  /** SHA-256 of the content as stored, hex. */
  readonly sha256: string;
  readonly signature: ReportSignature;
  /** The version that this one amends, and why; null for the first. */
  readonly amends: { readonly id: ReportVersionId; readonly number: number; readonly signedAt: string; readonly reason: string } | null;
}

/** What a version list shows. */
export type ReportVersionRow = Omit<ReportVersion, 'content'>;

// ---------------------------------------------------------------- as the page works on it

/** What the model suggests for a zone; it enters the report only when the reader takes it over. */
export interface ZoneSuggestion {
  readonly zone: ZoneId;
  readonly state: Exclude<ZoneState, 'not-examined'>;
  readonly probability: number;
  readonly clipId: ClipId;
  /** Frame with the highest probability; null without scores. */
  readonly frame: number | null;
  readonly model: ModelRef;
}

export interface ReportState {
  readonly examId: ExamId;
  /** `new`: nothing was entered yet, all values are prefilled. `draft`: being written. `signed`: as the newest version says; amend to change it. */
  readonly stage: 'new' | 'draft' | 'signed';
  /** Of the draft; 0 where none is kept. A save names the one that it knows. */
  readonly revision: number;
  /** The signed version that the draft amends, and why. */
  readonly amends: { readonly number: number; readonly reason: string } | null;
  readonly savedAt: string | null;
  readonly entries: ReportEntries;
  readonly content: ReportContent;
  /** Newest first. */
  readonly versions: readonly ReportVersionRow[];
  readonly suggestions: { readonly conclusion: readonly string[]; readonly ai: readonly ZoneSuggestion[] };
  /** What is missing before the report may be signed, in words. */
  readonly open: readonly string[];
  /** Readings say something else by now than they did when the draft was filled. */
  readonly newerReadings: boolean;
}

/** ";norm" and what it stands for. */
export interface Macro {
  /** Lower-case letters and digits, without the semicolon. */
  readonly name: string;
  readonly text: string;
}

export interface ReportSettings {
  /** Head of every report: name and address of the institution, as lines. */
  readonly institution: string;
  readonly pageSize: 'A4' | 'Letter';
  readonly macros: readonly Macro[];
}
