/** Signed reports for registries: JSON, CSV by exam, CSV by zone, read from the case log without changing it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createReports } from '../../db/reports.ts';
import type { Reports } from '../../db/reports.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openReadOnly } from '../../db/open-read-only.ts';
import type { AppError } from '../../preload/domain.ts';
import type { ReportVersion } from '../../preload/report.ts';
import { examsCsv, reportsJson, reportsSchema, zonesCsv } from '../report/export.ts';
import { userDataFolder } from '../setup/user-data.ts';

const usage = `Usage: npm run -s report -- [--db DATA-FOLDER] [--exam ID|PSEUDONYM] [--from DAY] [--to DAY] [--all-versions] [--json FILE|-] [--exams-csv FILE|-] [--zones-csv FILE|-]
       npm run -s report -- --schema
The newest signed version of each exam; --to is inclusive. DAY is YYYY-MM-DD, in UTC. --schema prints the JSON Schema of --json.
`;

interface Wishes {
  readonly db: string;
  readonly exam: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly allVersions: boolean;
  readonly outputs: readonly { readonly target: string; readonly text: (versions: readonly ReportVersion[]) => string }[];
}

const isDay = (text: string | undefined): boolean => text === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));

/** The first moment that is no longer of this day. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString();
}

function readWishes(args: readonly string[]): Wishes | 'schema' | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { db: text, exam: text, from: text, to: text, json: text, 'exams-csv': text, 'zones-csv': text, 'all-versions': flag, schema: flag } });
    if (values.schema) return 'schema';
    const outputs = ([[values.json, reportsJson], [values['exams-csv'], examsCsv], [values['zones-csv'], zonesCsv]] as const).flatMap(([target, make]) => (target === undefined ? [] : [{ target, text: make }]));
    if (!isDay(values.from) || !isDay(values.to) || outputs.filter(({ target }) => target === '-').length > 1) return null;
    const shown = outputs.length === 0 ? [{ target: '-', text: reportsJson }] : outputs;
    return { db: values.db ?? userDataFolder(process.platform, process.env), exam: values.exam ?? null, from: values.from ?? null, to: values.to ?? null, allVersions: values['all-versions'], outputs: shown };
  } catch {
    return null;
  }
}

function chosen(reports: Reports, { exam, from, to, allVersions }: Wishes): readonly ReportVersion[] {
  const exams = reports.signedExams({ ...(from === null ? {} : { from }), ...(to === null ? {} : { to: dayAfter(to) }) });
  const versions = exams.flatMap((examId) => (allVersions ? reports.versions(examId).toReversed() : reports.versions(examId).slice(0, 1)));
  const full = versions.flatMap(({ id }) => reports.version(id) ?? []);
  return exam === null ? full : full.filter(({ examId, content }) => examId === exam || content.pseudonym.toLowerCase() === exam.toLowerCase());
}

function tell({ message, hint }: AppError): number {
  process.stderr.write(`${message} ${hint}\n`);
  return 1;
}

/** Exits 0, 1 when the case log cannot be read or written out, 2 when no signed report matches. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  if (wishes === 'schema') {
    process.stdout.write(`${JSON.stringify(reportsSchema(), null, 2)}\n`);
    return 0;
  }
  const opened = openReadOnly({ path: join(wishes.db, 'pleura.db'), migrations: readMigrations(join(import.meta.dirname, '..', '..', 'db', 'migrations')) });
  if (!opened.ok) return tell(opened.error);
  try {
    const versions = chosen(createReports(opened.value), wishes);
    for (const { target, text } of wishes.outputs) {
      if (target === '-') process.stdout.write(text(versions));
      else await writeFile(target, text(versions), 'utf8');
    }
    process.stderr.write(`${versions.length} signed ${versions.length === 1 ? 'report' : 'reports'}.\n`);
    return versions.length === 0 ? 2 : 0;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return tell({ code: 'storage-failed', message: 'The output could not be written.', hint: 'Name a file in a folder that can be written.' });
  } finally {
    opened.value.close();
  }
}
