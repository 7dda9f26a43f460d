/**
 * Dates as people type them into the search: "today", "yesterday", "this week", "last month", "last 3 days", "2026", "2026-11", "2026-11-23",
 * "23 nov", "nov 2026", "23 November 2026". Days and weeks are those of the local calendar; weeks start on Monday.
 */
export interface DateRange {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export interface DatedText {
  /** What is left of the text without the date phrase. */
  readonly rest: string;
  readonly range: DateRange | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const monthWord =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';

type Groups = Readonly<Record<string, string | undefined>>;

interface Phrase {
  readonly pattern: RegExp;
  /** Null when the numbers name no day, such as 31 feb. */
  range(groups: Groups, now: Date): DateRange | null;
}

function day(year: number, month: number, date: number): Date {
  return new Date(year, month, date);
}

function days(start: Date, count: number): DateRange {
  return { from: start, to: day(start.getFullYear(), start.getMonth(), start.getDate() + count) };
}

function daysAgo(now: Date, count: number): Date {
  return day(now.getFullYear(), now.getMonth(), now.getDate() - count);
}

function week(now: Date, back: number): DateRange {
  const sinceMonday = (now.getDay() + 6) % 7;
  return days(daysAgo(now, sinceMonday + 7 * back), 7);
}

function month(year: number, index: number): DateRange {
  return { from: day(year, index, 1), to: day(year, index + 1, 1) };
}

function oneDay(year: number, index: number, date: number): DateRange | null {
  const start = day(year, index, date);
  return start.getMonth() === index && start.getDate() === date ? days(start, 1) : null;
}

function monthIndex(name: string | undefined): number {
  return months.findIndex((start) => name?.toLowerCase().startsWith(start) === true);
}

/** Without a year the latest such day or month that is not in the future is meant. */
function pastYear(groups: Groups, now: Date, start: (year: number) => Date): number {
  if (groups['year'] !== undefined) return Number(groups['year']);
  return start(now.getFullYear()) > now ? now.getFullYear() - 1 : now.getFullYear();
}

function unitsBack(groups: Groups, now: Date): DateRange {
  const count = Number(groups['count']);
  const tomorrow = daysAgo(now, -1);
  switch (groups['unit']) {
    case 'week': return { from: daysAgo(now, 7 * count - 1), to: tomorrow };
    case 'month': return { from: day(now.getFullYear(), now.getMonth() - count, now.getDate() + 1), to: tomorrow };
    default: return { from: daysAgo(now, count - 1), to: tomorrow };
  }
}

function dayOfMonth(groups: Groups, now: Date): DateRange | null {
  const index = monthIndex(groups['month']);
  const date = Number(groups['day']);
  return oneDay(pastYear(groups, now, (year) => day(year, index, date)), index, date);
}

/** The first that fits is taken: longer phrases stand before those they contain. */
const phrases: readonly Phrase[] = [
  { pattern: /\btoday\b/i, range: (_groups, now) => days(daysAgo(now, 0), 1) },
  { pattern: /\byesterday\b/i, range: (_groups, now) => days(daysAgo(now, 1), 1) },
  { pattern: /\bthis week\b/i, range: (_groups, now) => week(now, 0) },
  { pattern: /\blast week\b/i, range: (_groups, now) => week(now, 1) },
  { pattern: /\bthis month\b/i, range: (_groups, now) => month(now.getFullYear(), now.getMonth()) },
  { pattern: /\blast month\b/i, range: (_groups, now) => month(now.getFullYear(), now.getMonth() - 1) },
  { pattern: /\bthis year\b/i, range: (_groups, now) => ({ from: day(now.getFullYear(), 0, 1), to: day(now.getFullYear() + 1, 0, 1) }) },
  { pattern: /\blast year\b/i, range: (_groups, now) => ({ from: day(now.getFullYear() - 1, 0, 1), to: day(now.getFullYear(), 0, 1) }) },
  { pattern: /\blast (?<count>\d{1,3}) (?<unit>day|week|month)s?\b/i, range: (groups, now) => unitsBack({ ...groups, unit: groups['unit']?.toLowerCase() }, now) },
  {
    pattern: /(?<![\w-])(?<year>(?:19|20)\d\d)-(?<number>\d\d)-(?<day>\d\d)(?![\w-])/,
    range: (groups) => oneDay(Number(groups['year']), Number(groups['number']) - 1, Number(groups['day'])),
  },
  {
    pattern: /(?<![\w-])(?<year>(?:19|20)\d\d)-(?<number>0[1-9]|1[0-2])(?![\w-])/,
    range: (groups) => month(Number(groups['year']), Number(groups['number']) - 1),
  },
  { pattern: new RegExp(`(?<![\\w-])(?<day>\\d{1,2})\\.? ${monthWord}(?: (?<year>(?:19|20)\\d\\d))?(?![\\w-])`, 'i'), range: dayOfMonth },
  { pattern: new RegExp(`(?<![\\w-])${monthWord} (?<day>\\d{1,2})(?:,? (?<year>(?:19|20)\\d\\d))?(?![\\w-])`, 'i'), range: dayOfMonth },
  {
    pattern: new RegExp(`(?<![\\w-])${monthWord} (?<year>(?:19|20)\\d\\d)(?![\\w-])`, 'i'),
    range: (groups) => month(Number(groups['year']), monthIndex(groups['month'])),
  },
  {
    pattern: new RegExp(`(?<![\\w-])${monthWord}(?![\\w-])`, 'i'),
    range: (groups, now) => {
      const index = monthIndex(groups['month']);
      return month(pastYear(groups, now, (year) => day(year, index, 1)), index);
    },
  },
  { pattern: /(?<![\w-])(?<year>(?:19|20)\d\d)(?![\w-])/, range: (groups) => ({ from: day(Number(groups['year']), 0, 1), to: day(Number(groups['year']) + 1, 0, 1) }) },
];

/** Takes the first date phrase out of `text`. A phrase that names no real day is left in the text. */
export function takeDatePhrase(text: string, now: Date): DatedText {
  for (const phrase of phrases) {
    const match = phrase.pattern.exec(text);
    if (match === null) continue;
    const range = phrase.range(match.groups ?? {}, now);
    if (range === null) break;
    const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.replaceAll(/\s+/g, ' ').trim();
    return { rest, range };
  }
  return { rest: text.trim(), range: null };
}
