/**
 * How well readers agree, what they agree on (consensus), and who decides where they do not (adjudication). Types only.
 * Figures are computed apart from the page; clips of one patient are always drawn together for an interval.
 */
import type { ClipId } from './domain.ts';
import type { BLineClass, Consolidation, Effusion, Findings, Pleura, ReaderId, ReadingId, ReadingVerdict, Severity, SeverityScheme, Sliding } from './readings.ts';

/** What is asked of a clip, one at a time. Severity is asked by one scheme: totals of different schemes are never mixed. */
export type AgreementQuestion = 'verdict' | 'b-lines' | 'a-lines' | 'pleura' | 'consolidation' | 'effusion' | 'sliding' | 'severity-lus' | 'severity-soldati';

/** `independent`: what readers said before the AI and other readers were shown. `final`: what stands, revisions after the reveal and reviews included. */
export type AnswerBasis = 'independent' | 'final';

/** Why a figure has no value; never NaN. `one-category`: all answers are the same, so chance alone would agree always. `no-spread`: clips do not differ. */
export type UndefinedBecause = 'no-clips' | 'one-clip' | 'one-reader' | 'one-category' | 'no-spread' | 'not-used';

/** A value with its 95% percentile interval by patient bootstrap; no interval where all clips are of one patient. */
export type AgreementFigure =
  | { readonly value: number; readonly interval: { readonly low: number; readonly high: number } | null }
  | { readonly value: null; readonly because: UndefinedBecause };

/** Rows: the first reader's (or the reference's) answer; columns: the second's. In the order of the question's categories. */
export type ConfusionCounts = readonly (readonly number[])[];

/** Two sets of answers to the same clips. */
export interface PairFigures {
  readonly clips: number;
  readonly patients: number;
  readonly confusion: ConfusionCounts;
  /** Share of clips with the same answer. */
  readonly observed: AgreementFigure;
  readonly kappa: AgreementFigure;
  /** Weighted by distance and by squared distance of the classes; null for questions without an order. */
  readonly linear: AgreementFigure | null;
  readonly quadratic: AgreementFigure | null;
  /** Agreement on each category: twice the clips where both say it, over all times that either says it. Positive and negative agreement for yes/no. */
  readonly specific: readonly AgreementFigure[];
}

export interface ReaderPair extends PairFigures {
  readonly first: ReaderId;
  readonly second: ReaderId;
}

/** Shrout and Fleiss 1979; in McGraw and Wong 1996: A,1 - A,k - C,1 - C,k. */
export type IccForm = 'ICC(2,1)' | 'ICC(2,k)' | 'ICC(3,1)' | 'ICC(3,k)';

export interface GroupFigures {
  /** Clips that all chosen readers answered: Fleiss' kappa and ICC need them complete. */
  readonly completeClips: number;
  /** Clips that at least two answered: Krippendorff's alpha and the observed agreement use them all. */
  readonly pairedClips: number;
  readonly pairedPatients: number;
  /** Mean over clips of the share of agreeing pairs of readers. */
  readonly observed: AgreementFigure;
  readonly fleiss: AgreementFigure;
  readonly alpha: AgreementFigure;
  /** Differences in alpha: by kind, or by rank for classes with an order. */
  readonly alphaMetric: 'nominal' | 'ordinal';
  /** Null for questions that are no scale of numbers. */
  readonly icc: readonly { readonly form: IccForm; readonly figure: AgreementFigure }[] | null;
}

/** A reader's clips in the order read, cut into successive blocks. */
export interface DriftBlock {
  readonly from: string;
  readonly to: string;
  readonly clips: number;
  /** Agreement with the reference. */
  readonly observed: AgreementFigure;
}

/** What became of answers once the AI and the others were shown. */
export interface RevealFigures {
  /** Clips with an answer before the reveal and one after it. */
  readonly clips: number;
  readonly changed: number;
  /** Null for questions that the AI does not answer. Counted among the clips where the AI gave IS or healthy. */
  readonly towardsAi: number | null;
  readonly awayFromAi: number | null;
  readonly rate: AgreementFigure;
}

export interface ReaderFigures {
  readonly reader: ReaderId;
  /** Answers of the first round to the question. */
  readonly clips: number;
  /** Reads whose time is known. */
  readonly timed: number;
  readonly medianTookMs: number | null;
  readonly clipsPerMinute: number | null;
  /** Against the consensus of the others by the chosen policy; rows: consensus. Null where no clip has one. */
  readonly againstConsensus: PairFigures | null;
  readonly drift: readonly DriftBlock[];
  readonly reveal: RevealFigures;
  /** Own first read against own repeat; null where nothing was repeated. */
  readonly repeats: PairFigures | null;
}

