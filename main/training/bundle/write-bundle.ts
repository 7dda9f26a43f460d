/** A whole bundle with a new head: the base's graphs and guard as they are, everything that the head changes anew. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperatingPoints } from '../../../preload/domain.ts';
import type { LevelFigures } from '../../../preload/evaluation.ts';
import type { Bundle } from '../../inference/bundle.ts';
import type { HeadParameters } from '../../inference/heads.ts';
import type { OnnxBinding } from '../../inference/onnx.ts';
import type { ClipRule } from '../../analysis/clip-score.ts';
import { goldenWithHead } from './golden-outputs.ts';

/** What the head was trained on, for the manifest. */
export interface TrainedData {
  readonly name: string;
  readonly licence: string;
  readonly clips: number;
  readonly patients: number;
  readonly frames: number;
}

export interface NewBundle {
  readonly base: Bundle;
  readonly id: string;
  readonly version: string;
  readonly createdAt: string;
  readonly headText: string;
  readonly head: HeadParameters;
  readonly rule: ClipRule;
  readonly points: OperatingPoints;
  readonly target: { readonly name: string; readonly positive: string; readonly negative: string };
  readonly data: readonly TrainedData[];
  readonly folds: number;
  readonly seed: number;
  readonly outOfFold: LevelFigures;
  /** oof.json and training.json. */
  readonly files: Readonly<Record<string, string>>;
}

function noticeOf(base: string, { base: { manifest }, version, data }: NewBundle): string {
  const trained = data.map(({ name, licence, clips, patients }) => `${name} (${licence}): ${clips} clips of ${patients} patients`).join('; ');
  return `${base.trimEnd()}\n\nVersion ${version}: the fusion head was trained anew in Pleura, on features of the networks of ${manifest.id} ${manifest.version}, which are unchanged.\nThe head was trained on ${trained}.\n`;
}

/** The manifest without what `model-card` puts in later; the figures are the comparison's own until then. */
function manifestOf(bundle: NewBundle, files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>): string {
  const { base: { manifest }, outOfFold } = bundle;
  const unknown = { value: 0, low: 0, high: 1 };
  const figures = {
    auc: outOfFold.auc ?? unknown, sensitivity: outOfFold.balanced.sensitivity ?? unknown, specificity: outOfFold.balanced.specificity ?? unknown, accuracy: outOfFold.balanced.accuracy ?? unknown,
    clips: outOfFold.cases, patients: outOfFold.patients,
  };
  // What the base's own head was trained on is gone with that head; what its networks were trained on stays true.
  const kept = manifest.training.datasets.filter(({ name }) => !name.endsWith(', head'));
  const networks = kept.map((data) => (data.name.endsWith(', networks') ? data : { ...data, name: `${data.name}, networks` }));
  const heads = bundle.data.map((data) => ({ ...data, name: `${data.name}, head` }));
  const named = new Set(manifest.licence.data.map(({ name }) => name));
  const { bLines: _, ...metrics } = manifest.metrics;
  return `${JSON.stringify({
    ...manifest, id: bundle.id, version: bundle.version, createdAt: bundle.createdAt, files, head: { kind: bundle.head.kind, file: manifest.head.file },
    licence: { ...manifest.licence, data: [...manifest.licence.data, ...bundle.data.filter(({ name }) => !named.has(name)).map(({ name, licence }) => ({ name, licence }))] },
    clipRule: bundle.rule, operatingPoints: bundle.points, target: bundle.target,
    training: { datasets: [...networks, ...heads], splitLevel: 'patient', folds: bundle.folds, seed: bundle.seed }, metrics: { ...metrics, splitLevel: 'patient', isPresent: figures },
  }, null, 2)}\n`;
}

/** Writes all files but the card and metrics.json into `folder`, which must be empty; the manifest last. Throws what the file system or the runtime throws. */
export async function writeBundle(folder: string, bundle: NewBundle, binding: OnnxBinding): Promise<void> {
  const { base } = bundle;
  const { manifest, dir } = base;
  await mkdir(folder, { recursive: true });
  const texts: Record<string, string> = { ...bundle.files, [manifest.head.file]: bundle.headText };
  for (const [at, { golden }] of manifest.extractor.variants.entries()) {
    const variant = base.variants[at];
    if (variant !== undefined) texts[golden] = `${JSON.stringify(await goldenWithHead(base, variant, bundle.head, binding))}\n`;
  }
  texts['NOTICE'] = noticeOf(await readFile(join(dir, 'NOTICE'), 'utf8').catch(() => `Networks of ${manifest.title}.`), bundle);
  const sums: Record<string, { sha256: string; bytes: number }> = {};
  const sum = (name: string, bytes: Buffer): void => {
    sums[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  };
  for (const name of [...manifest.extractor.variants.map(({ file }) => file), ...(manifest.guard === undefined ? [] : [manifest.guard.file])]) {
    await copyFile(join(dir, name), join(folder, name));
    sum(name, await readFile(join(folder, name)));
  }
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(join(folder, name), text);
    sum(name, Buffer.from(text));
  }
  await writeFile(join(folder, 'manifest.json'), manifestOf(bundle, Object.fromEntries(Object.entries(sums).toSorted(([a], [b]) => (a < b ? -1 : 1)))));
}
