/** A labelling session: its plan, its queue, and what the page may know of each clip. Types only. */
import type { ClipAnalysis, ClipId, ClipMedia, ExamId, ProtocolId, ZoneId } from './domain.ts';
import type { Reading, ReadingContent, ReadingMode, ReaderRole, SeverityScheme } from './readings.ts';

/** How far the present reader has come with all clips of the case log. */
export interface LabellingOverview {
  readonly clips: number;
  /** Clips with a reading of this reader. */
  readonly read: number;
  /** Clips that this reader is asked to read, or to read again, and has not yet. */
  readonly asked: number;
  /** The session of this reader that is not finished; null where there is none. */
  readonly open: LabellingProgress | null;
}

export interface LabellingProgress {
  readonly sessionId: string;
  readonly plan: LabellingPlan;
  readonly createdAt: string;
  readonly clips: number;
  readonly committed: number;
}

/** `uncertainty`: nearest to the model's threshold first; `disagreement`: clips on which readers differ most first; neither figure is shown. */
export type QueueOrder = 'random' | 'uncertainty' | 'disagreement' | 'zone' | 'date';

export interface LabellingPlan {
  readonly order: QueueOrder;
  /** Draws the random order, and decides between equals in the others. */
  readonly seed: number;
  readonly protocol: ProtocolId | null;
  /** Empty: all zones, and clips without one. */
  readonly zones: readonly ZoneId[];
  /** Of the exam, ISO times; from is included, to is not. */
  readonly from: string | null;
  readonly to: string | null;
  /** Empty: all exams. */
  readonly examIds: readonly ExamId[];
  /** Only clips that this reader has never read. Otherwise unread ones come first. */
  readonly unreadOnly: boolean;
  readonly limit: number;
  /** What severity 0-3 means in this session. */
  readonly scheme: SeverityScheme;
  /** AI and other readers are shown after each commit, to keep or revise; otherwise only when asked for. */
  readonly revealEach: boolean;
  /** Clips read before are read anew, without the earlier answer: for intra-reader agreement. */
  readonly repeat: boolean;
  /** Only the clips that the reader is asked to read, in that order; the filters above are left aside. */
  readonly askedOnly: boolean;
}

/** What a plan would bring. */
export interface PlanPreview {
  /** Clips that match, before the limit. */
  readonly clips: number;
  /** Of those, never read by this reader. */
  readonly unread: number;
}

/** `revealed`: committed, and the AI result has been shown to the reader. */
export type QueueState = 'unread' | 'begun' | 'committed' | 'revealed';

export interface QueueItem {
  readonly clipId: ClipId;
  readonly zone: ZoneId | null;
  readonly state: QueueState;
}

/** One gesture: what it changed of a clip's draft, before and after. */
export interface LabelGesture {
  readonly clipId: ClipId;
  /** "Set verdict IS on R2". */
  readonly label: string;
  readonly before: Partial<ReadingContent>;
  readonly after: Partial<ReadingContent>;
}

export interface LabellingSession {
  readonly sessionId: string;
  readonly plan: LabellingPlan;
  readonly queue: readonly QueueItem[];
  readonly position: number;
  /** In order; the first `applied` are done, the rest can be redone. */
  readonly history: readonly LabelGesture[];
  readonly applied: number;
}

/** A clip as a blind reader may see it: no name, no exam, no result, nobody else's answer. */
export interface LabelClip {
  readonly clipId: ClipId;
  readonly zone: ZoneId | null;
  readonly media: ClipMedia;
  readonly draft: ReadingContent | null;
  readonly spentMs: number;
  /** The reader's own standing reading in this session's round. */
  readonly committed: Reading | null;
  /** The reader has seen the AI result of this clip in review, or in an earlier reveal: what they say now is not blind. */
  readonly seenBefore: boolean;
  /** Null until AI and other readers were shown after a commit. */
  readonly reveal: RevealedClip | null;
}

export interface RevealedClip {
  readonly analysis: ClipAnalysis | null;
  /** Standing readings of the other readers. */
  readonly others: readonly OtherReading[];
}

export interface OtherReading extends ReadingContent {
  readonly initials: string;
  readonly role: ReaderRole;
  readonly mode: ReadingMode;
}

/** What the page sends after each gesture, kept in one transaction. */
export interface DraftSave {
  readonly sessionId: string;
  readonly position: number;
  readonly drafts: readonly { readonly clipId: ClipId; readonly content: ReadingContent; readonly spentMs: number }[];
  /** Entries from `from` on are replaced by these. */
  readonly history: { readonly from: number; readonly entries: readonly LabelGesture[]; readonly applied: number };
}
