/** Training in the reader's words. */
import type { HeadName, PromotionFigure, ReadingPolicy, SourceCount, TrainingSource } from '../../../preload/training.ts';
import { count } from '../../format.ts';

export const headNames: readonly (readonly [name: HeadName, words: string])[] = [
  ['logistic-regression', 'Logistic regression'], ['linear-svm', 'Linear SVM'], ['rbf-svm', 'RBF SVM'], ['k-nearest-neighbours', 'k nearest neighbours'],
  ['random-forest', 'Random forest'], ['gradient-boosting', 'Gradient boosting'], ['mlp', 'Multilayer perceptron'],
];

export function headWords(name: HeadName): string {
  return headNames.find(([known]) => known === name)?.[1] ?? name;
}

export function sourceKey(source: TrainingSource): string {
  switch (source.kind) {
    case 'decisions': return 'decisions';
    case 'readings': return `readings ${source.policy}`;
    case 'dataset': return `dataset ${source.datasetId}`;
  }
}

const policyWords: Readonly<Record<ReadingPolicy, string>> = {
  newest: 'Readings: the newest of each clip', majority: 'Readings: what most readers say', unanimous: 'Readings: only where all readers agree',
};

export function sourceWords({ source, name }: Pick<SourceCount, 'source' | 'name'>): string {
  switch (source.kind) {
    case 'decisions': return 'Decisions made in review';
    case 'readings': return policyWords[source.policy];
    case 'dataset': return `Dataset ${name ?? ''}`;
  }
}

/** "24 clips of 12 patients, 10 IS"; of a dataset, what its test side keeps back is not among them. */
export function sourceFacts({ source, clips, patients, positives, missing }: Pick<SourceCount, 'source' | 'clips' | 'patients' | 'positives' | 'missing'>): string {
  const gone = missing === 0 ? '' : `; ${count(missing, 'clip')} no longer here`;
  return clips === 0 ? `none yet${gone}` : `${count(clips, 'clip')} of ${count(patients, 'patient')}, ${positives} ${source.kind === 'dataset' ? 'positive, without the test side' : 'IS'}${gone}`;
}

/** Why a source cannot be trained on; null where it can. */
export function sourceProblem({ source, clips, positivePatients, negativePatients }: SourceCount): string | null {
  if (clips === 0) return source.kind === 'dataset' ? 'None of its clips may be trained on: they are locked away as a test set, or gone.' : 'No clip has such a label yet. Read clips first: each needs the answer IS or healthy.';
  const [yes, no] = source.kind === 'dataset' ? ['positive', 'negative'] : ['IS', 'healthy'];
  if (positivePatients === 0 || negativePatients === 0) return `All these clips are ${negativePatients === 0 ? yes : no}. It takes both answers.`;
  const fewer = Math.min(positivePatients, negativePatients);
  return fewer < 2 ? `There are too few patients: it takes two with ${source.kind === 'dataset' ? 'a positive clip' : 'IS'} and two without.` : null;
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
