/** Which clips need an adjudicator, and why. */
import type { AgreementQuestion, DisagreementRule } from '../../../preload/agreement.ts';
import type { ConsensusReading } from './consensus.ts';
import { answerOf, questions } from './questions.ts';

export const usualDisagreements: DisagreementRule = { verdict: true, bLines: 1, aLines: false, severity: 2 };

export interface Disagreement {
  readonly question: AgreementQuestion;
  /** Different answers, in the order of the question's categories. */
  readonly answers: readonly string[];
  /** Largest distance of classes; 1 where classes have no order. */
  readonly distance: number;
}

function differing(readings: readonly ConsensusReading[], question: AgreementQuestion, least: number): Disagreement[] {
  const { categories, ordinal } = questions[question];
  const given = new Set(readings.flatMap((reading) => answerOf(reading, question) ?? []));
  const answers = categories.filter((category) => given.has(category));
  const [first, last] = [answers[0], answers.at(-1)];
  if (answers.length < 2 || first === undefined || last === undefined) return [];
  const distance = ordinal ? categories.indexOf(last) - categories.indexOf(first) : 1;
  return distance >= least ? [{ question, answers, distance }] : [];
}

/** Where the readings of a clip (one a reader) differ by the rule. An answer that a reader did not give differs from none. */
export function disagreements(readings: readonly ConsensusReading[], rule: DisagreementRule): readonly Disagreement[] {
  return [
    ...(rule.verdict ? differing(readings, 'verdict', 1) : []),
    ...(rule.bLines === null ? [] : differing(readings, 'b-lines', rule.bLines)),
    ...(rule.aLines ? differing(readings, 'a-lines', 1) : []),
    ...(rule.severity === null ? [] : [...differing(readings, 'severity-lus', rule.severity), ...differing(readings, 'severity-soldati', rule.severity)]),
  ];
}

/** The rule in words: "verdict differs; B-lines by 1 class or more". */
export function disagreementRuleInWords({ verdict, bLines, aLines, severity }: DisagreementRule): string {
  const parts = [
    verdict ? 'the verdict differs' : '', bLines === null ? '' : `B-lines differ by ${bLines} ${bLines === 1 ? 'class' : 'classes'} or more`,
    aLines ? 'A-lines differ' : '', severity === null ? '' : `severity of one scheme differs by ${severity} or more`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing counts as a disagreement' : parts.join('; ');
}
