/** Scores of one analysis while the engine works: counted at once, stored and told in batches. */
import type { MapShape, ScoreBatch } from '../../db/analyses.ts';
import type { AnalysisProgress } from '../../preload/contract.ts';
import type { AnalysisId, ClipAnalysis, ClipId, ClipVerdict, ExamId, FrameScore, OperatingPoints, Rejection } from '../../preload/domain.ts';
import type { Judgement } from '../analysis/clip-guard.ts';
import { clipProbability, clipVerdict } from '../analysis/clip-score.ts';
import type { ClipRule } from '../analysis/clip-score.ts';
import type { ScoredFrame } from '../inference/engine-host.ts';

export interface RunningOptions {
  readonly analysisId: AnalysisId;
  readonly clipId: ClipId;
  readonly examId: ExamId;
  readonly frames: number;
  readonly rule: ClipRule;
  readonly points: OperatingPoints;
  readonly maps: readonly MapShape[];
  /** Analysed whatever the guard says. */
  readonly guardOverridden: boolean;
  /** What an interrupted run had stored. */
  readonly before: readonly FrameScore[];
  readonly maximaBefore: Float32Array;
}

/** What is known of the clip so far. */
export interface RunningResult {
  /** Null until the guard has judged the clip, and where it was rejected. */
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  readonly rejection: Rejection | null;
}

export class RunningAnalysis {
  readonly analysisId: AnalysisId;
  readonly clipId: ClipId;
  readonly examId: ExamId;
  readonly #options: RunningOptions;
  readonly #probabilities = new Map<number, number>();
  readonly #maxima: Float32Array;
  #unstored: ScoredFrame[] = [];
  #untold: FrameScore[] = [];
  #judgement: Judgement = 'undecided';

  constructor(options: RunningOptions) {
    this.#options = options;
    this.analysisId = options.analysisId;
    this.clipId = options.clipId;
    this.examId = options.examId;
    for (const { frame, probability } of options.before) this.#probabilities.set(frame, probability);
    this.#maxima = Float32Array.from(options.maximaBefore);
  }

  get scored(): number {
    return this.#probabilities.size;
  }

  get frames(): number {
    return this.#options.frames;
  }

  get guardOverridden(): boolean {
    return this.#options.guardOverridden;
  }

  get pending(): number {
    return this.#unstored.length;
  }

  /** `judgement` is the guard's, by the frames scored so far. */
  add(scores: readonly ScoredFrame[], judgement: Judgement): void {
    this.#judgement = judgement;
    for (const score of scores) {
      if (this.#probabilities.has(score.frame)) continue;
      this.#probabilities.set(score.frame, score.probability);
      this.#unstored.push(score);
      this.#untold.push({ frame: score.frame, probability: score.probability });
      this.#raiseMaxima(score.evidence);
    }
  }

  result(): RunningResult {
    const judgement = this.#judgement;
    const rejection = typeof judgement === 'object' ? judgement : null;
    const { rule, points, guardOverridden } = this.#options;
    if (rejection !== null && !guardOverridden) return { probability: null, verdict: 'rejected', rejection };
    const probability = judgement === 'undecided' ? null : clipProbability(rule, [...this.#probabilities.values()]);
    return { probability, verdict: probability === null ? null : clipVerdict(probability, points), rejection };
  }

  /** At most `limit` frames that are not stored yet; null where there are none. `stored` says that they are. */
  batch(limit: number): ScoreBatch | null {
    if (this.#unstored.length === 0) return null;
    return { scores: this.#unstored.slice(0, limit), ...this.result(), maxima: this.#maxima };
  }

  stored(batch: ScoreBatch): void {
    this.#unstored = this.#unstored.slice(batch.scores.length);
  }

  /** What the page has not heard yet; null before the first frame. */
  takeProgress(state: ClipAnalysis['state']): AnalysisProgress | null {
    if (this.scored === 0) return null;
    const { analysisId, clipId, scored, frames } = this;
    const scores = this.#untold;
    this.#untold = [];
    return { clipId, analysisId, scores, scored, frames, ...this.result(), state };
  }

  #raiseMaxima(evidence: Float32Array): void {
    let offset = 0;
    this.#options.maps.forEach(({ width, height }, map) => {
      let largest = this.#maxima[map] ?? 0;
      for (const end = offset + width * height; offset < end; offset += 1) largest = Math.max(largest, evidence[offset] ?? 0);
      this.#maxima[map] = largest;
    });
  }
}
