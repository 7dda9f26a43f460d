/** Files of readings as they were picked, in any of the formats. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Result } from '../../preload/domain.ts';
import type { ExchangeFormat } from '../../preload/datasets.ts';
import { parseCsv } from '../commands/labels-table.ts';
import type { FiledReading } from '../training/exchange/filed-reading.ts';
import { guessFormat, readReadings } from '../training/exchange/formats.ts';
import type { ReadFilesAnswer } from './dataset-messages.ts';
import { failure } from './failures.ts';

/** More would not be a file of readings, and would not fit the memory. */
const mostBytes = 256 * 1024 * 1024;

/** All files or an error that names the file. Errors: `file-not-found`, `bad-request`. */
export async function readFiles(paths: readonly string[], format: ExchangeFormat | null, spacing: number | null): Promise<Result<ReadFilesAnswer>> {
  const readings: FiledReading[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    const name = basename(path);
    const size = await stat(path).then((found) => (found.isFile() ? found.size : null), () => null);
    if (size === null) return failure('file-not-found', `${name} is no file that can be read.`, 'Choose files of readings.');
    if (size > mostBytes) return failure('bad-request', `${name} is too large for a file of readings.`, 'Export fewer clips at a time.');
    const text = await readFile(path, 'utf8');
    const kind = format ?? guessFormat(name, text);
    if (kind === null) return failure('bad-request', `It cannot be told what kind of file ${name} is.`, 'Readings come from Pleura (JSON or CSV), CVAT (XML), Label Studio or SlicerUltrasound (JSON). Nothing was imported.');
    const read = readReadings(kind, text, { fileName: name, spacing, readTable: parseCsv });
    if (!read.ok) return { ok: false, error: { ...read.error, message: `${name}: ${read.error.message}` } };
    readings.push(...read.value.readings);
    notes.push(...read.value.notes.map((note) => (paths.length > 1 ? `${name}: ${note}` : note)));
  }
  return { ok: true, value: { readings, notes } };
}
