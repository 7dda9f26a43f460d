/** Installed models as main needs to know them: the manifest alone. The engine checks every file before it uses one. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MapShape } from '../../db/analyses.ts';
import type { ModelInfo, ModelRef, Result } from '../../preload/domain.ts';
import { listBundles } from '../inference/bundle.ts';
import { manifestSchema } from '../inference/bundle-format.ts';
import type { Manifest } from '../inference/bundle-format.ts';
import { evidenceLayout } from '../inference/evidence.ts';
import { failure } from './failures.ts';

export interface Model {
  readonly dir: string;
  readonly ref: ModelRef;
  readonly manifest: Manifest;
  /** Grids of an evidence blob, in order. */
  readonly maps: readonly MapShape[];
}

/** Reads a bundle's manifest. Errors: `model-missing`, `model-invalid`. */
export async function readModel(dir: string): Promise<Result<Model>> {
  const text = await readFile(join(dir, 'manifest.json'), 'utf8').catch(() => null);
  if (text === null) return failure('model-missing');
  try {
    const manifest = manifestSchema.parse(JSON.parse(text));
    const layout = evidenceLayout(manifest.extractor.branches);
    const maps = [layout.fused, ...layout.branches].map(({ name, height, width }) => ({ name, height, width }));
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { ok: true, value: { dir, ref: { id: manifest.id, version: manifest.version, sha256 }, manifest, maps } };
  } catch {
    return failure('model-invalid');
  }
}

/** The model of that id; without one, the newest bundle. Errors: `model-missing` and those of `readModel`. */
export async function chooseModel(bundleRoot: string, id: string | null): Promise<Result<Model>> {
  const models: Model[] = [];
  let unreadable: Result<Model> | null = null;
  for (const { dir } of await listBundles(bundleRoot)) {
    const model = await readModel(dir);
    if (model.ok) models.push(model.value);
    else unreadable = model;
  }
  const newestFirst = models.toSorted((a, b) => b.manifest.createdAt.localeCompare(a.manifest.createdAt));
  const chosen = id === null ? newestFirst[0] : newestFirst.find((model) => model.ref.id === id);
  if (chosen !== undefined) return { ok: true, value: chosen };
  return unreadable ?? failure('model-missing');
}

/** Every readable bundle, as the Models page shows it; `active` is the one in use. */
export async function listModels(bundleRoot: string, active: ModelRef | null): Promise<readonly ModelInfo[]> {
  const infos: ModelInfo[] = [];
  for (const { dir } of await listBundles(bundleRoot)) {
    const model = await readModel(dir);
    if (!model.ok) continue;
    const card = await readFile(join(dir, 'MODEL_CARD.md'), 'utf8').catch(() => '');
    infos.push(infoOf(model.value, card, model.value.ref.sha256 === active?.sha256));
  }
  return infos;
}

function infoOf({ ref, manifest }: Model, card: string, active: boolean): ModelInfo {
  const { auc, sensitivity, specificity } = manifest.metrics.isPresent;
  return {
    ...ref, auc, sensitivity, specificity, active, card,
    title: manifest.title, licence: manifest.licence.name, target: manifest.target.name, splitLevel: manifest.metrics.splitLevel,
    operatingPoints: manifest.operatingPoints, branches: manifest.extractor.branches.map(({ name, height, width }) => ({ name, height, width })),
  };
}
