/** Recorded reveals as agreement takes them. */
import type { Reveal } from '../../db/readings.ts';
import type { ReadingVerdict } from '../../preload/readings.ts';
import type { KnownReveal } from '../analysis/agreement/reveals.ts';

/** The AI's verdict where a reader could have said the same: it never says "not readable", and "indeterminate" is no answer. */
function comparable(verdict: string | null): ReadingVerdict | null {
  return verdict === 'IS' || verdict === 'healthy' ? verdict : null;
}

export function knownReveals(reveals: readonly Reveal[]): KnownReveal[] {
  return reveals.map(({ clipId, reader, round, readingId, shown }) => ({ clipId, reader, round, readingId, ai: comparable(shown.verdict) }));
}
