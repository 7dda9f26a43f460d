/** `dataset check DIR`: every byte of an exported dataset against its checksums, and its clips anew for leaks. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkExport } from '../../training/dataset/check-export.ts';
import type { CheckReport } from '../../training/dataset/check-export.ts';
import { leaks, ofTwoPatients } from '../../training/dataset/near-duplicates.ts';
import { parseCsv } from '../labels-table.ts';
import { print, tellError } from './output.ts';

const usage = 'Usage: npm run -s dataset -- check DIR [--json FILE|-]\nExit code 0: sound and without a leak; 2: a leak was found; 1: damaged, or no dataset.\n';

function inWords(report: CheckReport): string[] {
  const { sides, damaged, patientsOnTwoSides, pairs, clips, patients } = report;
  const found = leaks(pairs);
  const alike = [...new Set([...found, ...ofTwoPatients(pairs)])];
  return [
    `${clips} clips of ${patients} patients`,
    ...sides.map(({ side, clips: held, patients: people, positives }) => `  ${side}: ${held} clips, ${positives} positive, ${people} patients`),
    ...damaged.slice(0, 20).map(({ file, problem }) => `${problem}: ${file}`),
    ...patientsOnTwoSides.map((patient) => `on two sides: ${patient}`),
    ...alike.slice(0, 50).map(({ first, second, kind, distance, samePatient, sameSide }) => `${kind === 'near' ? `alike (${distance} bits)` : kind === 'same-file' ? 'the same file' : 'the same pictures'}: ${first} and ${second}, ${samePatient ? 'one patient' : 'two patients'}, ${sameSide ? 'one side' : 'two sides'}`),
    damaged.length > 0 ? `${damaged.length} files are not as they were exported.` : 'All files are as they were exported.',
    report.clean ? 'No patient and no picture is on two sides.' : `A leak: ${patientsOnTwoSides.length} patients and ${found.length} pairs of clips.`,
  ];
}

export async function run(args: readonly string[]): Promise<number> {
  let folder: string | undefined;
  let json: string | null = null;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'string' } } });
    folder = positionals.length === 1 ? positionals[0] : undefined;
    json = values.json ?? null;
  } catch {
    folder = undefined;
  }
  if (folder === undefined || json === '') {
    process.stderr.write(usage);
    return 1;
  }
  const report = await checkExport(folder, parseCsv);
  if (!report.ok) return tellError(report.error);
  const printed = await print(json, report.value, inWords(report.value));
  if (!printed || report.value.damaged.length > 0) return 1;
  return report.value.clean ? 0 : 2;
}
