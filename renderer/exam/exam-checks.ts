/** What may stand in an exam's fields. Each answers what is wrong, or null. */
import { fromLocalInput } from '../format.ts';

const longestPseudonym = 80;
const longestNotes = 20_000;
/** Before any ultrasound of the lung; catches half-typed years. */
const earliestYear = 1980;
const dayMs = 86_400_000;

/** 1 to 80 characters beside blanks. */
export function checkPseudonym(text: string): string | null {
  if (text.trim() === '') return 'Enter a pseudonym.';
  return text.trim().length > longestPseudonym ? `At most ${longestPseudonym} characters.` : null;
}

/** A day and time between 1980 and a day from now, for clocks of other zones. */
export function checkExamined(text: string, now: Date): string | null {
  const iso = fromLocalInput(text);
  if (iso === null) return 'Enter a day and time.';
  const date = new Date(iso);
  if (date.getFullYear() < earliestYear) return `Enter a year from ${earliestYear} on.`;
  return date.getTime() > now.getTime() + dayMs ? 'This day lies in the future.' : null;
}

/** At most 20,000 characters. */
export function checkNotes(text: string): string | null {
  return text.length > longestNotes ? `At most ${longestNotes.toLocaleString('en-GB')} characters; these are ${text.length.toLocaleString('en-GB')}.` : null;
}
