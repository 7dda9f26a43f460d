/** What is missing before a report may be signed. Pure. */
import type { ReportContent } from '../../preload/report.ts';
import { listed } from './words.ts';

/** Empty where nothing is. An incomplete exam may be signed, but says why it is incomplete. */
export function openPoints({ zones, whyIncomplete, conclusion }: Pick<ReportContent, 'zones' | 'whyIncomplete' | 'conclusion'>): readonly string[] {
  const unsaid = zones.filter(({ state }) => state === null).map(({ zone }) => zone);
  const missing = zones.some(({ state }) => state === 'not-examined');
  return [
    ...(unsaid.length === 0 ? [] : [`Say what ${listed(unsaid)} ${unsaid.length === 1 ? 'shows, or that it was' : 'show, or that they were'} not examined.`]),
    ...(missing && whyIncomplete.trim() === '' ? ['Say why the exam is incomplete.'] : []),
    ...(conclusion.trim() === '' ? ['Write a conclusion.'] : []),
  ];
}
