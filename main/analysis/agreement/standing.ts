/** Which of a reader's readings of a clip stand. */
import type { AnswerBasis } from '../../../preload/agreement.ts';
import type { Reading } from '../../../preload/readings.ts';

type Dated = Pick<Reading, 'clipId' | 'reader' | 'round' | 'mode' | 'committedAt'>;

/** True where the reader answered before the AI and other readers were shown. */
export function isIndependent({ mode }: Pick<Reading, 'mode'>): boolean {
  return mode === 'blind' || mode === 'imported';
}

/** The newest reading of each clip, reader and round, in the order of the commits. Of readings with the same time the later in the list counts. */
export function newestOfRounds<R extends Dated>(readings: readonly R[], basis: AnswerBasis): readonly R[] {
  const kept = new Map<string, R>();
  for (const reading of readings) {
    if (basis === 'independent' && !isIndependent(reading)) continue;
    const key = JSON.stringify([reading.clipId, reading.reader, reading.round]);
    const known = kept.get(key);
    if (known === undefined || known.committedAt <= reading.committedAt) kept.set(key, reading);
  }
  return [...kept.values()].toSorted((a, b) => (a.committedAt < b.committedAt ? -1 : a.committedAt > b.committedAt ? 1 : 0));
}

/** The readings that a consensus is made of: the newest of each clip and reader. A repeat (round 2 and on) is there to measure the reader, so that the first round counts while it is there. */
export function standingReadings<R extends Dated>(readings: readonly R[], basis: AnswerBasis = 'final'): readonly R[] {
  const first = new Map<string, R>();
  for (const reading of newestOfRounds(readings, basis)) {
    const key = JSON.stringify([reading.clipId, reading.reader]);
    const known = first.get(key);
    if (known === undefined || reading.round < known.round) first.set(key, reading);
  }
  return [...first.values()];
}
