/** What can be asked of a reading, and its answers as categories. */
import type { AgreementQuestion } from '../../../preload/agreement.ts';
import type { ReadingContent, Severity } from '../../../preload/readings.ts';

export interface Question {
  readonly id: AgreementQuestion;
  /** In order of the scale for classes that have one. */
  readonly categories: readonly string[];
  /** Classes by rank: distances between them mean something. */
  readonly ordinal: boolean;
  /** Scores: their mean means something, so that ICC does. */
  readonly numeric: boolean;
  /** Categories from harmless to worst, as far as they can be ranked: a tie among others has no worse side. */
  readonly ranked: readonly string[];
}

function scale(id: AgreementQuestion, categories: readonly string[], numeric = false): Question {
  return { id, categories, ordinal: true, numeric, ranked: categories };
}

const scores = ['0', '1', '2', '3'] as const;

export const questions: Readonly<Record<AgreementQuestion, Question>> = {
  verdict: { id: 'verdict', categories: ['healthy', 'IS', 'not-readable', 'not-lung'], ordinal: false, numeric: false, ranked: ['healthy', 'IS'] },
  'b-lines': scale('b-lines', ['0', '1-2', '3+', 'confluent']),
  'a-lines': { id: 'a-lines', categories: ['absent', 'present'], ordinal: false, numeric: false, ranked: [] },
  pleura: scale('pleura', ['regular', 'irregular', 'broken']),
  consolidation: scale('consolidation', ['none', 'subpleural', 'lobar']),
  effusion: scale('effusion', ['none', 'small', 'large']),
  sliding: { id: 'sliding', categories: ['present', 'lung-point', 'absent'], ordinal: false, numeric: false, ranked: [] },
  'severity-lus': scale('severity-lus', scores, true),
  'severity-soldati': scale('severity-soldati', scores, true),
};

export const questionIds: readonly AgreementQuestion[] = ['verdict', 'b-lines', 'a-lines', 'pleura', 'consolidation', 'effusion', 'sliding', 'severity-lus', 'severity-soldati'];

function scoreOf(severity: Severity | null, scheme: Severity['scheme']): string | null {
  return severity?.scheme === scheme ? String(severity.score) : null;
}

/** A reading's answer to a question as one of its categories; null where the reader did not say, or scored by another scheme. */
export function answerOf(content: Pick<ReadingContent, 'verdict' | 'findings'>, question: AgreementQuestion): string | null {
  const { verdict, findings } = content;
  switch (question) {
    case 'verdict': return verdict;
    case 'b-lines': return findings.bLines;
    case 'a-lines': return findings.aLines === null ? null : findings.aLines ? 'present' : 'absent';
    case 'pleura': return findings.pleura;
    case 'consolidation': return findings.consolidation;
    case 'effusion': return findings.effusion;
    case 'sliding': return findings.sliding;
    case 'severity-lus': return scoreOf(findings.severity, 'lus');
    case 'severity-soldati': return scoreOf(findings.severity, 'soldati');
  }
}
