/** Scores of one analysis while the engine works: counted at once, stored and told in batches. */
import type { MapShape, ScoreBatch } from '../../db/analyses.ts';
import type { AnalysisProgress } from '../../preload/contract.ts';
import type { AnalysisId, ClipAnalysis, ClipId, ExamId, FrameScore, OperatingPoints, Verdict } from '../../preload/domain.ts';
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
  /** What an interrupted run had stored. */
  readonly before: readonly FrameScore[];
  readonly maximaBefore: Float32Array;
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

  get pending(): number {
    return this.#unstored.length;
  }

  add(scores: readonly ScoredFrame[]): void {
    for (const score of scores) {
      if (this.#probabilities.has(score.frame)) continue;
      this.#probabilities.set(score.frame, score.probability);
      this.#unstored.push(score);
      this.#untold.push({ frame: score.frame, probability: score.probability });
      this.#raiseMaxima(score.evidence);
    }
  }

  /** Clip probability and verdict so far; null before the first frame. */
  result(): { readonly probability: number; readonly verdict: Verdict } | null {
    const probability = clipProbability(this.#options.rule, [...this.#probabilities.values()]);
    return probability === null ? null : { probability, verdict: clipVerdict(probability, this.#options.points) };
  }

  /** At most `limit` frames that are not stored yet; null where there are none. `stored` says that they are. */
  batch(limit: number): ScoreBatch | null {
    const result = this.result();
    if (this.#unstored.length === 0 || result === null) return null;
    return { scores: this.#unstored.slice(0, limit), ...result, rejection: null, maxima: this.#maxima };
  }

  stored(batch: ScoreBatch): void {
    this.#unstored = this.#unstored.slice(batch.scores.length);
  }

  /** What the page has not heard yet; null before the first frame. */
  takeProgress(state: ClipAnalysis['state']): AnalysisProgress | null {
    const result = this.result();
    if (result === null) return null;
    const { analysisId, clipId, scored, frames } = this;
    const scores = this.#untold;
    this.#untold = [];
    return { clipId, analysisId, scores, scored, frames, ...result, rejection: null, state };
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
