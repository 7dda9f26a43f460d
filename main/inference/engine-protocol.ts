/** Messages between the engine process and its host, and the words that both share. Types only: both ends are ours and are built together. */
import type { Judgement } from '../analysis/clip-guard.ts';
import type { AppError, BenchmarkResult, Lime, ModelRef, Precision, Provider, ProviderAttempt, ProviderChoice, Rejection, Sector } from '../../preload/domain.ts';

/** A clip as the engine reads it. */
export interface StoredClip {
  /** Frame store of the clip's gray frames. */
  readonly grayPath: string;
  readonly sector: Sector;
  readonly gain: number;
  readonly frames: number;
}

export interface AnalyseRequest extends StoredClip {
  /** Names the analysis among the outstanding ones. */
  readonly key: string;
  /** Frames that are scored already: not scored again. */
  readonly done: readonly number[];
  /** Score only this many frames, coarse to fine, those done included; null means all. */
  readonly limit: number | null;
  /** What a clip that is no readable lung ultrasound leads to: the analysis ends there, goes on with a warning, or is not even asked about it. */
  readonly guard: 'stop' | 'warn' | 'off';
}

/** LIME of one frame, see lime/lime.ts. */
export interface ExplainRequest extends StoredClip {
  /** Names the explanation among the outstanding ones. */
  readonly key: string;
  readonly frame: number;
  readonly seed: number;
  /** Perturbed images at most. */
  readonly ofSamples: number;
}

export interface ScoredFrame {
  readonly frame: number;
  /** The head's output before calibration. */
  readonly logit: number;
  readonly probability: number;
  /** Grad-CAM grids, see evidence.ts. */
  readonly evidence: Float32Array;
}

/** Milliseconds spent in one analysis. */
export interface AnalysisTimings {
  /** Waiting for frames from the frame store; reading ahead hides most of it. */
  readonly readMs: number;
  readonly preprocessMs: number;
  /** Inside `session.run`. */
  readonly inferMs: number;
  /** Head and Grad-CAM. */
  readonly explainMs: number;
  /** From request to answer, waiting for other analyses included. */
  readonly totalMs: number;
}

export type StepTimings = Omit<AnalysisTimings, 'totalMs'>;

/** A finished analysis: its times, and what the guard objected to (with `stop`, the reason why it ended after the first frames). */
export interface AnalysisOutcome extends AnalysisTimings {
  readonly rejection: Rejection | null;
}

export interface StartMessage {
  readonly type: 'start';
  readonly bundleDir: string;
  readonly provider: ProviderChoice;
  /** An explicit provider that fails is an error. */
  readonly strict: boolean;
  /** Providers that brought the process down before. */
  readonly refused: readonly ProviderAttempt[];
  /** Threads found best by an earlier process; null measures. */
  readonly threads: number | null;
}

export type ToEngine =
  | StartMessage
  | { readonly type: 'analyse'; readonly request: AnalyseRequest }
  | { readonly type: 'cancel'; readonly key: string }
  | { readonly type: 'look'; readonly key: string; readonly frame: number }
  | { readonly type: 'explain'; readonly request: ExplainRequest }
  | { readonly type: 'cancel-explain'; readonly key: string }
  /** Times bare `session.run` against the whole step on a clip's frames, or on golden images without a clip. */
  | { readonly type: 'benchmark'; readonly id: number; readonly clip: AnalyseRequest | null };

export type FromEngine =
  /** Before each provider attempt: if the process dies now, this provider is to blame. */
  | { readonly type: 'trying'; readonly provider: Provider; readonly precision: Precision }
  | { readonly type: 'ready'; readonly provider: Provider; readonly precision: Precision; readonly model: ModelRef; readonly attempts: readonly ProviderAttempt[]; readonly threads: number }
  | { readonly type: 'unusable'; readonly error: AppError; readonly attempts: readonly ProviderAttempt[] }
  /** The provider stopped working; the process ends by itself after this. */
  | { readonly type: 'provider-lost'; readonly provider: Provider; readonly detail: string }
  /** The explanation so far; the last one is settled. */
  | { readonly type: 'explained'; readonly key: string; readonly lime: Lime }
  | { readonly type: 'not-explained'; readonly key: string; readonly error: AppError }
  /** Frames of this analysis, or images of this explanation, are worked on now: if the process dies, it is to blame. */
  | { readonly type: 'working'; readonly key: string }
  | { readonly type: 'scores'; readonly key: string; readonly scores: readonly ScoredFrame[]; readonly judgement: Judgement; readonly timings: StepTimings }
  | { readonly type: 'done'; readonly key: string }
  /** Nothing to tell, but at work: keeps the host from taking a long benchmark for a hang. */
  | { readonly type: 'alive' }
  | { readonly type: 'failed'; readonly key: string; readonly error: AppError }
  | { readonly type: 'benchmark'; readonly id: number; readonly result: BenchmarkResult | AppError };

/** Frames a `session.run`: more at once gain nothing on the CPU and would only make cancelling and looking slower. */
export function framesPerRun(provider: Provider): number {
  return provider === 'cpu' ? 1 : 8;
}
