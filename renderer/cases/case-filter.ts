/** What the case log shows and in which order. */
import type { ExamQuery } from '../../preload/domain.ts';

export type CaseFilter = Pick<ExamQuery, 'text' | 'verdict' | 'readState' | 'protocol' | 'sort' | 'descending'>;

export const everyCase: CaseFilter = { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true };

/** True when nothing is left out. */
export function showsAll(filter: CaseFilter): boolean {
  return filter.text.trim() === '' && filter.verdict === null && filter.readState === null && filter.protocol === null;
}

/** Sorting by another column starts where it is most useful; by the same one turns round. */
export function sortedBy(filter: CaseFilter, sort: CaseFilter['sort']): CaseFilter {
  if (filter.sort === sort) return { ...filter, descending: !filter.descending };
  return { ...filter, sort, descending: sort !== 'pseudonym' };
}

/** True when the typed text has the phrase. */
export function hasPhrase(text: string, phrase: string): boolean {
  return ` ${text.toLowerCase().replace(/\s+/g, ' ')} `.includes(` ${phrase} `);
}

/** Adds the phrase to the typed text, or takes it out. */
export function togglePhrase(text: string, phrase: string): string {
  if (!hasPhrase(text, phrase)) return `${text.trim()} ${phrase}`.trim().slice(0, 200);
  return ` ${text.replace(/\s+/g, ' ')} `.replace(new RegExp(` ${phrase} `, 'i'), ' ').trim();
}
