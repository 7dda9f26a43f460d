/** Figures of out-of-fold scores, each clip judged by the threshold that its fold's others chose. */
import type { Interval, OperatingPoints } from '../../preload/domain.ts';
import type { LevelFigures } from '../../preload/evaluation.ts';
import type { PaperFigures } from '../../preload/training.ts';
import { defaultBootstrap, groupBootstrap } from '../analysis/bootstrap.ts';
import type { BootstrapOptions } from '../analysis/bootstrap.ts';
import { auc } from '../analysis/discrimination.ts';
import { levelFigures } from '../analysis/level-figures.ts';
import type { Case, Figure } from '../analysis/metrics.ts';
import { atThreshold, confusion } from '../analysis/thresholds.ts';
import type { RateName } from '../analysis/thresholds.ts';
import { clipScore, frameProbabilities } from './decide.ts';
import type { NestedResult } from './crossfit.ts';
import type { LabelledClip } from './material.ts';

/** A score, and how far it lies above the threshold that was chosen without its patient. */
export interface OutOfFoldCase extends Case {
  readonly above: number;
}

export interface OutOfFoldCases {
  readonly frame: readonly OutOfFoldCase[];
  readonly clip: readonly OutOfFoldCase[];
  readonly patient: readonly OutOfFoldCase[];
}

/** Calibrated frame probabilities count as positive from here on. */
const frameThreshold = 0.5;

/** The nested scores at every level. A patient is positive with any positive clip, and scores as the highest of the clips. */
export function outOfFoldCases(clips: readonly LabelledClip[], fold: Uint8Array, { decisions, logits }: NestedResult): OutOfFoldCases {
  const frame: OutOfFoldCase[] = [];
  const clip: OutOfFoldCase[] = [];
  clips.forEach(({ group, positive }, at) => {
    const decision = decisions[fold[at] ?? 0];
    const mine = logits[at];
    if (decision === undefined || mine === undefined || mine.length === 0) return;
    for (const score of frameProbabilities(decision, mine)) frame.push({ group, positive, score, above: score - frameThreshold });
    const score = clipScore(decision, mine);
    clip.push({ group, positive, score, above: score - decision.points.balanced });
  });
  const patient = [...Map.groupBy(clip, (one) => one.group)].map(([group, mine]): OutOfFoldCase => ({
    group, positive: mine.some((one) => one.positive), score: Math.max(...mine.map((one) => one.score)), above: Math.max(...mine.map((one) => one.above)),
  }));
  return { frame, clip, patient };
}

/** Cases at their distance from the threshold: positive from nought on. */
const shifted = (cases: readonly OutOfFoldCase[]): Case[] => cases.map(({ group, positive, above }) => ({ group, positive, score: above }));

/** The paper's columns of one level. */
export function paperFigures(cases: readonly OutOfFoldCase[], bootstrap: BootstrapOptions): PaperFigures {
  const called = shifted(cases);
  const rate = (name: RateName): Interval | null => groupBootstrap(called, atThreshold(name, 0), bootstrap);
  return {
    cases: cases.length, positives: cases.filter(({ positive }) => positive).length, accuracy: rate('accuracy'), specificity: rate('specificity'), recall: rate('sensitivity'),
    precision: rate('precision'), f1: rate('f1'), auc: groupBootstrap(cases, auc, bootstrap),
  };
}

const definition = 'Out of fold by patient; settings, calibration and thresholds of a fold were chosen from the other folds.';

/** Everything of the clip level for plots; the rates at the balanced threshold are those of the folds' own thresholds. */
export function clipPlots(cases: readonly OutOfFoldCase[], points: OperatingPoints, bootstrap: BootstrapOptions = defaultBootstrap): LevelFigures {
  const figures = levelFigures(cases, { level: 'clip', definition, points, bootstrap });
  const called = shifted(cases);
  const draw = (figure: Figure): Interval | null => groupBootstrap(called, figure, bootstrap);
  const balanced = {
    threshold: points.balanced, ...confusion(called, 0), accuracy: draw(atThreshold('accuracy', 0)), sensitivity: draw(atThreshold('sensitivity', 0)),
    specificity: draw(atThreshold('specificity', 0)), precision: draw(atThreshold('precision', 0)), f1: draw(atThreshold('f1', 0)),
  };
  return { ...figures, balanced };
}
