/** All figures of one level (frames, clips or patients) from its scored cases. */
import type { Interval, OperatingPoints } from '../../preload/domain.ts';
import type { EvaluationLevel, LevelFigures, SelectiveFigures, ThresholdFigures } from '../../preload/evaluation.ts';
import { groupBootstrap } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { brier, expectedCalibrationError, reliability } from './calibration.ts';
import { precisionRecallCurve, rocCurve, thresholdSweep } from './curves.ts';
import { auc, averagePrecision } from './discrimination.ts';
import type { Case, Figure } from './metrics.ts';
import { atThreshold, confusion, coverage, outsideBand } from './thresholds.ts';
import type { RateName } from './thresholds.ts';

type Draw = (figure: Figure) => Interval | null;

function thresholdFigures(cases: readonly Case[], threshold: number, draw: Draw): ThresholdFigures {
  const rate = (name: RateName): Interval | null => draw(atThreshold(name, threshold));
  return {
    threshold, ...confusion(cases, threshold),
    accuracy: rate('accuracy'), sensitivity: rate('sensitivity'), specificity: rate('specificity'), precision: rate('precision'), f1: rate('f1'),
  };
}

function selectiveFigures(cases: readonly Case[], { low, high }: OperatingPoints['indeterminate'], draw: Draw): SelectiveFigures {
  const rate = (name: RateName): Interval | null => draw(outsideBand(name, low, high));
  return {
    low, high, called: cases.filter(({ score }) => score >= high || score < low).length,
    coverage: draw(coverage(low, high)), accuracy: rate('accuracy'), sensitivity: rate('sensitivity'), specificity: rate('specificity'),
  };
}

function whyUndefined(cases: readonly Case[], positives: number): string | null {
  if (cases.length === 0) return 'There are no cases with a score.';
  if (positives === 0) return 'No case is positive, so nothing that compares positives with negatives is defined.';
  return positives === cases.length ? 'No case is negative, so nothing that compares positives with negatives is defined.' : null;
}

export interface LevelOptions {
  readonly level: EvaluationLevel;
  readonly definition: string;
  readonly points: OperatingPoints;
  readonly bootstrap: BootstrapOptions;
}

/** Figures, intervals by drawing whole groups, and curves. The bundle's thresholds are those of clips; at other levels they are applied as they are. */
export function levelFigures(cases: readonly Case[], { level, definition, points, bootstrap }: LevelOptions): LevelFigures {
  const draw: Draw = (figure) => groupBootstrap(cases, figure, bootstrap);
  const positives = cases.filter((item) => item.positive).length;
  return {
    level, definition, cases: cases.length, positives, patients: new Set(cases.map((item) => item.group)).size,
    auc: draw(auc), averagePrecision: draw(averagePrecision), brier: draw(brier), ece: draw(expectedCalibrationError),
    undefinedBecause: whyUndefined(cases, positives),
    balanced: thresholdFigures(cases, points.balanced, draw),
    screening: thresholdFigures(cases, points.screening, draw),
    selective: selectiveFigures(cases, points.indeterminate, draw),
    roc: rocCurve(cases), precisionRecall: precisionRecallCurve(cases), calibration: reliability(cases), sweep: thresholdSweep(cases),
  };
}
