import type { OperatingPoints, Verdict } from '../../preload/domain.ts';

/** How frame probabilities become one of the clip; named by the bundle's manifest, chosen there by cross-validation. */
export interface ClipRule {
  readonly kind: 'top-fraction-mean';
  /** Share of the scored frames, highest first, that is averaged; at least one frame. */
  readonly fraction: number;
}

/** Clip probability (0..1) from the probabilities of the frames scored so far; null while there is none. */
export function clipProbability(rule: ClipRule, probabilities: readonly number[]): number | null {
  if (probabilities.length === 0) return null;
  switch (rule.kind) {
    case 'top-fraction-mean': {
      const top = probabilities.toSorted((a, b) => b - a).slice(0, Math.max(1, Math.ceil(rule.fraction * probabilities.length)));
      return top.reduce((sum, probability) => sum + probability, 0) / top.length;
    }
  }
}

/** Verdict around the bundle's operating points: IS from `high` on, healthy below `low`, neither safely in between. */
export function clipVerdict(probability: number, points: OperatingPoints): Verdict {
  if (probability >= points.indeterminate.high) return 'IS';
  return probability < points.indeterminate.low ? 'healthy' : 'indeterminate';
}
