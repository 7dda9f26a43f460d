/** The result of an exam as text, for a start without a window. */
import type { ClipRow, ClipVerdict, ExamDetail, ExamResult, JobFailure } from '../../preload/domain.ts';

/** Never by colour alone: a mark and the word. */
const marks: Readonly<Record<ClipVerdict, string>> = { IS: '● IS', healthy: '○ healthy', indeterminate: '◌ indeterminate', rejected: '⊘ rejected' };

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

/** Rows of equal length under their headings; columns named in `right` are aligned right. */
export function textTable(headings: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => widths.map((width, column) => pad(cells[column] ?? '', width, right.includes(column))).join('  ').trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}

function clipCells(clip: ClipRow): string[] {
  const probability = clip.probability === null ? '-' : clip.probability.toFixed(3);
  const scored = clip.scored === clip.frames ? String(clip.frames) : `${clip.scored} of ${clip.frames}`;
  return [clip.name, clip.zone ?? '-', scored, probability, clip.verdict === null ? '- not analysed' : marks[clip.verdict]];
}

const verdicts: Readonly<Record<ExamResult['verdict'], string>> = {
  IS: 'interstitial syndrome by rule',
  'not-IS': 'no interstitial syndrome by rule',
  incomplete: 'incomplete',
  indeterminate: 'indeterminate',
};

/** One clip a line, then the exam by its zone rule. */
export function examLines(exam: ExamDetail): string[] {
  const { result } = exam;
  const clips = exam.clipRows.toSorted((a, b) => (a.zone ?? 'Z').localeCompare(b.zone ?? 'Z', 'en') || a.name.localeCompare(b.name, 'en'));
  return [
    ...textTable(['Clip', 'Zone', 'Frames', 'Probability', 'Model says'], clips.map(clipCells), [2, 3]),
    '',
    `Exam ${exam.pseudonym}${exam.simulated ? ' (simulated)' : ''}: ${verdicts[result.verdict]}; ${result.zonesExamined} of ${result.zonesTotal} zones, positive left ${result.positiveLeft}, right ${result.positiveRight}.`,
    `Rule: ${result.rule}`,
  ];
}

/** What could not be imported or analysed, with what to do; items with the same error share a line. */
export function failureLines(failures: readonly JobFailure[]): string[] {
  const alike = Map.groupBy(failures, ({ error }) => `${error.message} ${error.hint}`);
  return [...alike].map(([words, items]) => `${[...new Set(items.map(({ item }) => item))].join(', ')}: ${words}`);
}
