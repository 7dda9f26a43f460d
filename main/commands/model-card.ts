/**
 * `npm run -s model-card -- --bundle DIR`: the last step of making a bundle. Computes metrics.json from its out-of-fold scores (oof.json), writes MODEL_CARD.md from
 * that and from training.json, explain.json and the manifest, and puts short figures and checksums into the manifest. A second run changes nothing.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Interval, Result } from '../../preload/domain.ts';
import type { BundleMetrics } from '../../preload/evaluation.ts';
import { bundleMetrics, metricsText } from './card/bundle-metrics.ts';
import { putBundleFiles, readBundleJson, readManifest } from './card/bundle-files.ts';
import { outOfFoldSchema, trainingSchema } from './card/formats.ts';
import { cardText } from './card/markdown.ts';
import { shown } from './card/words.ts';
import { explainSchema } from './explain/format.ts';

const usage = 'Usage: npm run -s model-card -- --bundle DIR\n';

function readBundle(args: readonly string[]): string | null {
  try {
    return parseArgs({ args: [...args], options: { bundle: { type: 'string' } } }).values.bundle ?? null;
  } catch {
    return null;
  }
}

const rounded = (of: Interval): Interval => ({ value: Number(of.value.toFixed(4)), low: Number(of.low.toFixed(4)), high: Number(of.high.toFixed(4)) });

/** The manifest's figures for lists; undefined where the bundle was not measured on the task. */
function shortFigures(metrics: BundleMetrics, id: string): Readonly<Record<string, unknown>> | undefined {
  const clip = metrics.tasks.find((task) => task.id === id)?.clip;
  if (clip === undefined || clip.auc === null || clip.ece === null) return undefined;
  const { sensitivity, specificity, accuracy } = clip.balanced;
  if (sensitivity === null || specificity === null || accuracy === null) return undefined;
  return {
    auc: rounded(clip.auc), sensitivity: rounded(sensitivity), specificity: rounded(specificity), accuracy: rounded(accuracy), ece: Number(clip.ece.value.toFixed(4)), clips: clip.cases, patients: clip.patients,
  };
}

/** Writes card and figures into the bundle's folder. Errors: `model-missing`, `model-invalid`. */
export async function makeCard(folder: string): Promise<Result<BundleMetrics>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const outOfFold = await readBundleJson(folder, 'oof.json', outOfFoldSchema);
  if (!outOfFold.ok) return outOfFold;
  const training = await readBundleJson(folder, 'training.json', trainingSchema);
  if (!training.ok) return training;
  const explain = await readBundleJson(folder, 'explain.json', explainSchema);
  if (!explain.ok) return explain;
  const metrics = bundleMetrics(outOfFold.value ?? { clips: [] }, manifest.value);
  const isPresent = shortFigures(metrics, 'is-present');
  if (outOfFold.value === null || isPresent === undefined) {
    return { ok: false, error: { code: 'model-invalid', message: 'The bundle has no out-of-fold scores of clips with and without IS (oof.json), so nothing is known of it.', hint: 'Build the bundle again with models/train.' } };
  }
  const bLines = shortFigures(metrics, 'all-b-lines');
  const card = cardText({ manifest: manifest.value, metrics, training: training.value, explain: explain.value });
  await putBundleFiles(folder, { 'metrics.json': metricsText(metrics), 'MODEL_CARD.md': card }, (entries) => ({
    ...entries, metrics: { splitLevel: metrics.splitLevel, isPresent, ...(bLines === undefined ? {} : { bLines }) },
  }));
  return { ok: true, value: metrics };
}

/** Exit code 0 when the card was written, else 1. */
export async function run(args: readonly string[]): Promise<number> {
  const folder = readBundle(args);
  if (folder === null) {
    process.stderr.write(usage);
    return 1;
  }
  const made = await makeCard(folder);
  if (!made.ok) {
    process.stderr.write(`${made.error.message} ${made.error.hint}\n`);
    return 1;
  }
  for (const { title, clip } of made.value.tasks) process.stdout.write(`${title}: AUC ${shown(clip.auc)}, ECE ${shown(clip.ece)}, ${clip.cases} clips of ${clip.patients} patients\n`);
  return 0;
}
