/** Training in the reader's words. */
import type { DatasetSource, HeadName, PromotionFigure, SourceCount, TrainedOn, TrainingSource } from '../../../preload/training.ts';
import { count } from '../../format.ts';
import { questionWords } from '../../labelling/datasets/dataset-words.ts';

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

/** `dataset`: what is known of it, where the source is one. */
export function sourceWords({ source, dataset }: Pick<SourceCount, 'source' | 'dataset'>): string {
  if (source.kind === 'decisions') return 'Decisions made in review';
  if (source.kind === 'dataset') return `${dataset?.name ?? 'Dataset'}, version ${dataset?.version ?? 1}`;
  switch (source.policy) {
    case 'newest': return 'Readings: the newest of each clip';
    case 'majority': return 'Readings: what most readers say';
    case 'unanimous': return 'Readings: only where all readers agree';
  }
}

/** What the two answers are called, positive first: of what was trained on, or of a dataset. */
export function answersOf(of: Pick<TrainedOn, 'positive'> | DatasetSource | null): readonly [positive: string, negative: string] {
  const readers = of === null || ('question' in of ? of.question === 'is' : of.positive === 'read as IS');
  return readers ? ['IS', 'healthy'] : ['positive', 'negative'];
}

/** What a dataset leaves out of its training. */
export function datasetFacts({ question, testClips, locked, gone }: DatasetSource): string {
  const test = testClips === 0 ? 'It has no test side.' : `Its ${locked ? 'locked ' : ''}test side, ${count(testClips, 'clip')}, is never read.`;
  const left = gone === 0 ? '' : ` ${count(gone, 'clip is', 'clips are')} left out: the recordings are gone from this machine.`;
  const asks = question === 'is' ? '' : ' A model trained on it answers this question wherever Pleura says IS.';
  return `${questionWords(question)}.${asks} ${test}${left}`;
}

/** "24 clips of 12 patients, 10 IS". */
export function sourceFacts({ clips, patients, positives, dataset }: Pick<SourceCount, 'clips' | 'patients' | 'positives' | 'dataset'>): string {
  return clips === 0 ? 'none yet' : `${count(clips, 'clip')} of ${count(patients, 'patient')}, ${positives} ${answersOf(dataset)[0]}`;
}

/** Why a source cannot be trained on; null where it can. */
export function sourceProblem({ clips, positivePatients, negativePatients, dataset }: SourceCount): string | null {
  if (dataset !== null && dataset.shut > 0) return `${count(dataset.shut, 'clip is', 'clips are')} of patients in a locked test set. Build the next version of this dataset: it leaves them out.`;
  if (dataset !== null && clips === 0) return 'Its recordings are gone from this machine. Import them again.';
  if (clips === 0) return 'No clip has such a label yet. Read clips first: each needs the answer IS or healthy.';
  if (positivePatients === 0 || negativePatients === 0) return `All these clips are ${answersOf(dataset)[negativePatients === 0 ? 0 : 1]}. It takes both answers.`;
  const fewer = Math.min(positivePatients, negativePatients);
  return fewer < 2 ? 'There are too few patients: it takes two with the finding and two without.' : null;
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
