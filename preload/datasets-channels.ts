/** Channels of datasets and of readings from and to files. */
import { z } from 'zod';
import { consensusPolicy } from './agreement-channels.ts';
import { channel } from './channel.ts';
import type { DatasetPreview, DatasetRow, DatasetRules, ReadingsImport } from './datasets.ts';
import type { PickedItem } from './domain.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const nothing = z.strictObject({});
const day = z.iso.date().nullable();
const share = z.number().min(0).max(1);

export const datasetRules: z.ZodType<DatasetRules> = z.strictObject({
  question: z.enum(['is', 'b-lines', 'b-lines-3', 'severity-1', 'severity-2', 'severity-3']),
  filters: z.strictObject({
    readers: z.array(id).max(1_000).nullable(), zones: z.array(z.string().regex(/^[LR][1-6]$/)).max(12).nullable(), sources: z.array(z.string().max(200)).max(200).nullable(), from: day, to: day,
    devices: z.array(z.string().max(200)).max(200).nullable().optional(),
    answers: z.enum(['both', 'positive', 'negative']), minReaders: z.int().min(0).max(100), damaged: z.boolean(), rejected: z.boolean(), simulated: z.boolean(), withoutFan: z.boolean(),
    scheme: z.enum(['lus', 'soldati']).nullable(),
  }),
  frames: z.strictObject({ positivesByRange: z.boolean(), withoutNotReadable: z.boolean(), perClip: z.int().min(1).max(20_000).nullable() }),
  split: z.union([
    z.strictObject({ kind: z.literal('shares'), train: share.positive(), validation: share, test: share }).refine(({ train, validation, test }) => Math.abs(train + validation + test - 1) < 1e-6),
    z.strictObject({ kind: z.literal('folds'), count: z.int().min(2).max(50) }),
  ]),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  duplicates: z.enum(['refuse', 'together']),
});

const recipe = { rules: datasetRules, policy: consensusPolicy, lineage: id.nullable() };
const format = z.enum(['pleura-json', 'pleura-csv', 'cvat', 'label-studio', 'slicer']);

export const datasetRequests = {
  /** Newest first. */
  'datasets.list': channel<readonly DatasetRow[]>()(nothing),
  /** `lineage`: the dataset would be the next version of these. */
  'datasets.preview': channel<DatasetPreview>()(z.strictObject(recipe)),
  'datasets.build': channel<{ readonly jobId: string }>()(z.strictObject({ ...recipe, name: z.string().trim().min(1).max(80) })),
  /** Locks the test side for ever. Errors: `denied`, `conflict` (no test side, locked already, or its patients have trained something). */
  'datasets.lock': channel<DatasetRow>()(z.strictObject({ datasetId: id, reason: z.string().trim().min(1).max(400) })),
  /** Asks for a folder and writes the export into it; null where none was chosen. */
  'datasets.export': channel<{ readonly jobId: string } | null>()(z.strictObject({ datasetId: id, pixels: z.enum(['png', 'npy']) })),
  /** Opens the system's dialog; an empty list means that it was closed. */
  'readings.pick': channel<readonly PickedItem[]>()(nothing),
  /** `format` null: by each file's own words. `spacing`: millimetres a pixel in Slicer, null for pixels. */
  'readings.import': channel<ReadingsImport>()(z.strictObject({ tokens: z.array(id).min(1).max(10_000), format: format.nullable(), spacing: z.number().positive().max(100).nullable() })),
  /** Asks for a folder and writes all standing readings into it; null where none was chosen. `losses`: what the format has no place for. */
  'readings.export': channel<{ readonly readings: number; readonly files: number; readonly losses: readonly string[] } | null>()(z.strictObject({ format })),
} as const;
