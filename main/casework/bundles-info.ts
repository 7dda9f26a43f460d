/** An installed bundle as the page shows it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BundleDetail, BundleInfo, DamagedBundle, TextTable } from '../../preload/models.ts';
import { bundleMetrics } from './bundles-metrics.ts';
import type { Model, ShelvedBundle } from './bundles-shelf.ts';

export function bundleInfo({ ref, manifest }: Model, { origin, problem }: Pick<ShelvedBundle, 'origin' | 'problem'>, active: boolean): BundleInfo {
  const { auc, sensitivity, specificity, ece } = manifest.metrics.isPresent;
  return {
    ...ref, auc, sensitivity, specificity, origin, problem, active,
    ece: ece ?? null, precisions: manifest.extractor.variants.map(({ precision }) => precision), falseReject: manifest.guard?.falseReject ?? null,
    title: manifest.title, licence: manifest.licence.name, target: manifest.target.name, splitLevel: manifest.metrics.splitLevel, createdAt: manifest.createdAt,
    datasets: manifest.training.datasets.map(({ name }) => name),
    operatingPoints: manifest.operatingPoints, branches: manifest.extractor.branches.map(({ name, height, width }) => ({ name, height, width })),
    bytes: Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

export function damagedBundle({ sha256, name, origin, problem }: ShelvedBundle): DamagedBundle {
  return { sha256, name, origin, problem: problem ?? 'It cannot be read.' };
}

/** Texts and tables above this are not shown: no card is a megabyte long. */
const longestText = 4 * 2 ** 20;

const tables = z.object({
  format: z.literal('pleura-training/1'),
  tables: z.array(z.object({
    id: z.string(), title: z.string(), note: z.string(), columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  })),
});

/** The text of a file that the manifest names; empty where it names none. */
async function textOf({ dir, manifest }: Model, name: string): Promise<string> {
  const file = manifest.files[name];
  return file === undefined || file.bytes > longestText ? '' : readFile(join(dir, name), 'utf8').catch(() => '');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function trainingTables(text: string): readonly TextTable[] {
  const parsed = tables.safeParse(json(text));
  return parsed.success ? parsed.data.tables : [];
}

/** Reads a bundle's texts and figures; what is missing or not as its format says is left out. */
export async function bundleDetail(model: Model): Promise<BundleDetail> {
  const [card, notice, metrics, training] = await Promise.all(['MODEL_CARD.md', 'NOTICE', 'metrics.json', 'training.json'].map((name) => textOf(model, name)));
  const { licence } = model.manifest;
  return {
    sha256: model.ref.sha256, card: card ?? '', notice: notice ?? '', licenceText: licence.text,
    data: licence.data.map(({ name, licence: terms, doi }) => ({ name, licence: terms, doi: doi ?? null })),
    metrics: bundleMetrics(json(metrics ?? '')), training: trainingTables(training ?? ''),
  };
}
