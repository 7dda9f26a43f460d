/** Channels of training and promotion. */
import { z } from 'zod';
import { channel } from './channel.ts';
import type { FineTuning, PromotionView, TrainingResult, TrainingState, TrainingView } from './training.ts';

const nothing = z.strictObject({});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const datasetId = z.string().min(1).max(64).regex(/^[\w-]+$/);
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('decisions') }),
  z.strictObject({ kind: z.literal('readings'), policy: z.enum(['newest', 'majority', 'unanimous']) }),
  z.strictObject({ kind: z.literal('dataset'), datasetId }),
]);
const head = z.enum(['logistic-regression', 'linear-svm', 'rbf-svm', 'k-nearest-neighbours', 'random-forest', 'gradient-boosting', 'mlp']);

export const trainingRequests = {
  'training.view': channel<TrainingView>()(nothing),
  'training.result': channel<TrainingResult>()(nothing),
  /** Answers when it has begun; `training.changed` tells the rest. */
  'training.start': channel<TrainingState>()(
    z.strictObject({ source, heads: z.array(head).min(1).max(7), branches: z.array(z.string().regex(/^\w{1,64}$/)).min(1).max(16), framesPerClip: z.int().min(1).max(1_000) }),
  ),
  /** Stops what runs; nothing of it stays but the features kept for the next time. */
  'training.stop': channel<null>()(nothing),
  /** Asks for a folder, writes the dataset into it and says how to train on it; null where none was chosen. */
  'training.fineTune': channel<FineTuning | null>()(z.strictObject({ datasetId })),
  'training.promotion': channel<PromotionView>()(z.strictObject({ challenger: sha256 })),
  /** Analyses the locked test clips that are still missing. */
  'training.test': channel<{ readonly jobId: string }>()(z.strictObject({ challenger: sha256 })),
  /** `untested`: the reader knows that no locked test set has compared the two. */
  'training.promote': channel<null>()(z.strictObject({ challenger: sha256, reason: z.string().trim().min(1).max(400), untested: z.boolean() })),
} as const;
