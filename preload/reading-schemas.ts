/** Schemas of what a reader says. Texts and lists are bounded, so that no page can fill the case log. */
import { z } from 'zod';

const frame = z.int().min(0).max(1_000_000);
const pixel = z.number().min(-100_000).max(100_000);

export const verdict = z.enum(['IS', 'healthy', 'not-readable', 'not-lung']);

const findings = z.strictObject({
  bLines: z.enum(['0', '1-2', '3+', 'confluent']).nullable(),
  aLines: z.boolean().nullable(),
  pleura: z.enum(['regular', 'irregular', 'broken']).nullable(),
  consolidation: z.enum(['none', 'subpleural', 'lobar']).nullable(),
  effusion: z.enum(['none', 'small', 'large']).nullable(),
  sliding: z.enum(['present', 'absent', 'lung-point']).nullable(),
  severity: z.strictObject({ scheme: z.enum(['lus', 'soldati']), score: z.literal([0, 1, 2, 3]) }).nullable(),
});

const range = z.strictObject({ track: z.string().trim().min(1).max(60), first: frame, last: frame });
const stroke = z.strictObject({
  kind: z.enum(['pleura', 'b-line']),
  frame,
  points: z.array(z.strictObject({ x: pixel, y: pixel })).min(2).max(400).readonly(),
});

/** Body of a reading. */
export const readingContent = z.strictObject({
  verdict: verdict.nullable(),
  findings,
  confidence: z.literal([1, 2, 3, 4, 5]).nullable(),
  comment: z.string().max(4_000),
  ranges: z.array(range).max(2_000).readonly(),
  strokes: z.array(stroke).max(5_000).readonly(),
});

/** The parts of it that one gesture changed. */
export const readingPatch = z.strictObject({
  verdict: readingContent.shape.verdict.exactOptional(),
  findings: findings.exactOptional(),
  confidence: readingContent.shape.confidence.exactOptional(),
  comment: readingContent.shape.comment.exactOptional(),
  ranges: readingContent.shape.ranges.exactOptional(),
  strokes: readingContent.shape.strokes.exactOptional(),
});
