/** One reader: speed, drift over time, what the reveal changed, agreement with the reference and with the own repeats. */
import type { AgreementQuestion, DriftBlock, ReaderFigures } from '../../../preload/agreement.ts';
import type { ClipId } from '../../../preload/domain.ts';
import type { ReaderId } from '../../../preload/readings.ts';
import type { BootstrapOptions } from '../bootstrap.ts';
import { figureOf } from './group-sums.ts';
import type { RatedClip } from './group-sums.ts';
import { answerOf, questions } from './questions.ts';
import { revealFigures } from './reveals.ts';
import type { KnownReveal, RatedReading } from './reveals.ts';
import { newestOfRounds } from './standing.ts';
import { confusionSums, observedAgreement, pairFigures } from './two-readers.ts';

export interface ReaderFiguresInput {
  readonly reader: ReaderId;
  /** Of this reader alone, within the period, any mode and round. */
  readonly readings: readonly RatedReading[];
  /** Of those, the ones that stand in the comparison (first round). */
  readonly standing: readonly RatedReading[];
  readonly question: AgreementQuestion;
  readonly referenceOf: (clipId: ClipId) => string | null;
  /** Of this reader alone. */
  readonly reveals: readonly KnownReveal[];
  readonly bootstrap: BootstrapOptions;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Pairs of answers as clips of two columns. */
type Paired = RatedClip & { readonly committedAt: string };

/** Most blocks of a drift line, and the clips that a block needs. */
const mostBlocks = 12;
const blockClips = 10;

/** Blocks of equal size in the order read. */
function driftBlocks(pairs: readonly Paired[], categories: number, bootstrap: BootstrapOptions): DriftBlock[] {
  const blocks = Math.min(mostBlocks, Math.max(1, Math.floor(pairs.length / blockClips)));
  const inOrder = pairs.toSorted((a, b) => (a.committedAt < b.committedAt ? -1 : a.committedAt > b.committedAt ? 1 : 0));
  return Array.from({ length: blocks }, (_, block) => inOrder.slice(Math.round((block * pairs.length) / blocks), Math.round(((block + 1) * pairs.length) / blocks))).flatMap((part): DriftBlock[] => {
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined) return [];
    const sums = confusionSums(part, categories);
    return [{ from: first.committedAt, to: last.committedAt, clips: part.length, observed: figureOf(sums, (drawn) => observedAgreement(drawn, categories), bootstrap) }];
  });
}

/** Each clip's first round against the next one there is. */
function repeatPairs(readings: readonly RatedReading[], question: AgreementQuestion): RatedClip[] {
  const { categories } = questions[question];
  const byClip = Map.groupBy(newestOfRounds(readings, 'independent'), ({ clipId }) => clipId);
  return [...byClip.values()].flatMap((ofClip): RatedClip[] => {
    const [first, second] = ofClip.toSorted((a, b) => a.round - b.round).map((reading) => answerOf(reading, question));
    return first === undefined || first === null || second === undefined || second === null ? [] : [{ patient: ofClip[0]?.patient ?? '', answers: [categories.indexOf(first), categories.indexOf(second)] }];
  });
}

export function readerFigures({ reader, readings, standing, question, referenceOf, reveals, bootstrap }: ReaderFiguresInput): ReaderFigures {
  const { categories, ordinal } = questions[question];
  const shape = { categories: categories.length, ordinal };
  const answered = standing.flatMap((reading) => {
    const answer = answerOf(reading, question);
    return answer === null ? [] : [{ reading, answer }];
  });
  const compared = answered.flatMap(({ reading, answer }): Paired[] => {
    const reference = referenceOf(reading.clipId);
    return reference === null ? [] : [{ patient: reading.patient, committedAt: reading.committedAt, answers: [categories.indexOf(reference), categories.indexOf(answer)] }];
  });
  const times = newestOfRounds(readings, 'independent').flatMap(({ tookMs }) => tookMs ?? []).filter((took) => took > 0);
  const repeats = repeatPairs(readings, question);
  return {
    reader, clips: answered.length, timed: times.length, medianTookMs: median(times),
    clipsPerMinute: times.length === 0 ? null : (60_000 * times.length) / times.reduce((sum, took) => sum + took, 0),
    againstConsensus: compared.length === 0 ? null : pairFigures(compared, shape, bootstrap),
    drift: compared.length === 0 ? [] : driftBlocks(compared, categories.length, bootstrap),
    reveal: revealFigures(readings, reveals, question, bootstrap),
    repeats: repeats.length === 0 ? null : pairFigures(repeats, shape, bootstrap),
  };
}
