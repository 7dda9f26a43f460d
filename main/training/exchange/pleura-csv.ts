/** Pleura's readings as a table, one row each, whole: ranges and strokes as JSON in their cells. */
import { z } from 'zod';
import type { Result } from '../../../preload/domain.ts';
import { csvText } from '../dataset/csv.ts';
import { answerNames, answersOf, readAnswers } from './answers.ts';
import { notAsTheFormat, saysSomething } from './filed-reading.ts';
import type { FiledReading, ReadingsFile } from './filed-reading.ts';
import { rangeSchema, readingModes, strokeSchema } from './pleura-json.ts';
import { tidyRanges } from './tracks.ts';

const columns = ['file', 'sha256', 'frames', 'width', 'height', 'reader', 'patient', 'mode', 'round', 'committed_at', 'took_ms', ...answerNames, 'comment', 'ranges', 'strokes'] as const;

export function writePleuraCsv(readings: readonly FiledReading[]): string {
  return csvText(columns, readings.map((reading) => {
    const { clip, reader, patient = null, mode = null, round, committedAt, tookMs, comment, ranges, strokes } = reading;
    const answers = answersOf(reading);
    return [
      clip.name, clip.sha256, clip.frames, clip.width, clip.height, reader, patient, mode, round, committedAt, tookMs, ...answerNames.map((name) => answers[name] ?? null), comment,
      ranges.length === 0 ? null : JSON.stringify(ranges), strokes.length === 0 ? null : JSON.stringify(strokes),
    ];
  }));
}

type Row = Readonly<Record<string, string>>;

function numberIn(row: Row, column: string): number | null {
  const text = (row[column] ?? '').trim();
  const value = Number(text);
  return text === '' || !Number.isFinite(value) || value < 0 ? null : value;
}

function jsonIn<T>(row: Row, column: string, schema: z.ZodType<T>): readonly T[] | null {
  const text = (row[column] ?? '').trim();
  if (text === '') return [];
  try {
    const parsed = z.array(schema).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function readRow(row: Row): FiledReading | string {
  const name = (row['file'] ?? '').trim();
  const reader = (row['reader'] ?? '').trim();
  if (name === '' || reader === '') return 'a row without file or reader';
  const ranges = jsonIn(row, 'ranges', rangeSchema);
  const strokes = jsonIn(row, 'strokes', strokeSchema);
  if (ranges === null || strokes === null) return 'a row whose ranges or strokes are not as the format asks';
  const { unknown, ...answered } = readAnswers(row);
  if (unknown.length > 0) return `a row with an answer that is none of Pleura's (${unknown.join(', ')})`;
  const sha256 = (row['sha256'] ?? '').trim();
  const committedAt = (row['committed_at'] ?? '').trim();
  const patient = (row['patient'] ?? '').trim();
  const mode = readingModes.find((known) => known === (row['mode'] ?? '').trim());
  return {
    clip: { name, sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null, frames: numberIn(row, 'frames'), width: numberIn(row, 'width'), height: numberIn(row, 'height') },
    reader, ...(patient === '' ? {} : { patient }), ...(mode === undefined ? {} : { mode }), round: Math.max(1, Math.round(numberIn(row, 'round') ?? 1)), committedAt: Number.isNaN(Date.parse(committedAt)) ? null : committedAt, tookMs: numberIn(row, 'took_ms'),
    ...answered, comment: row['comment'] ?? '', ranges: tidyRanges(ranges), strokes,
  };
}

/** `rows` by column name, as read from the table. Columns other than file and reader may be missing. */
export function readPleuraCsv(rows: readonly Row[]): Result<ReadingsFile> {
  const heading = Object.keys(rows[0] ?? {});
  if (!heading.includes('file') || !heading.includes('reader')) return notAsTheFormat('Pleura readings', 'the table has no columns "file" and "reader".');
  const readings: FiledReading[] = [];
  const problems = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row);
    if (typeof read === 'string') problems.set(read, (problems.get(read) ?? 0) + 1);
    else if (saysSomething(read)) readings.push(read);
  }
  return { ok: true, value: { readings, notes: [...problems].map(([problem, times]) => `Left out: ${problem}${times > 1 ? ` (${times} times)` : ''}.`) } };
}
