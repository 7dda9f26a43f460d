/** `dataset readings`: readings from one format into another. */
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Result } from '../../../preload/domain.ts';
import type { ExchangeFormat } from '../../../preload/datasets.ts';
import type { FiledReading } from '../../training/exchange/filed-reading.ts';
import { lossesOf, readReadings, writeReadings } from '../../training/exchange/formats.ts';
import { parseCsv } from '../labels-table.ts';
import { bad, print, tellError } from './output.ts';

const names = ['pleura', 'cvat', 'label-studio', 'slicer'] as const;
type FormatName = (typeof names)[number];

const usage = `Usage: npm run -s dataset -- readings --in FILE|FOLDER --from FORMAT --out FILE|FOLDER --to FORMAT [--spacing MM] [--json FILE|-]
Formats: pleura (.json or .csv, by the file's name), cvat (CVAT for video 1.1, XML), label-studio (JSON), slicer (SlicerUltrasound, NAME.RATER.json).
cvat and slicer hold one clip and reader a file: name a folder with --out. --spacing: millimetres a pixel in Slicer, where its points are no pixels.
Exit code 0: all was kept; 2: something has no place in the format, or no meaning here; 1: an error.
`;

interface Wishes {
  readonly input: string;
  readonly from: FormatName;
  readonly out: string;
  readonly to: FormatName;
  readonly spacing: number | null;
  readonly json: string | null;
}

function readWishes(args: readonly string[]): Wishes | null {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { in: text, from: text, out: text, to: text, spacing: text, json: text } });
    const [from, to] = [values.from, values.to].map((name) => names.find((known) => known === name));
    const spacing = values.spacing === undefined ? null : Number(values.spacing);
    if (values.in === undefined || values.out === undefined || from === undefined || to === undefined || values.json === '') return null;
    if (spacing !== null && !(spacing > 0 && Number.isFinite(spacing))) return null;
    return { input: values.in, from, out: values.out, to, spacing, json: values.json ?? null };
  } catch {
    return null;
  }
}

function formatOf(name: FormatName, file: string): ExchangeFormat {
  return name === 'pleura' ? (/\.csv$/i.test(file) ? 'pleura-csv' : 'pleura-json') : name;
}

async function inputFiles(input: string): Promise<readonly string[] | null> {
  const found = await stat(input).catch(() => null);
  if (found === null) return null;
  if (!found.isDirectory()) return [input];
  const entries = await readdir(input);
  return entries.filter((name) => /\.(json|xml|csv)$/i.test(name)).toSorted().map((name) => join(input, name));
}

interface Read {
  readonly readings: readonly FiledReading[];
  readonly notes: readonly string[];
}

async function readAll({ input, from, spacing }: Wishes): Promise<Result<Read>> {
  const files = await inputFiles(input);
  if (files === null || files.length === 0) return { ok: false, error: { code: 'file-not-found', message: 'There is no file to read.', hint: 'Name a file, or a folder with .json, .xml or .csv files, with --in.' } };
  const readings: FiledReading[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) return { ok: false, error: { code: 'file-unreadable', message: `${basename(file)} cannot be read.`, hint: 'Ask for the permission to read it.' } };
    const read = readReadings(formatOf(from, file), text, { fileName: basename(file), spacing, readTable: parseCsv });
    if (!read.ok) return { ok: false, error: { ...read.error, message: `${basename(file)}: ${read.error.message}` } };
    readings.push(...read.value.readings);
    notes.push(...read.value.notes.map((note) => `${basename(file)}: ${note}`));
  }
  return { ok: true, value: { readings, notes } };
}

/** The names of the files that were written. */
async function writeAll({ out, to }: Wishes, readings: readonly FiledReading[]): Promise<Result<readonly string[]>> {
  const written = writeReadings(formatOf(to, out), readings);
  const isFolder = await stat(out).then((found) => found.isDirectory(), () => false);
  const asFile = !isFolder && /\.(json|xml|csv)$/i.test(out);
  if (written.length !== 1 && asFile) return bad(`This makes ${written.length} files.`, 'Name a folder with --out.');
  try {
    const [only] = written;
    if (asFile && only !== undefined) {
      await writeFile(out, only.text);
      return { ok: true, value: [basename(out)] };
    }
    await mkdir(out, { recursive: true });
    for (const { name, text } of written) await writeFile(join(out, name), text);
    return { ok: true, value: written.map(({ name }) => name) };
  } catch {
    return { ok: false, error: { code: 'storage-failed', message: 'The files could not be written.', hint: 'Choose a place that may be written to.' } };
  }
}

export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const read = await readAll(wishes);
  if (!read.ok) return tellError(read.error);
  const { readings, notes } = read.value;
  const files = await writeAll(wishes, readings);
  if (!files.ok) return tellError(files.error);
  const losses = lossesOf(formatOf(wishes.to, wishes.out), readings);
  for (const note of [...notes, ...losses]) process.stderr.write(`${note}\n`);
  const clips = new Set(readings.map(({ clip }) => clip.name)).size;
  const record = { readings: readings.length, clips, readers: new Set(readings.map(({ reader }) => reader)).size, files: files.value, notes, losses };
  const printed = await print(wishes.json, record, [`${readings.length} readings of ${clips} clips in ${files.value.length} ${files.value.length === 1 ? 'file' : 'files'}.`]);
  return printed ? (notes.length + losses.length > 0 ? 2 : 0) : 1;
}