export interface AgreementReport {
  readonly version: 1;
  readonly question: AgreementQuestion;
  readonly categories: readonly string[];
  readonly ordinal: boolean;
  readonly basis: AnswerBasis;
  /** First and last day, both included, of the readings' commits (UTC); null without a bound. */
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly readers: readonly { readonly reader: ReaderId; readonly clips: number }[];
  readonly pairs: readonly ReaderPair[];
  readonly group: GroupFigures;
  readonly perReader: readonly ReaderFigures[];
  readonly policy: ConsensusPolicy;
  readonly bootstrap: { readonly draws: number; readonly seed: number; readonly level: number };
  readonly splitLevel: 'patient';
}

/** A tie is a clip where no answer has more than half. `none`: no label. `worse`: the worse of the most given answers, where they can be ranked. */
export type TieRule = 'none' | 'worse';

export type ConsensusRule =
  /** What one reader says. */
  | { readonly kind: 'single'; readonly reader: ReaderId }
  /** What more than half of the readers who answered say. */
  | { readonly kind: 'majority'; readonly tie: TieRule; readonly minReaders: number }
  /** What more than half of the weight says; readers not named have the weight `others`. */
  | { readonly kind: 'weighted'; readonly weights: Readonly<Record<ReaderId, number>>; readonly others: number; readonly tie: TieRule; readonly minReaders: number }
  /** What the adjudicator decided; without a decision what the fallback says. `unanimous`: only where all readers who answered, at least two, say the same. */
  | { readonly kind: 'adjudicated'; readonly otherwise: 'none' | 'unanimous' | 'majority' };

/** Named by a person and stored, as a whole, with everything made from it. `version` is that of the rules' meaning. */
export interface ConsensusPolicy {
  readonly name: string;
  readonly version: 1;
  readonly rule: ConsensusRule;
}

/** `value` null: no label, and `by` says why. */
export interface ConsensusAnswer<T> {
  readonly value: T | null;
  readonly by: 'single' | 'majority' | 'weighted' | 'adjudicated' | 'unanimous' | 'tie-worse' | 'none-answered' | 'too-few' | 'tie' | 'undecided';
  /** Share of the readers who answered (by weight) that gave `value`; 0 without a value. */
  readonly support: number;
  /** Readers who answered. */
  readonly answers: number;
}

/** What the readers of a clip agree on. */
export interface ConsensusLabel {
  readonly clipId: ClipId;
  readonly policy: ConsensusPolicy;
  readonly verdict: ConsensusAnswer<ReadingVerdict>;
  readonly bLines: ConsensusAnswer<BLineClass>;
  readonly aLines: ConsensusAnswer<boolean>;
  readonly pleura: ConsensusAnswer<Pleura>;
  readonly consolidation: ConsensusAnswer<Consolidation>;
  readonly effusion: ConsensusAnswer<Effusion>;
  readonly sliding: ConsensusAnswer<Sliding>;
  /** By scheme: a score of one scheme says nothing in the other. */
  readonly severity: Readonly<Record<SeverityScheme, ConsensusAnswer<Severity['score']>>>;
  /** Readings and the adjudication that it was made from. */
  readonly readings: readonly ReadingId[];
  readonly adjudication: string | null;
}

/** Which differences between readers of a clip go to the adjudicator. Null: that answer does not count. */
export interface DisagreementRule {
  readonly verdict: boolean;
  /** Least distance of B-line classes. */
  readonly bLines: 1 | 2 | 3 | null;
  readonly aLines: boolean;
  /** Least difference of scores of the same scheme. */
  readonly severity: 1 | 2 | 3 | null;
}

/** A clip's decision by an adjudicator. Append-only: the newest of a clip stands. */
export interface Adjudication {
  readonly id: string;
  readonly clipId: ClipId;
  readonly adjudicator: ReaderId;
  readonly decidedAt: string;
  readonly verdict: ReadingVerdict | null;
  readonly findings: Findings;
  /** In the adjudicator's words. */
  readonly reason: string;
  /** The reading that was followed; null for an answer of the adjudicator's own. */
  readonly followed: ReadingId | null;
  /** The readings that were on screen. */
  readonly considered: readonly ReadingId[];
  /** The adjudicator had read the clip as a reader before. */
  readonly ownRead: boolean;
}

/** How the clips of an assignment were chosen. A share is of those that could be chosen then; the seed gives the same choice again. */
export type AssignmentRule =
  | { readonly kind: 'clips' }
  /** `of`: clips that others have read, or all that the reader has not. */
  | { readonly kind: 'share'; readonly share: number; readonly seed: number; readonly of: 'read-by-others' | 'all' }
  /** Clips that the reader has read before, for intra-reader agreement. */
  | { readonly kind: 'repeat'; readonly share: number; readonly seed: number };

/** Clips that a reader was asked to read. */
export interface Assignment {
  readonly id: string;
  readonly reader: ReaderId;
  readonly rule: AssignmentRule;
  readonly by: ReaderId;
  readonly at: string;
  readonly clips: number;
  readonly done: number;
  readonly withdrawnAt: string | null;
}
