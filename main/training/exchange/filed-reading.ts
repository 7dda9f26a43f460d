/** A reading as a file holds it: the clip and the reader by name, not yet matched to those of the case log. */
import type { AppError, Result } from '../../../preload/domain.ts';
import type { Findings, ReadingContent, ReadingMode } from '../../../preload/readings.ts';

export interface FiledClip {
  /** File name without folders; may lack its ending. */
  readonly name: string;
  /** Of the original file; null where the format has no place for it. */
  readonly sha256: string | null;
  /** Null where the format does not say. */
  readonly frames: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface FiledReading extends ReadingContent {
  readonly clip: FiledClip;
  /** The reader's name, as the file gives it. */
  readonly reader: string;
  /** The patient's pseudonym, by which intervals are drawn; absent where the format does not say. */
  readonly patient?: string | undefined;
  /** How it was read where it was read; absent where the format does not say. Coming in, it is an imported one whatever it was. */
  readonly mode?: ReadingMode | undefined;
  readonly round: number;
  /** ISO 8601, UTC; null where the format does not say. */
  readonly committedAt: string | null;
  readonly tookMs: number | null;
}

export interface ReadingsFile {
  readonly readings: readonly FiledReading[];
  /** What the file holds beyond readings, or what was not certain, in sentences. */
  readonly notes: readonly string[];
}

export const noFindings: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

/** Whether anything is said. */
export function saysSomething({ verdict, findings, confidence, comment, ranges, strokes }: ReadingContent): boolean {
  return verdict !== null || confidence !== null || comment !== '' || ranges.length > 0 || strokes.length > 0 || Object.values(findings).some((finding) => finding !== null);
}

export function notAsTheFormat(format: string, what: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'bad-request', message: `This is no ${format} file: ${what}`, hint: 'Export the annotations again, or choose the right format. Nothing was imported.' } };
}

/** Text as JSON; the failure names the format. */
export function parseJson(text: string, format: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return notAsTheFormat(format, 'it is not JSON.');
  }
}
