/** The files of a model bundle, format pleura-bundle/2, as schemas. */
import { z } from 'zod';

const count = z.int().min(1);
const probability = z.number().min(0).max(1);
const interval = z.object({ value: probability, low: probability, high: probability });
/** A file of the bundle's own folder, never a path. */
const fileName = z.string().regex(/^[\w-][\w.-]*$/);

/** Where the first cell's centre lies and how far apart centres are, as shares of the input's side; and over how many neighbours to each side a cell looks. */
const centres = z.object({ first: z.number().min(-1).max(1), step: z.number().positive().max(1), reach: z.int().min(0).max(8).optional() });
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
  /** What the map's cells look at, by the strides and paddings before them: not always equal parts of the input, which stand in where this is absent. */
  cells: z.object({ columns: centres, rows: centres }).optional(),
});

const precision = z.enum(['int8', 'fp16', 'fp32']);
const provider = z.enum(['cuda', 'dml', 'coreml', 'webgpu', 'cpu']);

/** The fused extractor once more, in numbers of another size: same input, same outputs, another graph. */
const variant = z.object({
  precision,
  file: fileName,
  /** Golden outputs with this variant's own tolerance. */
  golden: fileName,
  /** Providers that this variant is meant for. */
  providers: z.array(provider).min(1),
});

const variants = z
  .array(variant)
  .min(1)
  .refine((all) => new Set(all.map((item) => item.precision)).size === all.length, 'a precision comes twice')
  .refine((all) => all.some((item) => item.providers.includes('cpu')), 'no variant is meant for the CPU');

/** Clip probability from the pooled one; see clip-score.ts. */
const clipCalibration = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('platt'), slope: z.number().positive(), intercept: z.number() }),
  z
    .object({ kind: z.literal('isotonic'), scores: z.array(probability).min(1), probabilities: z.array(probability) })
    .refine(({ scores, probabilities }) => scores.length === probabilities.length, 'scores and probabilities differ in number')
    .refine(({ scores }) => scores.every((score, index) => index === 0 || score > (scores[index - 1] ?? 0)), 'the scores do not rise')
    .refine(({ probabilities }) => probabilities.every((value, index) => index === 0 || value >= (probabilities[index - 1] ?? 0)), 'the probabilities fall'),
]);

const performance = z.object({
  auc: interval,
  sensitivity: interval,
  specificity: interval,
  accuracy: interval,
  /** Expected calibration error of the clip probabilities. */
  ece: probability.optional(),
  clips: z.int().min(0),
  patients: z.int().min(0),
});

export const manifestSchema = z.object({
  format: z.literal('pleura-bundle/2'),
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
  /** For a provider: the variants that name it, in this order; the first that opens and passes its own golden test computes. */
  extractor: z.object({ features: z.string(), featureCount: count, branches: z.array(branch).min(1), variants }),
  head: z.object({ kind: z.string(), file: fileName }),
  /** Tells input that is not lung ultrasound; a bundle without one rejects nothing. Its own format: guard.ts. */
  guard: z.object({ file: fileName, falseReject: interval, clips: z.int().min(0) }).optional(),
  target: z.object({ name: z.string(), positive: z.string(), negative: z.string() }),
  clipRule: z.object({ kind: z.literal('top-fraction-mean'), fraction: z.number().gt(0).max(1), calibration: clipCalibration }),
  operatingPoints: z
    .object({ screening: probability, balanced: probability, indeterminate: z.object({ low: probability, high: probability }) })
    .refine(({ indeterminate }) => indeterminate.low <= indeterminate.high, 'the indeterminate band ends before it starts'),
  training: z.object({
    datasets: z.array(z.object({ name: z.string(), licence: z.string(), clips: z.int(), patients: z.int(), frames: z.int() })),
    splitLevel: z.string(),
    folds: z.int(),
    seed: z.int(),
  }),
  metrics: z.object({ splitLevel: z.string(), isPresent: performance, bLines: performance.optional() }),
});

/** Inputs by recipe and the outputs that the bundle's maker computed for them with another runtime. */
export const goldenSchema = z.object({
  recipe: z.object({ kind: z.literal('lcg-blocks'), seed: z.int().min(0), count: z.int().min(1).max(16) }),
  /** |got - expected| <= absolute + relative * |expected|; a cell of `evidence` within that share of its grid's peak, (absolute + relative) where none is said. */
  tolerance: z.object({ absolute: z.number().positive(), relative: z.number().min(0), evidence: z.number().positive().optional() }),
  /** One per image, before calibration. */
  logits: z.array(z.number()),
  probabilities: z.array(probability),
  featureSamples: z.object({ indices: z.array(z.int().min(0)), values: z.array(z.array(z.number())) }),
  /** By branch name: sum over the whole map, one per image. */
  mapSums: z.record(z.string(), z.array(z.number())),
  /** Grad-CAM of the fused decision, one grid an image, row major, non-negative: as large as the largest branch's map. */
  evidence: z.array(z.array(z.number().min(0))).optional(),
});

export type Manifest = z.output<typeof manifestSchema>;
export type VariantFormat = Manifest['extractor']['variants'][number];
export type BranchFormat = Manifest['extractor']['branches'][number];
export type Golden = z.output<typeof goldenSchema>;
