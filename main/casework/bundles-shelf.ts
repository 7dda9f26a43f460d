/**
 * The installed bundles as main needs to know them: manifests, and whether the files are there with the size they should have. Checksums are the
 * engine's matter: it checks every file before it uses one.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MapShape } from '../../db/analyses.ts';
import type { ModelRef } from '../../preload/domain.ts';
import type { BundleOrigin } from '../../preload/models.ts';
import { manifestSchema } from '../inference/bundle-format.ts';
import type { Manifest } from '../inference/bundle-format.ts';
import { evidenceLayout } from '../inference/evidence.ts';

export interface Model {
  readonly dir: string;
  readonly ref: ModelRef;
  readonly manifest: Manifest;
  /** Grids of an evidence blob, in order. */
  readonly maps: readonly MapShape[];
}

export interface ShelvedBundle {
  readonly origin: BundleOrigin;
  /** Of its folder, without the path. */
  readonly name: string;
  readonly dir: string;
  /** Of the manifest; of the folder's name where there is none to read. */
  readonly sha256: string;
  /** Null where the manifest cannot be read. */
  readonly model: Model | null;
  /** What is wrong with it, in a sentence; null while nothing is known. */
  readonly problem: string | null;
}

export interface BundleRoots {
  readonly builtIn: string;
  /** Inside the user's data; need not exist. */
  readonly installed: string;
}

/** Beside the installed bundles: what is being installed or removed. Never listed. */
export const workFolder = '.work';

const sha256Of = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

function modelOf(dir: string, bytes: Buffer): Model | null {
  try {
    const manifest = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
    const layout = evidenceLayout(manifest.extractor.branches);
    const maps = [layout.fused, ...layout.branches].map(({ name, height, width }) => ({ name, height, width }));
    return { dir, ref: { id: manifest.id, version: manifest.version, sha256: sha256Of(bytes) }, manifest, maps };
  } catch {
    return null;
  }
}

/** The first file that is missing or has another size than the manifest says. */
async function damage({ dir, manifest }: Model): Promise<string | null> {
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const info = await stat(join(dir, name)).catch(() => null);
    if (info === null) return `${name} is missing.`;
    if (info.size !== bytes) return `${name} is not as large as it should be.`;
  }
  return null;
}

async function readShelved(origin: BundleOrigin, root: string, name: string): Promise<ShelvedBundle | null> {
  const dir = join(root, name);
  const bytes = await readFile(join(dir, 'manifest.json')).catch(() => null);
  if (bytes === null) {
    // Among the program's own folders anything may lie; in the user's, a folder without manifest was a bundle once.
    return origin === 'built-in' ? null : { origin, name, dir, sha256: sha256Of(`no manifest in ${name}`), model: null, problem: 'Its manifest is missing.' };
  }
  const model = modelOf(dir, bytes);
  const problem = model === null ? 'Its manifest cannot be read by this version of Pleura.' : await damage(model);
  return { origin, name, dir, sha256: sha256Of(bytes), model, problem };
}

async function readRoot(origin: BundleOrigin, root: string): Promise<readonly ShelvedBundle[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== workFolder).map((entry) => entry.name).toSorted();
  return (await Promise.all(names.map((name) => readShelved(origin, root, name)))).filter((one) => one !== null);
}

/** Built-in bundles first, each by folder name. One that lies in both places is listed once, as built in unless that one is damaged. */
export async function readShelf(roots: BundleRoots): Promise<readonly ShelvedBundle[]> {
  const [builtIn, installed] = await Promise.all([readRoot('built-in', roots.builtIn), readRoot('installed', roots.installed)]);
  const all = [...builtIn, ...installed];
  return all.filter((one) => {
    const twins = all.filter((other) => other.sha256 === one.sha256);
    return (twins.find((twin) => twin.problem === null) ?? twins[0]) === one;
  });
}

/** What is used while nothing is chosen. */
const defaultId = 'pleura-lus-v1';

function newestFirst(a: Model, b: Model): number {
  return b.manifest.createdAt.localeCompare(a.manifest.createdAt);
}

/** Of the usable bundles: the program's own default, else its newest, else the newest the user installed. */
export function defaultModel(usable: readonly ShelvedBundle[]): Model | null {
  const models = (origin: BundleOrigin) => usable.flatMap((one) => (one.origin === origin && one.model !== null ? [one.model] : [])).toSorted(newestFirst);
  const builtIn = models('built-in');
  return builtIn.find(({ ref }) => ref.id === defaultId) ?? builtIn[0] ?? models('installed')[0] ?? null;
}
