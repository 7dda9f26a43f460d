/** From what was typed to what the database looks for, and the words an exam is found by. */
import type { ExamSelection } from '../../db/exam-pages.ts';
import type { ExamQuery, ZoneFinding } from '../../preload/domain.ts';
import { takeDatePhrase } from './date-phrase.ts';

/** Zones and findings are indexed with a mark, so that "R2" and "IS" (too short for the index) are found without matching names by chance. */
const mark = '#';

const findingWords: Readonly<Record<ZoneFinding, string | null>> = {
  IS: `${mark}is`,
  healthy: 'healthy',
  indeterminate: 'indeterminate',
  rejected: 'rejected',
  'not-readable': 'not-readable',
  'not-analysed': null,
  'not-examined': null,
};

/** Words that search finds an exam by: pseudonym, clip names, zones and findings. */
export function examWords(pseudonym: string, clipNames: readonly string[], zones: readonly string[], findings: readonly ZoneFinding[]): string {
  const found = [...new Set(findings)].map((finding) => findingWords[finding]).filter((word) => word !== null);
  return [pseudonym, ...clipNames, ...[...new Set(zones)].map((zone) => `${mark}${zone}`), ...found].join('\n');
}

function indexed(token: string): string {
  return /^([LR][1-6]|IS)$/i.test(token) ? `${mark}${token}` : token;
}

/** Takes a query's text apart; every part must match. Letters are counted as code points, as the index does. */
export function selectionOf(query: ExamQuery, now: Date): ExamSelection {
  const { text, ...rest } = query;
  const dated = takeDatePhrase(text, now);
  const tokens = dated.rest.split(/\s+/).filter((token) => token !== '').map(indexed);
  const long = (token: string) => Array.from(token).length >= 3;
  return {
    ...rest,
    words: tokens.filter(long),
    pieces: tokens.filter((token) => !long(token)),
    from: dated.range?.from.toISOString() ?? null,
    to: dated.range?.to.toISOString() ?? null,
  };
}
