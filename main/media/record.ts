import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { ClipMedia } from '../../preload/domain.ts';
import { recordPath } from './layout.ts';

const length = z.number().nonnegative();
const box = z.strictObject({ x: z.number(), y: z.number(), width: length, height: length });
const sector = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('convex'), apexX: z.number(), apexY: z.number(), leftAngle: z.number(), rightAngle: z.number(), innerRadius: length, outerRadius: length, box,
  }),
  z.strictObject({ kind: z.literal('rect'), box }),
]);
const region = z.strictObject({
  kind: z.enum(['tissue', 'colour-flow', 'spectral-doppler', 'm-mode', 'ecg', 'other']), box, millimetresPerPixel: z.strictObject({ x: length, y: length }).nullable(),
});
const clipMedia = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: length,
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.int().positive(),
  durationMs: length,
  frameTimesMs: z.array(z.number()),
  colour: z.boolean(),
  simulated: z.boolean(),
  damaged: z.boolean(),
  warnings: z.array(z.string()),
  sector,
  gain: z.number(),
  thumbnails: z.int().nonnegative(),
  regions: z.array(region).optional(),
});

/** The record of a whole clip; null where the clip is not (wholly) in the store. */
export async function readRecord(storeRoot: string, sha256: string): Promise<ClipMedia | null> {
  try {
    const parsed = clipMedia.safeParse(JSON.parse(await readFile(recordPath(storeRoot, sha256), 'utf8')));
    if (!parsed.success || parsed.data.sha256 !== sha256) return null;
    const { regions, ...media } = parsed.data;
    return regions === undefined ? media : { ...media, regions };
  } catch {
    return null;
  }
}

/** Writes the record by way of `workPath`: from then on the clip counts as whole. Throws on storage errors. */
export async function writeRecord(storeRoot: string, workPath: string, media: ClipMedia): Promise<void> {
  const file = await open(workPath, 'wx');
  try {
    await file.writeFile(JSON.stringify(media));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(workPath, recordPath(storeRoot, media.sha256));
}
