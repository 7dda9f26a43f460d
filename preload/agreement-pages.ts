/** What the pages of agreement and adjudication are told. Types only. */
import type { Adjudication, AgreementQuestion, AnswerBasis, ConsensusPolicy, DisagreementRule } from './agreement.ts';
import type { ClipId, ExamId, ZoneId } from './domain.ts';
import type { Findings, FrameRange, ReaderId, ReadingId, ReadingVerdict } from './readings.ts';

/** What is chosen once and holds until it is changed. */
export interface AgreementChoices {
  /** Readers are compared with it, and datasets are offered it first. */
  readonly policy: ConsensusPolicy;
  readonly disagreement: DisagreementRule;
  /** Adjudicators see answers as of readers A, B, ... and not whose they are. */
  readonly anonymous: boolean;
}

export interface ReaderShare {
  readonly reader: ReaderId;
  readonly clips: number;
  /** Clips that another reader has read too. */
  readonly shared: number;
  readonly repeated: number;
}

export interface AgreementOverview {
  /** Readers with readings, in order of their first one. */
  readonly readers: readonly ReaderShare[];
  readonly choices: AgreementChoices;
  /** Policies that need no further choice. */
  readonly policies: readonly ConsensusPolicy[];
}

export interface AgreementAsked {
  readonly question: AgreementQuestion;
  readonly readers: readonly ReaderId[];
  readonly basis: AnswerBasis;
  /** Days, both included, as 2026-11-23; null without a bound. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface Difference {
  readonly question: AgreementQuestion;
  readonly answers: readonly string[];
}

/** `outdated`: decided, but since then a reader has answered anew. */
export type AdjudicationState = 'open' | 'decided' | 'outdated';

export interface AdjudicationItem {
  readonly clipId: ClipId;
  readonly examId: ExamId;
  /** The exam's pseudonym. */
  readonly exam: string;
  readonly zone: ZoneId | null;
  readonly readers: number;
  readonly differences: readonly Difference[];
  readonly state: AdjudicationState;
}

export interface AdjudicationQueue {
  /** Open ones first, then outdated, then decided ones. */
  readonly items: readonly AdjudicationItem[];
  /** Clips that two readers or more have read. */
  readonly sharedClips: number;
  /** What counts as a disagreement, in words. */
  readonly rule: string;
}

export interface ShownAnswer {
  readonly readingId: ReadingId;
  /** A, B, ...: in an order of the clip's own, so that a letter says nothing of who it is. */
  readonly letter: string;
  /** Null where answers are anonymous. */
  readonly reader: ReaderId | null;
  readonly verdict: ReadingVerdict | null;
  readonly findings: Findings;
  readonly confidence: 1 | 2 | 3 | 4 | 5 | null;
  readonly comment: string;
  readonly ranges: readonly FrameRange[];
}

export interface AdjudicationCase {
  readonly clipId: ClipId;
  readonly examId: ExamId;
  readonly answers: readonly ShownAnswer[];
  readonly differences: readonly Difference[];
  /** Newest first. */
  readonly earlier: readonly Adjudication[];
  /** The adjudicator has read this clip: one of the answers may be their own. */
  readonly ownRead: boolean;
}
