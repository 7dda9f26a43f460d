/** Files of a bundle that its card is made of, beside the manifest: what cross-validation said of every clip, and tables of the training. */
import { z } from 'zod';

const probability = z.number().min(0).max(1);

/** Yes or no, as 1 or 0; null where nobody said. */
const answer = z.union([z.literal(0), z.literal(1), z.boolean().transform((value) => (value ? 1 : 0)), z.null()]);

export const outOfFoldSchema = z.object({
  format: z.literal('pleura-oof/1'),
  /** What `b_lines` answers where the labels asked something else; a bundle without it is about B-lines. */
  question: z.object({ title: z.string(), positive: z.string(), negative: z.string() }).optional(),
  /** What the figures may be taken for, where the usual sentence does not hold. */
  statement: z.string().optional(),
  clips: z.array(z.object({
    dataset: z.string(),
    file: z.string(),
    /** Patient or source: never in training and test of one fold. */
    group: z.string(),
    fold: z.int(),
    labels: z.object({ b_lines: answer, severity: z.number().nullable(), a_lines: answer, healthy: answer }),
    frames: z.array(z.int().min(0)),
    frameProbabilities: z.array(probability),
    probability,
    branches: z.record(z.string(), probability),
  })),
});

export type OutOfFold = z.output<typeof outOfFoldSchema>;
export type OutOfFoldClip = z.output<typeof outOfFoldSchema>['clips'][number];

export const trainingSchema = z.object({
  format: z.literal('pleura-training/1'),
  tables: z.array(z.object({
    id: z.string(),
    title: z.string(),
    note: z.string().nullish(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  })),
  notes: z.array(z.string()).default([]),
});

export type TrainingTables = z.output<typeof trainingSchema>;
