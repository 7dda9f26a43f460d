/** Training in the reader's words. */
import type { HeadName, PromotionFigure, SourceCount, TrainingSource } from '../../../preload/training.ts';
import { count } from '../../format.ts';

export const headNames: readonly (readonly [name: HeadName, words: string])[] = [
  ['logistic-regression', 'Logistic regression'], ['linear-svm', 'Linear SVM'], ['rbf-svm', 'RBF SVM'], ['k-nearest-neighbours', 'k nearest neighbours'],
  ['random-forest', 'Random forest'], ['gradient-boosting', 'Gradient boosting'], ['mlp', 'Multilayer perceptron'],
];

export function headWords(name: HeadName): string {
  return headNames.find(([known]) => known === name)?.[1] ?? name;
}

export function sourceKey(source: TrainingSource): string {
  return source.kind === 'decisions' ? 'decisions' : `readings ${source.policy}`;
}

export function sourceWords(source: TrainingSource): string {
  if (source.kind === 'decisions') return 'Decisions made in review';
  switch (source.policy) {
    case 'newest': return 'Readings: the newest of each clip';
    case 'majority': return 'Readings: what most readers say';
    case 'unanimous': return 'Readings: only where all readers agree';
  }
}

/** "24 clips of 12 patients, 10 IS". */
export function sourceFacts({ clips, patients, positives }: Pick<SourceCount, 'clips' | 'patients' | 'positives'>): string {
  return clips === 0 ? 'none yet' : `${count(clips, 'clip')} of ${count(patients, 'patient')}, ${positives} IS`;
}

/** Why a source cannot be trained on; null where it can. */
export function sourceProblem({ clips, positivePatients, negativePatients }: SourceCount): string | null {
  if (clips === 0) return 'No clip has such a label yet. Read clips first: each needs the answer IS or healthy.';
  if (positivePatients === 0 || negativePatients === 0) return `All these clips are ${negativePatients === 0 ? 'IS' : 'healthy'}. It takes both answers.`;
  const fewer = Math.min(positivePatients, negativePatients);
  return fewer < 2 ? 'There are too few patients: it takes two with IS and two without.' : null;
}

/** What to expect of so few patients; null where there are many. */
export function sourceWarning({ positivePatients, negativePatients }: SourceCount): string | null {
  const fewer = Math.min(positivePatients, negativePatients);
  return fewer >= 10 ? null : `Only ${count(fewer, 'patient')} on the smaller side: figures will be very uncertain. Their intervals say how much.`;
}

/** "about 3 min left". */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 60 ? 'less than a minute left' : `about ${Math.round(seconds / 60)} min left`;
}

export function figureWords(figure: PromotionFigure): string {
  switch (figure) {
    case 'auc': return 'AUC';
    case 'screening-sensitivity': return 'Sensitivity at screening';
    case 'screening-specificity': return 'Specificity at screening';
    case 'balanced-accuracy': return 'Accuracy, balanced threshold';
    case 'calibration': return 'Calibration error (lower is better)';
    case 'false-reject': return 'Clips rejected (lower is better)';
  }
}

export function passedWords(passed: boolean | null, guard: boolean): string {
  if (passed === null) return guard ? '? cannot be told' : 'informs only';
  return passed ? '✓ holds' : '✕ falls';
}
