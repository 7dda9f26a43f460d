/** Two models on the same labelled clips: figures of each, and their difference with whole exams drawn together. */
import type { Interval } from '../../preload/domain.ts';
import type { ComparedFigures, ComparisonFigures, Confusion } from '../../preload/models.ts';
import { groupBootstrap, pairedBootstrap } from './bootstrap.ts';
import { auc } from './discrimination.ts';
import type { Case, Figure } from './metrics.ts';
import { atThreshold, confusion } from './thresholds.ts';

export interface ComparedClip {
  /** Exams are drawn whole: clips of one exam are of one patient. */
  readonly exam: string;
  readonly positive: boolean;
  /** Clip probabilities. */
  readonly first: number;
  readonly second: number;
}

export interface ComparedPair {
  readonly clips: readonly ComparedClip[];
  /** Balanced operating points. */
  readonly thresholds: { readonly first: number; readonly second: number };
}

/** Scores as distances from each model's own threshold: positive from 0 on, so that both sides share one figure. The order, and with it the AUC, stays. */
const figures: Readonly<Record<keyof ComparedFigures, Figure>> = {
  auc, sensitivity: atThreshold('sensitivity', 0), specificity: atThreshold('specificity', 0), accuracy: atThreshold('accuracy', 0),
};

function each(of: (figure: Figure) => Interval | null): ComparedFigures {
  return { auc: of(figures.auc), sensitivity: of(figures.sensitivity), specificity: of(figures.specificity), accuracy: of(figures.accuracy) };
}

function sideFigures(cases: readonly Case[]): ComparedFigures & { readonly confusion: Confusion } {
  return { ...each((figure) => groupBootstrap(cases, figure)), confusion: confusion(cases, 0) };
}

/** Figures that the clips do not define (one class only) are null. Thousands of draws: not for main's event loop. */
export function compareModels({ clips, thresholds }: ComparedPair): ComparisonFigures {
  const casesOf = (side: 'first' | 'second') => clips.map((clip): Case => ({ group: clip.exam, positive: clip.positive, score: clip[side] - thresholds[side] }));
  const first = casesOf('first');
  const second = casesOf('second');
  return { first: sideFigures(first), second: sideFigures(second), difference: each((figure) => pairedBootstrap(second, first, figure)?.difference ?? null) };
}
