/** Whether a challenger may take the champion's place: both on the same locked clips, patients drawn together. Guards must not fall. */
import type { Interval, OperatingPoints } from '../../preload/domain.ts';
import type { PromotionCheck, PromotionFigure } from '../../preload/training.ts';
import { groupBootstrap, pairedBootstrap } from '../analysis/bootstrap.ts';
import { expectedCalibrationError } from '../analysis/calibration.ts';
import { auc } from '../analysis/discrimination.ts';
import { ofSums } from '../analysis/metrics.ts';
import type { Case, Figure } from '../analysis/metrics.ts';
import { atThreshold } from '../analysis/thresholds.ts';

/** One locked clip, as both judge it; null: rejected by the guard. */
export interface TestedClip {
  readonly patient: string;
  readonly positive: boolean;
  readonly champion: number | null;
  readonly challenger: number | null;
}

export interface TestedPair {
  readonly clips: readonly TestedClip[];
  readonly points: { readonly champion: OperatingPoints; readonly challenger: OperatingPoints };
}

type Side = 'champion' | 'challenger';

interface Measure {
  readonly figure: PromotionFigure;
  readonly guard: boolean;
  /** Of a side's cases; score as the figure needs it. */
  readonly cases: (pair: TestedPair, side: Side) => Case[];
  readonly of: Figure;
  /** Whether more is better. */
  readonly rises: boolean;
  /** How much worse the challenger may be by the figures themselves: rounding and a clip's worth of noise. */
  readonly slack: number;
}

/** Share of cases with score 1. */
const share: Figure = ofSums(2, (score, _, into) => {
  into[0] = score;
  into[1] = 1;
}, ([sum = 0, cases = 0]) => (cases === 0 ? null : sum / cases));

/** Clips that both judged. */
const both = ({ clips }: TestedPair): readonly TestedClip[] => clips.filter(({ champion, challenger }) => champion !== null && challenger !== null);

const scored = (pair: TestedPair, side: Side): Case[] => both(pair).map((clip) => ({ group: clip.patient, positive: clip.positive, score: clip[side] ?? 0 }));

/** Distances from a threshold; a rejected clip is not found, and not called positive. */
const called = (point: 'screening' | 'balanced') => ({ clips, points }: TestedPair, side: Side): Case[] => clips.map((clip) => ({
  group: clip.patient, positive: clip.positive, score: (clip[side] ?? Number.NEGATIVE_INFINITY) - points[side][point],
}));

const rejected = ({ clips }: TestedPair, side: Side): Case[] => clips.map((clip) => ({ group: clip.patient, positive: clip.positive, score: clip[side] === null ? 1 : 0 }));

const measures: readonly Measure[] = [
  { figure: 'auc', guard: false, cases: scored, of: auc, rises: true, slack: 0 },
  { figure: 'screening-sensitivity', guard: true, cases: called('screening'), of: atThreshold('sensitivity', 0), rises: true, slack: 0 },
  { figure: 'screening-specificity', guard: false, cases: called('screening'), of: atThreshold('specificity', 0), rises: true, slack: 0 },
  { figure: 'balanced-accuracy', guard: false, cases: called('balanced'), of: atThreshold('accuracy', 0), rises: true, slack: 0 },
  { figure: 'calibration', guard: true, cases: scored, of: expectedCalibrationError, rises: false, slack: 0.01 },
  { figure: 'false-reject', guard: true, cases: rejected, of: share, rises: false, slack: 0 },
];

/** A guard passes unless its own figure falls; the AUC passes unless it is shown to be lower. Others only inform. */
function passes({ figure, guard, rises, slack }: Measure, difference: Interval | null): boolean | null {
  if (difference === null) return null;
  if (figure === 'auc') return difference.high >= 0;
  if (!guard) return null;
  return rises ? difference.value >= -slack - 1e-9 : difference.value <= slack + 1e-9;
}

/** Thousands of draws: not for main's event loop. */
export function promotionChecks(pair: TestedPair): readonly PromotionCheck[] {
  return measures.map((measure): PromotionCheck => {
    const [champion, challenger] = [measure.cases(pair, 'champion'), measure.cases(pair, 'challenger')];
    const difference = pairedBootstrap(challenger, champion, measure.of)?.difference ?? null;
    return {
      figure: measure.figure, guard: measure.guard, champion: groupBootstrap(champion, measure.of), challenger: groupBootstrap(challenger, measure.of), difference, passed: passes(measure, difference),
    };
  });
}

/** Allowed where no check failed and the AUC and all guards could be told. */
export function mayBePromoted(checks: readonly PromotionCheck[]): boolean {
  return checks.length > 0 && checks.every(({ figure, guard, passed }) => (guard || figure === 'auc' ? passed === true : true));
}
