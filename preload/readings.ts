/**
 * Readers and their readings: what a person says of a clip, apart from any model. Types only.
 * A reading is append-only: a changed mind is a new reading that names the one it replaces, and both are kept.
 */
import type { ClipId, ExamId } from './domain.ts';

export type ReaderId = string;
export type ReadingId = string;

export type ReaderRole = 'sonographer' | 'annotator' | 'adjudicator' | 'admin';

/** A local profile. The PIN's scrypt record never leaves the main process. */
export interface Reader {
  readonly id: ReaderId;
  readonly name: string;
  /** One to four letters, unique among active readers; stands where the name would be too long. */
  readonly initials: string;
  readonly role: ReaderRole;
  readonly hasPin: boolean;
  /** False once retired: its readings stay, it can no longer sign in. */
  readonly active: boolean;
  readonly createdAt: string;
}

/** What the present reader may do. */
export interface Permissions {
  /** Decide where readers disagree: adjudicators and admins. */
  readonly adjudicate: boolean;
  /** Add, change and retire profiles: admins. */
  readonly manageReaders: boolean;
}

/** Who reads at this workstation now. */
export interface ReadersState {
  /** All, in order of creation; retired ones too. */
  readonly readers: readonly Reader[];
  /** Stands with each reading and decision. */
  readonly current: Reader;
  /** True until the present reader has confirmed who they are; nothing can be said meanwhile. */
  readonly locked: boolean;
  readonly may: Permissions;
}

/** The verdict of a reading, one key each. */
export type ReadingVerdict = 'IS' | 'healthy' | 'not-readable' | 'not-lung';

/** B-lines between two ribs, the most in any frame of the clip. */
export type BLineClass = '0' | '1-2' | '3+' | 'confluent';
export type Pleura = 'regular' | 'irregular' | 'broken';
export type Consolidation = 'none' | 'subpleural' | 'lobar';
export type Effusion = 'none' | 'small' | 'large';
export type Sliding = 'present' | 'absent' | 'lung-point';

/** Scales of 0-3 that must never be mixed: LUS score (aeration, pleura involved) and Soldati's COVID scheme. */
export type SeverityScheme = 'lus' | 'soldati';
export interface Severity {
  readonly scheme: SeverityScheme;
  readonly score: 0 | 1 | 2 | 3;
}

/** Null: the reader did not say. */
export interface Findings {
  readonly bLines: BLineClass | null;
  readonly aLines: boolean | null;
  readonly pleura: Pleura | null;
  readonly consolidation: Consolidation | null;
  readonly effusion: Effusion | null;
  readonly sliding: Sliding | null;
  readonly severity: Severity | null;
}

/** Tracks that need no naming; any other name is the reader's own finding. */
export type KnownTrack = 'b-lines' | 'not-readable';

/** What a range of frames shows: `b-lines`, `not-readable`, or a finding of the reader's own naming. */
export type RangeTrack = string;

/** Frames `first` to `last`, both included, by decoded index. Ranges of one track never overlap nor touch; those of different tracks may. */
export interface FrameRange {
  readonly track: RangeTrack;
  readonly first: number;
  readonly last: number;
}

/** A drawn line on one frame, in pixels of the decoded frame. */
export interface Stroke {
  readonly kind: 'pleura' | 'b-line';
  readonly frame: number;
  /** At least two. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** `blind`: committed before AI and other readers were shown. `revealed`: kept or revised after that. `review`: made in review, with the AI on screen. `imported`: from a file. */
export type ReadingMode = 'blind' | 'revealed' | 'review' | 'imported';

/** What a reader answers, without who and when: the draft of a labelling session, and the body of a committed reading. */
export interface ReadingContent {
  readonly verdict: ReadingVerdict | null;
  readonly findings: Findings;
  /** 1 guess to 5 certain. */
  readonly confidence: 1 | 2 | 3 | 4 | 5 | null;
  readonly comment: string;
  readonly ranges: readonly FrameRange[];
  readonly strokes: readonly Stroke[];
}

/** One reader's committed answer for one clip. The newest of a reader, clip and round stands. */
export interface Reading extends ReadingContent {
  readonly id: ReadingId;
  readonly clipId: ClipId;
  readonly examId: ExamId;
  readonly reader: ReaderId;
  /** 1 for the first read of a clip by this reader, 2 and more for repeats (intra-reader agreement). */
  readonly round: number;
  readonly mode: ReadingMode;
  /** The reading that this one replaces; null for the first of its round. */
  readonly replaces: ReadingId | null;
  readonly committedAt: string;
  /** Time from the clip's first frame on screen to the commit; null where unknown. */
  readonly tookMs: number | null;
}
