/** What `analyse` shows a person: a line a clip, a line an exam. */
import { basename } from 'node:path';
import type { ExamResult } from '../../preload/domain.ts';
import { zonesByModel } from '../analysis/zone-finding.ts';
import { examResult } from '../analysis/zones.ts';
import { guessZones } from '../media/guess-zone.ts';
import type { AnalysisRecord } from './analyse-clip.ts';
import type { AnalysedGroup } from './analyse-inputs.ts';

const examWords: Readonly<Record<ExamResult['verdict'], string>> = {
  IS: 'rule for interstitial syndrome met',
  'not-IS': 'rule for interstitial syndrome not met',
  indeterminate: 'indeterminate: zones without a safe finding could change the result',
  incomplete: 'incomplete',
};

/** A file's name may hold line breaks; a row must not. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

/** Columns as wide as their widest cell; numbers to the right. */
function aligned(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (text: string, column: number): string => (right.has(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0));
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}

function clipRow(record: AnalysisRecord): string[] {
  if ('error' in record) return [oneLine(record.path), '-', '-', 'failed', '-', `${record.error.message} (${record.error.code})`];
  const { path, frames, scored, probability, verdict, timings, warnings } = record;
  return [oneLine(path), scored === frames ? `${frames}` : `${scored}/${frames}`, probability === null ? '-' : probability.toFixed(3), verdict, (timings.totalMs / 1000).toFixed(1), warnings.join(' ')];
}

/** The exam's result by the zone rule; null for what is no exam. */
export function examOf({ group, records }: AnalysedGroup): ExamResult | null {
  if (!group.folder || records.length === 0) return null;
  const { protocol, zones } = guessZones(group.clips.map((clip) => basename(clip.path)));
  const clips = group.clips.map((_, index) => {
    const record = records[index];
    return { zone: zones[index] ?? null, verdict: record === undefined || 'error' in record ? null : record.verdict };
  });
  return clips.some((clip) => clip.zone !== null) ? examResult(protocol, zonesByModel(clips)) : null;
}

function examLines(analysed: AnalysedGroup): string[] {
  const result = examOf(analysed);
  if (result === null) return [];
  const counts = `positive zones: ${result.positiveRight} right, ${result.positiveLeft} left; ${result.zonesExamined} of ${result.zonesTotal} zones`;
  return [`Exam ${basename(analysed.group.path)}: ${examWords[result.verdict]} (${counts}).`, `  ${result.rule} Zones are guessed from the file names.`];
}

/** The whole table with its heading, as lines. */
export function resultTable(analysed: readonly AnalysedGroup[]): string[] {
  const records = analysed.flatMap((item) => item.records);
  const rows = [['clip', 'frames', 'probability', 'verdict', 'seconds', ''], ...records.map(clipRow)];
  const done = records.find((record) => !('error' in record));
  const model = done === undefined || 'error' in done ? [] : [`Model ${done.model.id} ${done.model.version} on ${done.provider}. Research use; decision support, not a diagnosis.`];
  return [...aligned(rows, new Set([1, 2, 4])), ...analysed.flatMap(examLines), ...model];
}
