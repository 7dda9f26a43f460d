/** A file of readings: one row a reading, as CSV with a heading or as JSON: Pleura's own export, a list of such rows, or such a list under "readings". */
import type { AppError, Result } from '../../../preload/domain.ts';
import type { BLineClass, Consolidation, Effusion, Findings, Pleura, ReadingMode, ReadingVerdict, Severity, Sliding } from '../../../preload/readings.ts';
import type { RatedReading } from '../../analysis/agreement/reveals.ts';
import { parseCsv, yesOrNo } from '../labels-table.ts';

export interface ReadingsFile {
  readonly readings: readonly RatedReading[];
  /** Severity schemes that occur. */
  readonly schemes: readonly Severity['scheme'][];
  readonly notes: readonly string[];
}

type Row = Readonly<Record<string, string>>;

function bad(message: string, hint: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message, hint } };
}

/** Refuses a word that a column does not know. */
class UnknownWord extends Error {}

function oneOf<T extends string>(row: Row, column: string, words: readonly T[]): T | null {
  const text = (row[column] ?? '').trim();
  if (text === '') return null;
  const word = words.find((known) => known.toLowerCase() === text.toLowerCase());
  if (word === undefined) throw new UnknownWord(`${column} must be ${words.join(', ')} or empty`);
  return word;
}

function yesNo(row: Row, column: string): boolean | null {
  const text = (row[column] ?? '').trim();
  if (text === '') return null;
  const answer = yesOrNo(text);
  if (answer === null) throw new UnknownWord(`${column} must be yes, no or empty`);
  return answer;
}

const verdicts: readonly ReadingVerdict[] = ['IS', 'healthy', 'not-readable', 'not-lung'];
const bLines: readonly BLineClass[] = ['0', '1-2', '3+', 'confluent'];
const pleura: readonly Pleura[] = ['regular', 'irregular', 'broken'];
const consolidation: readonly Consolidation[] = ['none', 'subpleural', 'lobar'];
const effusion: readonly Effusion[] = ['none', 'small', 'large'];
const sliding: readonly Sliding[] = ['present', 'absent', 'lung-point'];
const schemes: readonly Severity['scheme'][] = ['lus', 'soldati'];
const modes: readonly ReadingMode[] = ['blind', 'revealed', 'review', 'imported'];

/** `severity_lus` or `severity_soldati`; or `severity` with its scheme beside it, or else of the scheme asked for: without one it cannot be told what it means. */
function severityOf(row: Row, scheme: Severity['scheme'] | null): Severity | null {
  const scores = ['0', '1', '2', '3'] as const;
  const found = schemes.flatMap((known) => {
    const score = oneOf(row, `severity_${known}`, scores);
    return score === null ? [] : [{ scheme: known, score }];
  });
  const plain = oneOf(row, 'severity', scores);
  const own = oneOf(row, 'severity_scheme', schemes) ?? scheme;
  if (plain !== null && own === null) throw new UnknownWord('severity needs severity_scheme, or --scheme');
  if (plain !== null && own !== null) found.push({ scheme: own, score: plain });
  if (found.length > 1) throw new UnknownWord('a reading has one severity, of one scheme');
  return found.map((one): Severity => ({ scheme: one.scheme, score: ([0, 1, 2, 3] as const)[Number(one.score)] ?? 0 }))[0] ?? null;
}

function findingsOf(row: Row, scheme: Severity['scheme'] | null): Findings {
  return {
    bLines: oneOf(row, 'b_lines', bLines), aLines: yesNo(row, 'a_lines'), pleura: oneOf(row, 'pleura', pleura), consolidation: oneOf(row, 'consolidation', consolidation),
    effusion: oneOf(row, 'effusion', effusion), sliding: oneOf(row, 'sliding', sliding), severity: severityOf(row, scheme),
  };
}

