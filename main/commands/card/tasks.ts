/** The questions that a bundle's cross-validation is asked: which clips, and which of them are positive. */
import type { OutOfFold, OutOfFoldClip } from './formats.ts';

export interface CardTask {
  readonly id: string;
  readonly title: string;
  readonly positive: string;
  readonly negative: string;
  /** Null: the clip is not part of the question. */
  readonly label: (clip: OutOfFoldClip) => boolean | null;
}

/** Definite clips only: where B-lines and severity agree. Where severity was not scored, the source's "healthy" stands in for it; with neither, B-lines decide. */
function isPresent({ labels: { b_lines: bLines, severity, healthy } }: OutOfFoldClip): boolean | null {
  if (bLines === null) return null;
  if (severity === null) return healthy === null ? bLines === 1 : bLines === 1 && healthy === 0 ? true : bLines === 0 && healthy === 1 ? false : null;
  if (bLines === 1) return severity >= 1 ? true : null;
  return severity === 0 ? false : null;
}

function hasBLines({ labels: { b_lines: bLines } }: OutOfFoldClip): boolean | null {
  return bLines === null ? null : bLines === 1;
}

function severe({ labels: { b_lines: bLines, severity } }: OutOfFoldClip): boolean | null {
  if (bLines === null || severity === null) return null;
  return bLines === 1 && severity >= 2 ? true : bLines === 0 && severity === 0 ? false : null;
}

function bLinesOrHealthy({ labels: { b_lines: bLines, healthy } }: OutOfFoldClip): boolean | null {
  return bLines === 1 ? true : healthy === 1 ? false : null;
}

/** Only clips of one data set. */
const within = (dataset: string, label: CardTask['label']): CardTask['label'] => (clip) => (clip.dataset === dataset ? label(clip) : null);

/** The first is what a bundle is made for. A bundle has those for which it has clips. */
export const cardTasks: readonly CardTask[] = [
  {
    id: 'is-present', title: 'IS present, definite clips of all data sets', label: isPresent,
    positive: 'B-lines and severity >= 1 (where severity was not scored: B-lines and not healthy)', negative: 'no B-lines and severity 0 (where severity was not scored: no B-lines and healthy)',
  },
  { id: 'all-b-lines', title: 'B-lines yes or no, all clips of all data sets', positive: 'B-lines', negative: 'no B-lines', label: hasBLines },
  { id: 'covid-blues-b-lines', title: 'B-lines yes or no, covid-blues', positive: 'B-lines', negative: 'no B-lines', label: within('covid-blues', hasBLines) },
  {
    id: 'covid-blues-severe', title: 'Severity 2 or more with B-lines against severity 0 without, covid-blues', positive: 'B-lines and severity >= 2', negative: 'no B-lines and severity 0',
    label: within('covid-blues', severe),
  },
  { id: 'pocus-b-lines', title: 'B-lines against healthy, pocus', positive: 'B-lines', negative: 'healthy, no B-lines', label: within('pocus', bLinesOrHealthy) },
];

/** The questions of one bundle: its own in place of the usual ones, where it names one. */
export function tasksOf({ question }: Pick<OutOfFold, 'question'>): readonly CardTask[] {
  return question === undefined ? cardTasks : [{ id: 'is-present', ...question, label: hasBLines }];
}
