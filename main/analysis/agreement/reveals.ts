/** What became of a reader's answers once the AI and other readers were shown: kept, changed towards the AI, or away from it. */
import type { AgreementQuestion, RevealFigures } from '../../../preload/agreement.ts';
import type { ClipId } from '../../../preload/domain.ts';
import type { Reading, ReaderId, ReadingId, ReadingVerdict } from '../../../preload/readings.ts';
import type { BootstrapOptions } from '../bootstrap.ts';
import { figureOf, groupSums } from './group-sums.ts';
import { answerOf } from './questions.ts';

/** A reading with its patient, as far as figures need it. */
export interface RatedReading extends Pick<Reading, 'id' | 'clipId' | 'reader' | 'round' | 'mode' | 'committedAt' | 'tookMs' | 'verdict' | 'findings'> {
  /** Clips of one patient are drawn together. */
  readonly patient: string;
}

/** A reveal as it was recorded. */
export interface KnownReveal {
  readonly clipId: ClipId;
  readonly reader: ReaderId;
  readonly round: number;
  /** The reading committed before. */
  readonly readingId: ReadingId;
  /** What the AI said; null where it said nothing definite. */
  readonly ai: ReadingVerdict | null;
}

interface RevealedRead {
  readonly before: RatedReading;
  /** The same reading where it was kept. */
  readonly after: RatedReading;
  readonly ai: ReadingVerdict | null;
}

const keyOf = ({ clipId, reader, round }: Pick<KnownReveal, 'clipId' | 'reader' | 'round'>): string => JSON.stringify([clipId, reader, round]);

/** Recorded reveals; and, where none was recorded (imported readings), clips with a blind and a revealed reading of the same round. `readings` in any order. */
export function revealedReads(readings: readonly RatedReading[], reveals: readonly KnownReveal[]): readonly RevealedRead[] {
  const known = new Map(reveals.map((reveal) => [keyOf(reveal), reveal]));
  const rounds = Map.groupBy(readings.toSorted((a, b) => (a.committedAt < b.committedAt ? -1 : a.committedAt > b.committedAt ? 1 : 0)), keyOf);
  return [...rounds].flatMap(([key, ofRound]): RevealedRead[] => {
    const reveal = known.get(key);
    const after = ofRound.findLast(({ mode }) => mode === 'revealed');
    const before = ofRound.find(({ id }) => id === reveal?.readingId) ?? ofRound.findLast(({ mode }) => mode === 'blind');
    if (before === undefined || (reveal === undefined && after === undefined)) return [];
    return [{ before, after: after ?? before, ai: reveal?.ai ?? null }];
  });
}

/** Only clips that were answered both before and after the reveal count. */
export function revealFigures(readings: readonly RatedReading[], reveals: readonly KnownReveal[], question: AgreementQuestion, bootstrap: BootstrapOptions): RevealFigures {
  const asked = question === 'verdict';
  const answered = revealedReads(readings, reveals).flatMap(({ before, after, ai }) => {
    const [was, is] = [answerOf(before, question), answerOf(after, question)];
    return was === null || is === null ? [] : [{ patient: before.patient, was, is, ai: asked ? ai : null }];
  });
  const changed = answered.filter(({ was, is }) => was !== is);
  const sums = groupSums(answered.map(({ patient, was, is }) => ({ patient, answers: [was === is ? 0 : 1] })), 2, ({ answers }, into) => {
    into[0] = (into[0] ?? 0) + 1;
    into[1] = (into[1] ?? 0) + (answers[0] ?? 0);
    return true;
  });
  return {
    clips: answered.length, changed: changed.length,
    towardsAi: asked ? changed.filter(({ is, ai }) => is === ai).length : null,
    awayFromAi: asked ? changed.filter(({ was, ai }) => was === ai).length : null,
    rate: figureOf(sums, ([clips = 0, differing = 0]) => (clips === 0 ? 'no-clips' : differing / clips), bootstrap),
  };
}
