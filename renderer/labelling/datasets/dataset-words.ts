/** Datasets in the reader's words. */
import type { DatasetCounts, DatasetQuestion, DatasetRow, DatasetRules, DuplicatePair, LeftOutReason, SplitRule, SplitSide, TableQuestion } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';

export const questions: readonly (readonly [DatasetQuestion, string])[] = [
  ['is', 'Interstitial syndrome against healthy'], ['b-lines', 'Any B-lines'], ['b-lines-3', 'Three or more B-lines, or confluent'],
  ['severity-1', 'Severity 1 or more'], ['severity-2', 'Severity 2 or more'], ['severity-3', 'Severity 3'],
];

export function questionWords(question: DatasetQuestion | TableQuestion): string {
  return typeof question === 'string' ? (questions.find(([known]) => known === question)?.[1] ?? question) : question.positive;
}

export const reasonWords: Readonly<Record<LeftOutReason, string>> = {
  'no-label': 'readers give no answer to the question', 'too-few-readers': 'too few readers', reader: 'other readers', zone: 'other zones', date: 'other days', source: 'other sources', device: 'other devices', answer: 'the other answer',
  damaged: 'damaged', rejected: 'no readable lung ultrasound, by the guard', simulated: 'simulated', 'no-fan': 'no border of the image found, so burnt-in text cannot be blanked', locked: 'patients of a locked test set',
  'no-frames': 'no frame is left', 'same-file': 'the same file again',
};

export function sideWords(side: SplitSide): string {
  switch (side) {
    case 'train': return 'Training';
    case 'validation': return 'Validation';
    case 'test': return 'Test';
    default: return `Fold ${side.slice(5)}`;
  }
}

export function splitWords(split: SplitRule): string {
  const percent = (share: number) => Math.round(100 * share);
  return split.kind === 'folds' ? `${split.count} folds by patient` : `${percent(split.train)} / ${percent(split.validation)} / ${percent(split.test)} by patient`;
}

export function countWords({ clips, patients, frames }: Pick<DatasetCounts, 'clips' | 'patients' | 'frames'>): string {
  return `${count(clips, 'clip')} of ${count(patients, 'patient')}, ${count(frames, 'frame')}`;
}

/** "38% positive"; nothing to say of no clips. */
export function positiveWords({ positives, clips }: { readonly positives: number; readonly clips: number }): string {
  return clips === 0 ? 'empty' : `${Math.round((100 * positives) / clips)}% positive`;
}

export function frameWords({ frames: { positivesByRange, withoutNotReadable, perClip } }: DatasetRules): string {
  return [
    perClip === null ? 'all frames' : `up to ${perClip} frames a clip`, ...(positivesByRange ? ['of positives only those with B-lines marked'] : []), ...(withoutNotReadable ? ['without those that cannot be read'] : []),
  ].join(', ');
}

export function pairWords(pair: Pick<DuplicatePair, 'kind' | 'distance' | 'samePatient' | 'sameSide'>): string {
  const alike = pair.kind === 'same-file' ? 'the same file' : pair.kind === 'same-pictures' ? 'the same pictures' : `alike, ${pair.distance} of 256 bits differ`;
  return `${alike}; ${pair.samePatient ? 'one patient' : 'two patients'}, ${pair.sameSide ? 'one side' : 'two sides'}`;
}

/** What the page says of leaks in one line. */
export function leakWords({ leaks: { clean, pairs, compared } }: Pick<DatasetRow, 'leaks'>): string {
  const looked = `${count(compared.frames, 'picture')} of ${count(compared.clips, 'clip')} compared`;
  if (!clean) return `Leak: a patient or a picture is on two sides (${looked}).`;
  return pairs.length === 0 ? `No patient and no picture is on two sides (${looked}).` : `No patient and no picture is on two sides; ${count(pairs.length, 'pair is', 'pairs are')} alike on one side (${looked}).`;
}
