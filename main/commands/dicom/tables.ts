/** Answers of other nodes as tables for a terminal. */
import type { SendAnswer, StudyRow, WorklistRow } from '../../../preload/archive.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  return `${[line(head), ...rows.map(line)].join('\n')}\n`;
}

export function studiesTable(rows: readonly StudyRow[]): string {
  return table(['date', 'patient', 'id', 'accession', 'images', 'study'], rows.map(({ study, patient, instances }) => (
    [study.studyDate ?? '-', patient.name, patient.patientId, study.accessionNumber, instances === null ? '-' : String(instances), study.studyInstanceUid])));
}

export function worklistTable(rows: readonly WorklistRow[]): string {
  return table(['scheduled', 'patient', 'id', 'accession', 'procedure', 'station'], rows.map(({ scheduledAt, patient, study, procedure, station }) => (
    [scheduledAt?.replace('T', ' ') ?? '-', patient.name, patient.patientId, study.accessionNumber, procedure, station])));
}

const commitmentWords: Readonly<Record<NonNullable<SendAnswer['commitment']>, string>> = {
  kept: 'The archive confirms that it keeps them.', later: 'The archive will confirm later that it keeps them.', refused: 'The archive does not confirm that it keeps them.', 'not-supported': 'The archive gives no storage commitment.',
};

export function sentWords({ stored, failed, commitment }: SendAnswer, files: readonly string[]): string {
  const status = (code: number | null) => (code === null ? '' : ` 0x${code.toString(16).toUpperCase().padStart(4, '0')}`);
  return `${[`${stored} of ${files.length} stored.`, ...failed.map(({ index, outcome, status: code, comment }) => `${files[index] ?? ''}: ${outcome}${status(code)} ${comment}`.trimEnd()), ...(commitment === null ? [] : [commitmentWords[commitment]])].join('\n')}\n`;
}
