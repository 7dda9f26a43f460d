/**
 * `npm run -s agreement -- --readings FILE [--question verdict|b_lines|a_lines|severity|...]`: how well the readers of an exported file agree.
 * A table on stdout; `--json` the whole record (AgreementReport).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import type { AgreementQuestion, AgreementReport } from '../../preload/agreement.ts';
import type { AppError, Result } from '../../preload/domain.ts';
import { agreementReport } from '../analysis/agreement/report.ts';
import { agreementTable } from './agreement/agreement-table.ts';
import { readAgreementWishes, usage } from './agreement/arguments.ts';
import type { AgreementWishes } from './agreement/arguments.ts';
import { readReadingsFile } from './agreement/readings-file.ts';
import type { ReadingsFile } from './agreement/readings-file.ts';

function bad(message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message, hint } };
}

/** The file, looked for where the command runs and where npm was called. */
async function opened(path: string): Promise<Result<string>> {
  for (const folder of ['.', process.env['INIT_CWD'] ?? '.']) {
    const text = await readFile(resolve(folder, path), 'utf8').catch(() => null);
    if (text !== null) return { ok: true, value: text };
  }
  return bad('The readings cannot be read.', 'Name a CSV or JSON file with --readings.');
}

function questionOf({ question, scheme }: AgreementWishes, { schemes }: ReadingsFile): Result<AgreementQuestion> {
  switch (question) {
    case 'b_lines': return { ok: true, value: 'b-lines' };
    case 'a_lines': return { ok: true, value: 'a-lines' };
    case 'severity': {
      const chosen = scheme ?? (schemes.length === 1 ? schemes[0] : undefined);
      if (chosen === undefined) return schemes.length === 0 ? bad('The readings hold no severity.', 'Ask another question.') : bad('The readings hold severities of two schemes.', 'Choose one with --scheme lus or --scheme soldati: they are never mixed.');
      return { ok: true, value: `severity-${chosen}` };
    }
    default: return { ok: true, value: question };
  }
}

/** Errors: `bad-request`, also where no two of the readers answered a clip in common. */
function reportOf(wishes: AgreementWishes, file: ReadingsFile): Result<AgreementReport> {
  const question = questionOf(wishes, file);
  if (!question.ok) return question;
  const known = [...new Set(file.readings.map(({ reader }) => reader))].sort(new Intl.Collator('en', { numeric: true }).compare);
  const readers = wishes.readers ?? known;
  const stranger = [...readers, ...(wishes.reference === null ? [] : [wishes.reference])].find((reader) => !known.includes(reader));
  if (stranger !== undefined) return bad(`The readings have no reader "${stranger}".`, `They have: ${known.join(', ')}.`);
  const report = agreementReport({
    readings: file.readings, adjudications: [], reveals: [], question: question.value, basis: wishes.basis, period: { from: wishes.from, to: wishes.to }, readers: [...new Set(readers)],
    policy: wishes.reference === null
      ? { name: 'Majority of the others', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } }
      : { name: `Reader ${wishes.reference}`, version: 1, rule: { kind: 'single', reader: wishes.reference } },
    bootstrap: { draws: wishes.draws, seed: wishes.seed, level: 0.95 },
  });
  const alone = report.group.pairedClips === 0 && report.perReader.every(({ repeats }) => repeats === null);
  return alone ? bad('Two readers must have answered the same clips: now 0.', 'Check --question, --readers, --basis and the period against the file.') : { ok: true, value: report };
}

function tellError({ message, hint }: AppError): number {
  process.stderr.write(`${message} ${hint}\n`);
  return 1;
}

/** Exit code 0 with a table; 1 without one, or when the JSON file cannot be written. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readAgreementWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const text = await opened(wishes.readings);
  if (!text.ok) return tellError(text.error);
  const file = readReadingsFile(text.value, /\.json$/i.test(wishes.readings), wishes.scheme);
  if (!file.ok) return tellError(file.error);
  for (const note of file.value.notes) process.stderr.write(`${note}\n`);
  const report = reportOf(wishes, file.value);
  if (!report.ok) return tellError(report.error);
  const json = `${JSON.stringify(report.value)}\n`;
  if (wishes.json === '-') process.stdout.write(json);
  else process.stdout.write(`${agreementTable(report.value).join('\n')}\n`);
  if (wishes.json === null || wishes.json === '-') return 0;
  return writeFile(resolve(process.env['INIT_CWD'] ?? '.', wishes.json), json).then(() => 0, () => {
    process.stderr.write('The JSON file could not be written. Choose a file that you may write.\n');
    return 1;
  });
}
