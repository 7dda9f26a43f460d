/** The clips that a command's `--data` and `--labels` name. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import type { AppError, Result } from '../../../preload/domain.ts';
import { findFiles } from './find-files.ts';
import { readLabels } from './labels.ts';
import type { LabelledRow, Labels, LabelWishes } from './labels.ts';

/** Where clips and labels are, and what is asked of them. */
export interface LabelledData extends LabelWishes {
  readonly data: string;
  readonly labels: string;
}

function bad(message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message, hint } };
}

/** The table, looked for where the command runs, where npm was called, and in the data folder. */
async function openLabels(wishes: LabelledData): Promise<Result<{ readonly text: string; readonly folder: string }>> {
  for (const folder of ['.', process.env['INIT_CWD'] ?? '.', wishes.data]) {
    const path = resolve(folder, wishes.labels);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return { ok: true, value: { text, folder: dirname(path) } };
  }
  return bad('The labels cannot be read.', 'Name a CSV file with --labels; it is looked for here and in the data folder.');
}

export interface Prepared {
  readonly labels: Labels;
  /** Labelled rows whose file is there, and the file of each. */
  readonly clips: readonly { readonly row: LabelledRow; readonly file: string }[];
  readonly missing: readonly string[];
}

/** Reads the labels and finds their files. Errors: `bad-request`. */
export async function prepare(wishes: LabelledData): Promise<Result<Prepared>> {
  if (!(await stat(wishes.data).then((found) => found.isDirectory(), () => false))) return bad('The data folder is not there.', 'Name the folder with the clips with --data.');
  const opened = await openLabels(wishes);
  if (!opened.ok) return opened;
  const labels = readLabels(opened.value.text, wishes);
  if (!labels.ok) return labels;
  const files = await findFiles(labels.value.rows.map((row) => row.file), { data: resolve(wishes.data), labels: opened.value.folder });
  const clips = labels.value.rows.flatMap((row, index) => {
    const file = files[index] ?? null;
    return file === null ? [] : [{ row, file }];
  });
  const missing = labels.value.rows.filter((_, index) => files[index] === null).map((row) => row.file);
  return clips.length === 0 ? bad('None of the labelled files was found.', 'The labels name files below the data folder.') : { ok: true, value: { labels: labels.value, clips, missing } };
}
