/** Numbers, dates and durations as the workstation writes them. */

const unknown = '–';

/** "1 clip", "12 clips", "12,431 exams". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;
}

/** Bytes in decimal units with three significant digits: "840 B", "1.42 GB". */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let unit = 0;
  let value = size;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit] ?? 'TB'}`;
}

/** Two decimals between 0.01 and 0.99: no classifier is certain, and none is shown so. */
export function probability(value: number | null): string {
  return value === null ? unknown : Math.min(0.99, Math.max(0.01, value)).toFixed(2);
}

/** Two decimals and the interval: "0.87 (0.81 to 0.92)". */
export function interval({ value, low, high }: { readonly value: number; readonly low: number; readonly high: number }): string {
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** Time left in words: "a few seconds left", "40 s left", "3 min left". */
export function timeLeft(ms: number | null): string {
  if (ms === null) return '';
  const seconds = ms / 1000;
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 55) return `${Math.round(seconds / 5) * 5} s left`;
  if (seconds < 55 * 60) return `${Math.max(1, Math.round(seconds / 60))} min left`;
  return `${(seconds / 3600).toFixed(1)} h left`;
}

/** Clip length: "4.0 s", "1:05". */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
}

function validDate(iso: string): Date | null {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Local day for the case log: "23 Nov", with the year where it is not this one. */
export function day(iso: string, now: Date): string {
  const date = validDate(iso);
  if (date === null) return unknown;
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year });
}

/** Local time of day, 24 hours: "09:41". */
export function clock(iso: string): string {
  const date = validDate(iso);
  return date === null ? unknown : date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** Local day and time: "23 Nov 2026, 09:41". */
export function dayAndTime(iso: string): string {
  const date = validDate(iso);
  if (date === null) return unknown;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${clock(iso)}`;
}

/** ISO time in UTC -> value of a datetime-local input, local time: "2026-11-23T09:41". */
export function toLocalInput(iso: string): string {
  const date = validDate(iso);
  if (date === null) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Value of a datetime-local input -> ISO time in UTC; null where it is empty or no date. */
export function fromLocalInput(value: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return null;
  return validDate(value)?.toISOString() ?? null;
}
