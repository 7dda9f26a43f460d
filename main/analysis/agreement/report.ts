/** The whole table of agreement on one question. Thousands of bootstrap draws: not for main's event loop. */
import type { Adjudication, AgreementQuestion, AgreementReport, AnswerBasis, ConsensusPolicy, GroupFigures, ReaderPair } from '../../../preload/agreement.ts';
import type { ClipId } from '../../../preload/domain.ts';
import type { ReaderId } from '../../../preload/readings.ts';
import type { BootstrapOptions } from '../bootstrap.ts';
import { figureOf } from './group-sums.ts';
import type { RatedClip } from './group-sums.ts';
import { icc, iccForms, iccSums } from './intraclass.ts';
import { coincidenceSums, fleissKappa, fleissSums, krippendorffAlpha, observedOfMany, observedSums } from './many-readers.ts';
import { answerOf, questions } from './questions.ts';
import type { Question } from './questions.ts';
import { readerFigures } from './reader-figures.ts';
import { referenceFor } from './reference.ts';
import type { AnsweredClip } from './reference.ts';
import type { KnownReveal, RatedReading } from './reveals.ts';
import { standingReadings } from './standing.ts';
import { pairFigures } from './two-readers.ts';

export interface AgreementInput {
  readonly readings: readonly RatedReading[];
  /** The newest of each clip. */
  readonly adjudications: readonly Adjudication[];
  /** When readers were shown the AI and the others; may be empty where a file does not tell. */
  readonly reveals: readonly KnownReveal[];
  readonly question: AgreementQuestion;
  readonly basis: AnswerBasis;
  /** Days, both included, as "2026-11-23"; null without a bound. */
  readonly period: { readonly from: string | null; readonly to: string | null };
  /** In the order of the table; readers without an answer are kept, with 0 clips. */
  readonly readers: readonly ReaderId[];
  readonly policy: ConsensusPolicy;
  readonly bootstrap: BootstrapOptions;
}

/** One row a clip, one column a reader. */
export function ratedClips(standing: readonly RatedReading[], readers: readonly ReaderId[], { id, categories }: Question): readonly (RatedClip & { readonly clipId: ClipId })[] {
  const byClip = Map.groupBy(standing, ({ clipId }) => clipId);
  return [...byClip].map(([clipId, readings]) => ({
    clipId, patient: readings[0]?.patient ?? '',
    answers: readers.map((reader) => {
      const own = readings.find((reading) => reading.reader === reader);
      const answer = own === undefined ? null : answerOf(own, id);
      return answer === null ? null : categories.indexOf(answer);
    }),
  }));
}

function pairsOf(clips: readonly RatedClip[], readers: readonly ReaderId[], question: Question, bootstrap: BootstrapOptions): ReaderPair[] {
  const shape = { categories: question.categories.length, ordinal: question.ordinal };
  return readers.flatMap((first, row) => readers.slice(row + 1).map((second, offset): ReaderPair => {
    const both = clips.map(({ patient, answers }) => ({ patient, answers: [answers[row] ?? null, answers[row + 1 + offset] ?? null] }));
    return { first, second, ...pairFigures(both, shape, bootstrap) };
  }));
}

function groupOf(clips: readonly RatedClip[], readers: number, { categories, ordinal, numeric }: Question, bootstrap: BootstrapOptions): GroupFigures {
  const count = categories.length;
  const [complete, paired, coincidences] = [fleissSums(clips, count), observedSums(clips, count), coincidenceSums(clips, count)];
  const alphaMetric = ordinal ? 'ordinal' : 'nominal';
  const scores = iccSums(clips, readers);
  const few = readers < 2 ? 'one-reader' as const : null;
  return {
    completeClips: complete.clips, pairedClips: paired.clips, pairedPatients: paired.patients, alphaMetric,
    observed: figureOf(paired, (drawn) => few ?? observedOfMany(drawn), bootstrap),
    fleiss: figureOf(complete, (drawn) => few ?? fleissKappa(drawn), bootstrap),
    alpha: figureOf(coincidences, (drawn) => few ?? krippendorffAlpha(drawn, count, alphaMetric), bootstrap),
    icc: numeric ? iccForms.map((form) => ({ form, figure: figureOf(scores, (drawn) => icc(drawn, form), bootstrap) })) : null,
  };
}

function within({ committedAt }: RatedReading, { from, to }: AgreementInput['period']): boolean {
  const day = committedAt.slice(0, 10);
  return (from === null || day >= from) && (to === null || day <= to);
}

/** Readings of readers not chosen count towards the consensus, and nowhere else. */
export function agreementReport({ readings, adjudications, reveals, question, basis, period, readers, policy, bootstrap }: AgreementInput): AgreementReport {
  const asked = questions[question];
  const inPeriod = readings.filter((reading) => within(reading, period));
  const standing = standingReadings(inPeriod, basis);
  const clips = ratedClips(standing, readers, asked);
  const decisions = new Map(adjudications.map((one) => [one.clipId, one]));
  const answered = new Map([...Map.groupBy(standing, ({ clipId }) => clipId)].map(([clipId, ofClip]): [ClipId, AnsweredClip] => [clipId, {
    clipId, adjudication: decisions.get(clipId) ?? null,
    given: ofClip.flatMap((reading) => {
      const answer = answerOf(reading, question);
      return answer === null ? [] : [{ reader: reading.reader, answer }];
    }),
  }]));
  const perReader = readers.map((reader) => readerFigures({
    reader, question, bootstrap, reveals: reveals.filter((reveal) => reveal.reader === reader), readings: inPeriod.filter((reading) => reading.reader === reader), standing: standing.filter((reading) => reading.reader === reader),
    referenceOf: (clipId) => {
      const clip = answered.get(clipId);
      return clip === undefined ? null : referenceFor(reader, clip, question, policy);
    },
  }));
  return {
    version: 1, question, categories: asked.categories, ordinal: asked.ordinal, basis, period, readers: perReader.map(({ reader, clips: own }) => ({ reader, clips: own })),
    pairs: pairsOf(clips, readers, asked, bootstrap), group: groupOf(clips, readers.length, asked, bootstrap), perReader, policy, bootstrap, splitLevel: 'patient',
  };
}
