import type { OperatingPoints, Verdict } from '../../preload/domain.ts';

/** From the pooled frame probability to the clip's probability; fitted out of fold by the bundle's maker. */
export type ClipCalibration =
  | { readonly kind: 'none' }
  /** sigmoid(slope * logit(pooled) + intercept) (Platt 1999). */
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  /** Linear between the points (scores[i], probabilities[i]), both rising; held beyond the ends (Zadrozny and Elkan 2002). */
  | { readonly kind: 'isotonic'; readonly scores: readonly number[]; readonly probabilities: readonly number[] };

/** How frame probabilities become one of the clip; named by the bundle's manifest, chosen there by cross-validation. */
export interface ClipRule {
  readonly kind: 'top-fraction-mean';
  /** Share of the scored frames, highest first, that is averaged; at least one frame. */
  readonly fraction: number;
  readonly calibration: ClipCalibration;
}

/** Keeps the logit finite where all frames are certain to the last bit; the training does the same. */
const extreme = 1e-6;

function platt(pooled: number, slope: number, intercept: number): number {
  const within = Math.min(1 - extreme, Math.max(extreme, pooled));
  return 1 / (1 + Math.exp(-(slope * Math.log(within / (1 - within)) + intercept)));
}

function isotonic(pooled: number, scores: readonly number[], probabilities: readonly number[]): number {
  const at = (index: number): number => probabilities[index] ?? 0;
  const above = scores.findIndex((score) => score >= pooled);
  if (above === -1) return at(scores.length - 1);
  const [low, high] = [scores[above - 1], scores[above] ?? 0];
  if (low === undefined) return at(0);
  return at(above - 1) + ((pooled - low) / (high - low)) * (at(above) - at(above - 1));
}

/** The clip's probability (0..1) from the pooled one (0..1); never falls as the pooled one rises. */
export function calibrated(calibration: ClipCalibration, pooled: number): number {
  switch (calibration.kind) {
    case 'none': return pooled;
    case 'platt': return platt(pooled, calibration.slope, calibration.intercept);
    case 'isotonic': return isotonic(pooled, calibration.scores, calibration.probabilities);
  }
}

/** Clip probability (0..1) from the probabilities of the frames scored so far; null while there is none. */
export function clipProbability(rule: ClipRule, probabilities: readonly number[]): number | null {
  if (probabilities.length === 0) return null;
  switch (rule.kind) {
    case 'top-fraction-mean': {
      const top = probabilities.toSorted((a, b) => b - a).slice(0, Math.max(1, Math.ceil(rule.fraction * probabilities.length)));
      return calibrated(rule.calibration, top.reduce((sum, probability) => sum + probability, 0) / top.length);
    }
  }
}

/** Verdict around the bundle's operating points: IS from `high` on, healthy below `low`, neither safely in between. */
export function clipVerdict(probability: number, points: OperatingPoints): Verdict {
  if (probability >= points.indeterminate.high) return 'IS';
  return probability < points.indeterminate.low ? 'healthy' : 'indeterminate';
}
