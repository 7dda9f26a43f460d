/** The files of a model bundle, format pleura-bundle/1, as schemas. */
import { z } from 'zod';

const count = z.int().min(1);
const probability = z.number().min(0).max(1);
const interval = z.object({ value: probability, low: probability, high: probability });
/** A file of the bundle's own folder, never a path. */
const fileName = z.string().regex(/^[\w-][\w.-]*$/);

const branch = z.object({
  name: z.string().regex(/^\w+$/),
  /** Graph output with the last activation map, N x channels x height x width. */
  map: z.string(),
  channels: count,
  height: count,
  width: count,
  /** Slice of the feature vector that is this branch's map averaged over its cells. */
  featureStart: z.int().min(0),
  featureCount: count,
});

const performance = z.object({
  auc: interval,
  sensitivity: interval,
  specificity: interval,
  accuracy: interval,
  clips: z.int().min(0),
  patients: z.int().min(0),
});

export const manifestSchema = z.object({
  format: z.literal('pleura-bundle/1'),
  id: z.string().regex(/^[\w.-]{1,64}$/),
  version: z.string().min(1).max(40),
  title: z.string().min(1),
  createdAt: z.string(),
  licence: z.object({
    name: z.string(),
    text: z.string(),
    data: z.array(z.object({ name: z.string(), licence: z.string(), doi: z.string().nullish() })),
  }),
  files: z.record(fileName, z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) })),
  input: z.object({ name: z.string(), size: count, mean: z.array(z.number()).length(3), std: z.array(z.number().positive()).length(3) }),
  preprocessing: z.object({ version: z.int() }),
  extractor: z.object({ file: fileName, features: z.string(), featureCount: count, branches: z.array(branch).min(1) }),
  head: z.object({ kind: z.string(), file: fileName }),
  target: z.object({ name: z.string(), positive: z.string(), negative: z.string() }),
  clipRule: z.object({ kind: z.literal('top-fraction-mean'), fraction: z.number().gt(0).max(1) }),
  operatingPoints: z
    .object({ screening: probability, balanced: probability, indeterminate: z.object({ low: probability, high: probability }) })
    .refine(({ indeterminate }) => indeterminate.low <= indeterminate.high, 'the indeterminate band ends before it starts'),
  training: z.object({
    datasets: z.array(z.object({ name: z.string(), clips: z.int(), patients: z.int(), frames: z.int() })),
    splitLevel: z.string(),
    folds: z.int(),
    seed: z.int(),
  }),
  metrics: z.object({ splitLevel: z.string(), isPresent: performance, bLines: performance.optional() }),
});

/** Inputs by recipe and the outputs that the bundle's maker computed for them with another runtime. */
export const goldenSchema = z.object({
  recipe: z.object({ kind: z.literal('lcg-blocks'), seed: z.int().min(0), count: z.int().min(1).max(16) }),
  /** |got - expected| <= absolute + relative * |expected|. */
  tolerance: z.object({ absolute: z.number().positive(), relative: z.number().min(0) }),
  /** One per image, before calibration. */
  logits: z.array(z.number()),
  probabilities: z.array(probability),
  featureSamples: z.object({ indices: z.array(z.int().min(0)), values: z.array(z.array(z.number())) }),
  /** By branch name: sum over the whole map, one per image. */
  mapSums: z.record(z.string(), z.array(z.number())),
});

export type Manifest = z.output<typeof manifestSchema>;
export type BranchFormat = Manifest['extractor']['branches'][number];
export type Golden = z.output<typeof goldenSchema>;
