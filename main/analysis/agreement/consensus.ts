/**
 * What the readers of a clip agree on, by a stated policy. Each answer (the verdict, every finding) is settled by itself: a policy may find a verdict
 * and no B-line class. Pure: the same readings, decision and policy give the same label.
 */
import type { Adjudication, AgreementQuestion, ConsensusAnswer, ConsensusLabel, ConsensusPolicy, ConsensusRule, TieRule } from '../../../preload/agreement.ts';
import type { ClipId } from '../../../preload/domain.ts';
import type { Reading, ReaderId } from '../../../preload/readings.ts';
import { answerOf, questions } from './questions.ts';

/** What a policy needs of a reading. */
export type ConsensusReading = Pick<Reading, 'id' | 'reader' | 'verdict' | 'findings'>;

/** One reader's answer to one question. */
export interface GivenAnswer {
  readonly reader: ReaderId;
  readonly answer: string;
}

type Settled = ConsensusAnswer<string>;

const nobody: Settled = { value: null, by: 'none-answered', support: 0, answers: 0 };

function without(by: Settled['by'], answers: number): Settled {
  return { value: null, by, support: 0, answers };
}

interface Votes {
  readonly weightOf: (reader: ReaderId) => number;
  readonly tie: TieRule;
  readonly minReaders: number;
  readonly by: 'majority' | 'weighted';
}

/** Weights are sums of fractions: what differs by less is the same. */
const rounding = 1e-9;

/** More than half of the weight, or the tie rule. Readers without weight do not answer. Summed from the lightest vote on: a sum of fractions depends on its order, a label must not depend on the readers'. */
function byVotes(given: readonly GivenAnswer[], ranked: readonly string[], { weightOf, tie, minReaders, by }: Votes): Settled {
  const voting = given.filter(({ reader }) => weightOf(reader) > 0).toSorted((a, b) => weightOf(a.reader) - weightOf(b.reader));
  if (voting.length === 0) return nobody;
  if (voting.length < minReaders) return without('too-few', voting.length);
  const weights = new Map<string, number>();
  let all = 0;
  for (const { reader, answer } of voting) {
    weights.set(answer, (weights.get(answer) ?? 0) + weightOf(reader));
    all += weightOf(reader);
  }
  const most = Math.max(...weights.values());
  const leading = [...weights].filter(([, weight]) => weight >= most - rounding * all).map(([answer]) => answer);
  const [winner] = leading;
  if (winner !== undefined && most > all / 2 + rounding * all) return { value: winner, by, support: most / all, answers: voting.length };
  if (tie === 'none' || leading.some((answer) => !ranked.includes(answer))) return without('tie', voting.length);
  const worst = leading.toSorted((a, b) => ranked.indexOf(b) - ranked.indexOf(a))[0];
  return worst === undefined ? without('tie', voting.length) : { value: worst, by: 'tie-worse', support: most / all, answers: voting.length };
}

function unanimous(given: readonly GivenAnswer[]): Settled {
  const [first] = given;
  if (first === undefined) return nobody;
  if (given.length < 2) return without('too-few', given.length);
  return given.every(({ answer }) => answer === first.answer) ? { value: first.answer, by: 'unanimous', support: 1, answers: given.length } : without('undecided', given.length);
}

function adjudicated(given: readonly GivenAnswer[], ranked: readonly string[], decided: string | null, otherwise: 'none' | 'unanimous' | 'majority'): Settled {
  if (decided !== null) {
    const same = given.filter(({ answer }) => answer === decided).length;
    return { value: decided, by: 'adjudicated', support: given.length === 0 ? 0 : same / given.length, answers: given.length };
  }
  switch (otherwise) {
    case 'none': return without('undecided', given.length);
    case 'unanimous': return unanimous(given);
    case 'majority': return byVotes(given, ranked, { weightOf: () => 1, tie: 'none', minReaders: 1, by: 'majority' });
  }
}

/** Settles one question. `decided`: the adjudicator's answer to it, if any. At most one answer a reader. */
export function settle(question: AgreementQuestion, given: readonly GivenAnswer[], decided: string | null, rule: ConsensusRule): Settled {
  const { ranked } = questions[question];
  switch (rule.kind) {
    case 'single': {
      const own = given.find(({ reader }) => reader === rule.reader);
      if (own === undefined) return without('none-answered', given.length);
      return { value: own.answer, by: 'single', support: given.filter(({ answer }) => answer === own.answer).length / given.length, answers: given.length };
    }
    case 'majority': return byVotes(given, ranked, { weightOf: () => 1, tie: rule.tie, minReaders: rule.minReaders, by: 'majority' });
    case 'weighted': return byVotes(given, ranked, { weightOf: (reader) => rule.weights[reader] ?? rule.others, tie: rule.tie, minReaders: rule.minReaders, by: 'weighted' });
    case 'adjudicated': return adjudicated(given, ranked, decided, rule.otherwise);
  }
}

function as<T>({ value, ...rest }: Settled, read: (value: string) => T | null): ConsensusAnswer<T> {
  return { ...rest, value: value === null ? null : read(value) };
}

/** The words of one type among all that a question knows. */
function oneOf<T extends string>(...words: readonly T[]): (value: string) => T | null {
  return (value) => words.find((word) => word === value) ?? null;
}

const scoreOf = (value: string): 0 | 1 | 2 | 3 | null => ([0, 1, 2, 3] as const).find((score) => String(score) === value) ?? null;

/** The clip's label. `readings`: what stands, one a reader (see `standingReadings`); `adjudication`: the newest of the clip, used by the policy `adjudicated` alone. */
export function consensusLabel(clipId: ClipId, readings: readonly ConsensusReading[], adjudication: Adjudication | null, policy: ConsensusPolicy): ConsensusLabel {
  const of = (question: AgreementQuestion): Settled => {
    const given = readings.flatMap((reading): GivenAnswer[] => {
      const answer = answerOf(reading, question);
      return answer === null ? [] : [{ reader: reading.reader, answer }];
    });
    return settle(question, given, adjudication === null ? null : answerOf(adjudication, question), policy.rule);
  };
  return {
    clipId, policy,
    verdict: as(of('verdict'), oneOf('IS', 'healthy', 'not-readable', 'not-lung')),
    bLines: as(of('b-lines'), oneOf('0', '1-2', '3+', 'confluent')),
    aLines: as(of('a-lines'), (value) => value === 'present'),
    pleura: as(of('pleura'), oneOf('regular', 'irregular', 'broken')),
    consolidation: as(of('consolidation'), oneOf('none', 'subpleural', 'lobar')),
    effusion: as(of('effusion'), oneOf('none', 'small', 'large')),
    sliding: as(of('sliding'), oneOf('present', 'absent', 'lung-point')),
    severity: { lus: as(of('severity-lus'), scoreOf), soldati: as(of('severity-soldati'), scoreOf) },
    readings: readings.map(({ id }) => id),
    adjudication: policy.rule.kind === 'adjudicated' ? (adjudication?.id ?? null) : null,
  };
}
