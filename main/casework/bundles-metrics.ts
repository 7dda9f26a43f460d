/** A bundle's metrics.json, checked as far as the page draws it: a foreign bundle must not bring the page down. */
import { z } from 'zod';
import type { BundleMetrics } from '../../preload/evaluation.ts';

const share = z.number().min(0).max(1);
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();
const threshold = z.looseObject({
  threshold: z.number(), truePositives: z.number(), falseNegatives: z.number(), trueNegatives: z.number(), falsePositives: z.number(),
  accuracy: interval, sensitivity: interval, specificity: interval, precision: interval, f1: interval,
});
const level = z.looseObject({
  definition: z.string(), cases: z.int(), positives: z.int(), patients: z.int(),
  auc: interval, averagePrecision: interval, brier: interval, ece: interval, balanced: threshold, screening: threshold,
  selective: z.looseObject({ low: z.number(), high: z.number(), called: z.int(), coverage: interval, accuracy: interval, sensitivity: interval, specificity: interval }),
  roc: z.array(z.looseObject({ falsePositiveRate: share, sensitivity: share })).max(2_000),
  precisionRecall: z.array(z.looseObject({ recall: share, precision: share })).max(2_000),
  calibration: z.array(z.looseObject({ from: share, to: share, cases: z.int(), meanScore: share, positiveShare: share })).max(100),
});
const report = z.looseObject({
  format: z.literal('pleura-evaluation/1'), id: z.string(), title: z.string(), statement: z.string(),
  question: z.looseObject({ positive: z.string(), negative: z.string() }), clip: level, frame: level, patient: level,
});
const metrics = z.looseObject({
  format: z.literal('pleura-metrics/1'), splitLevel: z.literal('patient'), tasks: z.array(report).max(50),
  comparisons: z.array(z.looseObject({ task: z.string(), score: z.string(), auc: interval, fusedMinus: interval, p: z.number().nullable() })).max(500),
});

/** Null where the file is none, or not as its format says. The page gets figures and curves; the clips stay in the file. */
export function bundleMetrics(json: unknown): BundleMetrics | null {
  const parsed = metrics.safeParse(json);
  if (!parsed.success) return null;
  const whole = json as BundleMetrics;
  return { ...whole, tasks: whole.tasks.map((task) => ({ ...task, clips: [] })) };
}