function numberOf(row: Row, column: string): number | null {
  const text = (row[column] ?? '').trim();
  if (text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new UnknownWord(`${column} must be a number from 0 on or empty`);
  return number;
}

function readingOf(row: Row, at: number, scheme: Severity['scheme'] | null): RatedReading {
  // The content names a clip better than its file: copies of one file are one clip.
  const clipId = [row['clip'], row['sha256'], row['file']].map((text) => (text ?? '').trim()).find((text) => text !== '') ?? '';
  const [reader, patient] = [(row['reader'] ?? '').trim(), (row['patient'] ?? '').trim()];
  if (clipId === '' || reader === '') throw new UnknownWord('clip (or file) and reader must not be empty');
  const round = numberOf(row, 'round') ?? 1;
  if (!Number.isInteger(round) || round < 1) throw new UnknownWord('round must be a whole number from 1 on or empty');
  const committed = (row['committed_at'] ?? '').trim();
  if (committed !== '' && Number.isNaN(Date.parse(committed))) throw new UnknownWord('committed_at must be a time such as 2026-11-23T10:00:00Z or empty');
  return {
    id: (row['reading'] ?? '').trim() || `row-${at}`, clipId, reader, round, patient: patient === '' ? clipId : patient, mode: oneOf(row, 'mode', modes) ?? 'imported',
    committedAt: committed === '' ? '' : new Date(committed).toISOString(), tookMs: numberOf(row, 'took_ms'), verdict: oneOf(row, 'verdict', verdicts), findings: findingsOf(row, scheme),
  };
}

const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const words = (value: object): Row => Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, word(inner)]));

/** A reading of Pleura's own JSON as a row of the table. */
function rowOf(given: object): Row {
  const { clip, findings, committedAt, tookMs } = given as { readonly clip?: unknown; readonly findings?: unknown; readonly committedAt?: unknown; readonly tookMs?: unknown };
  if (!isObject(clip) || !isObject(findings)) return words(given);
  const { bLines: most, aLines, severity } = findings as { readonly bLines?: unknown; readonly aLines?: unknown; readonly severity?: unknown };
  const { name, sha256 } = words(clip);
  const { scheme, score } = isObject(severity) ? words(severity) : {};
  return {
    ...words(given), ...words(findings), severity: '', clip: '', file: name ?? '', sha256: sha256 ?? '', b_lines: word(most), a_lines: word(aLines), committed_at: word(committedAt), took_ms: word(tookMs),
    ...(scheme === undefined ? {} : { severity: score ?? '', severity_scheme: scheme }),
  };
}

function jsonRows(text: string): Row[] | null {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    const list: unknown = isObject(parsed) && 'readings' in parsed ? parsed.readings : parsed;
    return Array.isArray(list) && list.every(isObject) ? list.map(rowOf) : null;
  } catch {
    return null;
  }
}

/** Errors: `bad-request` with the row and what its column may hold; messages name no clip. `scheme`: that of severities whose row names none. */
export function readReadingsFile(text: string, json: boolean, scheme: Severity['scheme'] | null): Result<ReadingsFile> {
  const rows = json ? jsonRows(text) : parseCsv(text);
  if (rows === null) return bad('The readings are no JSON list of rows.', 'Export them as CSV or JSON from Pleura.');
  const columns = new Set(rows.flatMap((row) => Object.keys(row)));
  if (rows.length === 0) return bad('The file holds no readings.', 'The first line must name the columns, each other line is a reading.');
  const missing = !columns.has('clip') && !columns.has('file') && !columns.has('sha256') ? 'file' : columns.has('reader') ? null : 'reader';
  if (missing !== null) return bad(`The readings have no column "${missing}".`, `They have: ${[...columns].join(', ')}.`);
  const readings: RatedReading[] = [];
  for (const [at, row] of rows.entries()) {
    try {
      readings.push(readingOf(row, at + 1, scheme));
    } catch (error) {
      if (!(error instanceof UnknownWord)) throw error;
      return bad(`Row ${at + 1}: ${error.message}.`, 'Mend the row, then try again; nothing was computed.');
    }
  }
  const used = schemes.filter((known) => readings.some(({ findings }) => findings.severity?.scheme === known));
  const alone = rows.filter((row) => (row['patient'] ?? '').trim() === '').length;
  const notes = alone > 0 ? [`${alone} readings name no patient: each of their clips counts as a patient of its own, and intervals may be too narrow.`] : [];
  return { ok: true, value: { readings, schemes: used, notes } };
}
