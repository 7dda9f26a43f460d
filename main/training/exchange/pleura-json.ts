/** Pleura's own readings, whole: what goes out comes back the same. */
import { z } from 'zod';
import type { Result } from '../../../preload/domain.ts';
import type { ReadingMode } from '../../../preload/readings.ts';
import { notAsTheFormat, parseJson } from './filed-reading.ts';
import type { FiledReading, ReadingsFile } from './filed-reading.ts';
import { tidyRanges } from './tracks.ts';

export const pleuraFormat = 'pleura-readings/1';

export const readingModes = ['blind', 'revealed', 'review', 'imported'] as const satisfies readonly ReadingMode[];

const frame = z.int().min(0).max(1_000_000);
const coordinate = z.number().min(-1e6).max(1e6);

export const rangeSchema = z.strictObject({ track: z.string().min(1).max(60), first: frame, last: frame }).refine(({ first, last }) => first <= last);
export const strokeSchema = z.strictObject({ kind: z.enum(['pleura', 'b-line']), frame, points: z.array(z.strictObject({ x: coordinate, y: coordinate })).min(2).max(1_000) });

const findings = z.strictObject({
  bLines: z.enum(['0', '1-2', '3+', 'confluent']).nullable(),
  aLines: z.boolean().nullable(),
  pleura: z.enum(['regular', 'irregular', 'broken']).nullable(),
  consolidation: z.enum(['none', 'subpleural', 'lobar']).nullable(),
  effusion: z.enum(['none', 'small', 'large']).nullable(),
  sliding: z.enum(['present', 'absent', 'lung-point']).nullable(),
  severity: z.strictObject({ scheme: z.enum(['lus', 'soldati']), score: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]) }).nullable(),
});

const count = z.int().positive().nullable();
const reading = z.strictObject({
  clip: z.strictObject({ name: z.string().max(400), sha256: z.string().regex(/^[0-9a-f]{64}$/).nullable(), frames: count, width: count, height: count }),
  reader: z.string().min(1).max(80),
  patient: z.string().min(1).max(200).optional(),
  mode: z.enum(readingModes).optional(),
  round: z.int().min(1).max(1_000),
  committedAt: z.iso.datetime().nullable(),
  tookMs: z.number().nonnegative().nullable(),
  verdict: z.enum(['IS', 'healthy', 'not-readable', 'not-lung']).nullable(),
  findings,
  confidence: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]).nullable(),
  comment: z.string().max(20_000),
  ranges: z.array(rangeSchema).max(10_000),
  strokes: z.array(strokeSchema).max(100_000),
});

const file = z.strictObject({ format: z.literal(pleuraFormat), readings: z.array(reading).max(1_000_000) });

export function writePleuraJson(readings: readonly FiledReading[]): string {
  return `${JSON.stringify({ format: pleuraFormat, readings }, null, 1)}\n`;
}

export function readPleuraJson(text: string): Result<ReadingsFile> {
  const json = parseJson(text, 'Pleura readings');
  if (!json.ok) return json;
  const parsed = file.safeParse(json.value);
  if (!parsed.success) return notAsTheFormat('Pleura readings', `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`);
  return { ok: true, value: { readings: parsed.data.readings.map((one) => ({ ...one, ranges: tidyRanges(one.ranges) })), notes: [] } };
}
