/** The formats that readings are exchanged in, behind one door. */
import type { Result } from '../../../preload/domain.ts';
import type { ExchangeFormat } from '../../../preload/datasets.ts';
import { readCvat, withinCvat, writeCvat } from './cvat.ts';
import type { FiledReading, ReadingsFile } from './filed-reading.ts';
import { readLabelStudio, withinLabelStudio, writeLabelStudio } from './label-studio.ts';
import { readPleuraCsv, writePleuraCsv } from './pleura-csv.ts';
import { pleuraFormat, readPleuraJson, writePleuraJson } from './pleura-json.ts';
import { readSlicer, withinSlicer, writeSlicer } from './slicer.ts';

export const exchangeFormats: readonly ExchangeFormat[] = ['pleura-json', 'pleura-csv', 'cvat', 'label-studio', 'slicer'];

export interface ReadOptions {
  /** Of the file: names the clip where the format does not. */
  readonly fileName: string;
  /** Millimetres a pixel in Slicer; null: pixels. */
  readonly spacing: number | null;
  /** Rows of CSV text by column name. */
  readonly readTable: (text: string) => readonly Readonly<Record<string, string>>[];
}

/** Errors: `bad-request` for what is no file of the format. */
export function readReadings(format: ExchangeFormat, text: string, { fileName, spacing, readTable }: ReadOptions): Result<ReadingsFile> {
  switch (format) {
    case 'pleura-json': return readPleuraJson(text);
    case 'pleura-csv': return readPleuraCsv(readTable(text));
    case 'cvat': return readCvat(text, fileName);
    case 'label-studio': return readLabelStudio(text);
    case 'slicer': return readSlicer(text, { fileName, spacing });
  }
}

export interface WrittenFile {
  readonly name: string;
  readonly text: string;
}

/** A file's name from clip and reader, safe everywhere. */
function fileNameOf({ clip, reader, round }: FiledReading, ending: string): string {
  const plain = (text: string) => text.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[^\p{L}\p{N}_-]+/gu, '-');
  return `${plain(clip.name)}${round > 1 ? `-round-${round}` : ''}.${plain(reader)}.${ending}`;
}

/** No two of the same name. */
function apart(files: readonly WrittenFile[]): readonly WrittenFile[] {
  const times = new Map<string, number>();
  return files.map(({ name, text }) => {
    const before = times.get(name.toLowerCase()) ?? 0;
    times.set(name.toLowerCase(), before + 1);
    return { name: before === 0 ? name : name.replace(/^(.*?)\./, `$1-${before + 1}.`), text };
  });
}

/** One file for all readings; one a reading for CVAT and SlicerUltrasound, whose files are of one clip and reader. */
export function writeReadings(format: ExchangeFormat, readings: readonly FiledReading[]): readonly WrittenFile[] {
  switch (format) {
    case 'pleura-json': return [{ name: 'readings.json', text: writePleuraJson(readings) }];
    case 'pleura-csv': return [{ name: 'readings.csv', text: writePleuraCsv(readings) }];
    case 'label-studio': return [{ name: 'label-studio.json', text: writeLabelStudio(readings) }];
    case 'cvat': return apart(readings.map((reading) => ({ name: fileNameOf(reading, 'xml'), text: writeCvat(reading) })));
    case 'slicer': return apart(readings.map((reading) => ({ name: fileNameOf(reading, 'json'), text: writeSlicer(reading) })));
  }
}

/** What is left of a reading that is written in the format and read again. */
export function keptBy(format: ExchangeFormat, reading: FiledReading): FiledReading {
  switch (format) {
    case 'pleura-json': case 'pleura-csv': return reading;
    case 'label-studio': return withinLabelStudio(reading);
    case 'cvat': return withinCvat(reading);
    case 'slicer': return withinSlicer(reading);
  }
}

/** What of the readings a format has no place for, in sentences. */
export function lossesOf(format: ExchangeFormat, readings: readonly FiledReading[]): readonly string[] {
  const lost = (what: string, has: (reading: FiledReading) => boolean) => {
    const times = readings.filter((reading) => has(reading) && !has(keptBy(format, reading))).length;
    return times === 0 ? [] : [`${what} of ${times} ${times === 1 ? 'reading' : 'readings'}`];
  };
  const parts = [
    ...lost('lines', ({ strokes }) => strokes.length > 0), ...lost('frame ranges', ({ ranges }) => ranges.length > 0), ...lost('the comment', ({ comment }) => comment !== ''),
    ...lost('the round', ({ round }) => round > 1), ...lost('the time', ({ committedAt }) => committedAt !== null),
  ];
  return parts.length === 0 ? [] : [`The format has no place for ${parts.join(', ')}.`];
}

/** The format of a file by its name and first letters; null where it cannot be told. */
export function guessFormat(fileName: string, text: string): ExchangeFormat | null {
  const head = text.slice(0, 4_000);
  if (/\.csv$/i.test(fileName)) return 'pleura-csv';
  if (/\.xml$/i.test(fileName) || /<annotations\b/.test(head)) return 'cvat';
  if (head.includes(`"${pleuraFormat}"`)) return 'pleura-json';
  if (text.includes('"frame_annotations"')) return 'slicer';
  return /^\s*\uFEFF?\s*\[/.test(head) && text.includes('"annotations"') ? 'label-studio' : null;
}
