/** What a dataset asks of a clip, and how a clip's labels answer. */
import type { ClipLabels, DatasetQuestion, TableQuestion } from '../../../preload/datasets.ts';
import type { BLineClass, ReadingVerdict, Severity } from '../../../preload/readings.ts';
import type { AskedQuestion } from '../bundle/out-of-fold.ts';

export const questionWords: Readonly<Record<DatasetQuestion, string>> = {
  is: 'Interstitial syndrome against healthy',
  'b-lines': 'Any B-lines',
  'b-lines-3': 'Three or more B-lines, or confluent',
  'severity-1': 'Severity 1 or more',
  'severity-2': 'Severity 2 or more',
  'severity-3': 'Severity 3',
};

/** A dataset's question as bundles that were trained on it tell it; a table's conditions are the words of whoever wrote the table. */
export function askedBy(question: DatasetQuestion | TableQuestion): AskedQuestion {
  if (typeof question !== 'string') return { title: `${question.positive} against ${question.negative}`, positive: question.positive, negative: question.negative };
  const title = questionWords[question];
  return question === 'is' ? { title, positive: 'read as IS', negative: 'read as healthy' } : { title, positive: `readers say: ${title.toLowerCase()}`, negative: 'readers say: not so' };
}

/** What the readers of a clip agree on; null where they do not, or did not say. */
export interface AgreedAnswers {
  readonly verdict: ReadingVerdict | null;
  readonly bLines: BLineClass | null;
  readonly aLines: boolean | null;
  readonly severity: Severity | null;
}

/**
 * The labels that answers amount to. A verdict says nothing of B-lines by itself: a healthy lung may have one or two of them,
 * and interstitial syndrome is a matter of zones, so that nothing is filled in that no reader said.
 */
export function labelsOf({ verdict, bLines, aLines, severity }: AgreedAnswers): ClipLabels {
  const judged = verdict === 'IS' || verdict === 'healthy';
  return {
    is: judged ? verdict === 'IS' : null,
    bLines: bLines === null ? null : bLines !== '0',
    bLines3: bLines === null ? null : bLines === '3+' || bLines === 'confluent',
    aLines,
    healthy: judged ? verdict === 'healthy' : null,
    severity,
  };
}

/** Whether the clip is a positive of the question; null where its labels do not say. */
export function answerTo(question: DatasetQuestion, labels: ClipLabels): boolean | null {
  const atLeast = (score: number): boolean | null => (labels.severity === null ? null : labels.severity.score >= score);
  switch (question) {
    case 'is': return labels.is;
    case 'b-lines': return labels.bLines;
    case 'b-lines-3': return labels.bLines3;
    case 'severity-1': return atLeast(1);
    case 'severity-2': return atLeast(2);
    case 'severity-3': return atLeast(3);
  }
}
