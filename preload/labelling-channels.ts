/** Channels of labelling sessions, and of readings. What is blind never crosses them before a commit: main/casework/labelling.ts. */
import { z } from 'zod';
import { channel } from './channel.ts';
import type { LabelClip, LabellingOverview, LabellingSession, PlanPreview, RevealedClip } from './labelling.ts';
import { readingContent, readingPatch } from './reading-schemas.ts';
import type { Reading } from './readings.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const count = z.int().min(0).max(1_000_000);
const milliseconds = z.number().min(0).max(864_000_000);
const nothing = z.strictObject({});

const plan = z.strictObject({
  order: z.enum(['random', 'uncertainty', 'disagreement', 'zone', 'date']),
  /** Null: drawn by main. */
  seed: z.int().min(0).max(2 ** 31).nullable(),
  protocol: z.enum(['blue6', 'zones8', 'zones12']).nullable(),
  zones: z.array(z.string().regex(/^[LR][1-6]$/)).max(12).readonly(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  examIds: z.array(id).max(10_000).readonly(),
  unreadOnly: z.boolean(),
  limit: z.int().min(1).max(10_000),
  scheme: z.enum(['lus', 'soldati']),
  revealEach: z.boolean(),
  repeat: z.boolean(),
  askedOnly: z.boolean(),
});

const gesture = z.strictObject({ clipId: id, label: z.string().min(1).max(200), before: readingPatch, after: readingPatch });
const save = z.strictObject({
  sessionId: id,
  position: count,
  drafts: z.array(z.strictObject({ clipId: id, content: readingContent, spentMs: milliseconds })).max(100).readonly(),
  history: z.strictObject({ from: count, entries: z.array(gesture).max(1_000).readonly(), applied: count }),
});

export const labellingRequests = {
  'labelling.overview': channel<LabellingOverview>()(nothing),
  'labelling.preview': channel<PlanPreview>()(plan),
  'labelling.start': channel<{ readonly sessionId: string }>()(plan),
  /** Draws the curtain: until `labelling.close`, other channels answer `blind`. */
  'labelling.open': channel<LabellingSession>()(z.strictObject({ sessionId: id })),
  'labelling.clip': channel<LabelClip>()(z.strictObject({ sessionId: id, clipId: id })),
  'labelling.save': channel<null>()(save),
  'labelling.commit': channel<Reading>()(z.strictObject({ save, clipId: id, tookMs: milliseconds.nullable() })),
  'labelling.reveal': channel<RevealedClip>()(z.strictObject({ sessionId: id, clipId: id })),
  'labelling.close': channel<null>()(nothing),
  'labelling.finish': channel<null>()(z.strictObject({ sessionId: id })),
  /** All readings of a clip, newest first. */
  'readings.ofClip': channel<readonly Reading[]>()(z.strictObject({ clipId: id })),
  /** In review, with the AI on screen. */
  'readings.commit': channel<Reading>()(z.strictObject({ clipId: id, content: readingContent })),
} as const;
