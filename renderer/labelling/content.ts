/** The body of a reading on the page: empty, changed, compared. Pure. */
import type { Findings, ReadingContent } from '../../preload/readings.ts';

export const nothingFound: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

export const emptyContent: ReadingContent = { verdict: null, findings: nothingFound, confidence: null, comment: '', ranges: [], strokes: [] };

export type ContentPatch = Partial<ReadingContent>;

/** What one gesture makes of a draft, and its name without the clip's: "Set verdict IS". */
export interface Change {
  readonly label: string;
  readonly after: ContentPatch;
  /** Gestures in a row with one such name become one: typing. */
  readonly joins?: string;
}

/** Structural equality of plain JSON values; the two zeros are one, as JSON has it. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [Object.entries(a), new Map(Object.entries(b))];
  return one.length === other.size && one.every(([key, value]) => other.has(key) && sameValue(value, other.get(key)));
}

/** The parts of `content` that the patch would replace. */
export function partsOf(content: ReadingContent, patch: ContentPatch): ContentPatch {
  return Object.fromEntries(Object.entries(content).filter(([name]) => name in patch));
}

/** True when the patch leaves the content as it is. */
export function changesNothing(content: ReadingContent, patch: ContentPatch): boolean {
  return sameValue(partsOf(content, patch), patch);
}

/** A reading without who and when. */
export function contentOf({ verdict, findings, confidence, comment, ranges, strokes }: ReadingContent): ReadingContent {
  return { verdict, findings, confidence, comment, ranges, strokes };
}
