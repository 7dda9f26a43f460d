/** A model bundle on disk: one folder with a manifest that names every other file by SHA-256. Nothing of it is used before all of it is checked. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { AppError, ModelRef, Result } from '../../preload/domain.ts';
import { goldenSchema, manifestSchema } from './bundle-format.ts';
import type { Golden, Manifest, VariantFormat } from './bundle-format.ts';
import { checkGuard, guardSchema } from './guard.ts';
import type { GuardParameters } from './guard.ts';
import { checkHead, headSchema } from './heads.ts';
import type { HeadParameters } from './heads.ts';
import { INPUT_MEAN, INPUT_SIZE, INPUT_STD, PREPROCESSING_VERSION } from './preprocess.ts';

/** The extractor in one precision. */
export interface Variant extends Pick<VariantFormat, 'precision' | 'providers'> {
  /** The graph's file. */
  readonly path: string;
  readonly golden: Golden;
}

export interface Bundle {
  readonly dir: string;
  readonly ref: ModelRef;
  readonly manifest: Manifest;
  readonly head: HeadParameters;
  /** Null: this bundle rejects nothing. */
  readonly guard: GuardParameters | null;
  /** In the manifest's order: for a provider, the first that names it is tried first. At least one names the CPU. */
  readonly variants: readonly Variant[];
  /** MODEL_CARD.md; empty where the bundle has none. */
  readonly card: string;
}

function missing(): { ok: false; error: AppError } {
  return {
    ok: false,
    error: { code: 'model-missing', message: 'There is no model bundle at this place.', hint: 'Choose an installed model, or install Pleura again.' },
  };
}

function invalid(what: string): { ok: false; error: AppError } {
  return {
    ok: false,
    error: { code: 'model-invalid', message: `The model bundle cannot be used: ${what}`, hint: 'Install the model bundle again; nothing was analysed with it.' },
  };
}

async function sha256Of(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

function parse<S extends z.ZodType>(schema: S, text: string, name: string): Result<z.output<S>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return invalid(`${name} is not JSON.`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return invalid(`${name} is not as the format asks (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`);
}

/** What is wrong with the files but those left out, or null. */
async function checkFiles(dir: string, manifest: Manifest, leftOut: readonly string[]): Promise<string | null> {
  for (const [name, expected] of Object.entries(manifest.files)) {
    if (leftOut.includes(name)) continue;
    try {
      const found = await sha256Of(join(dir, name));
      if (found.sha256 !== expected.sha256 || found.bytes !== expected.bytes) return `${name} differs from its checksum.`;
    } catch {
      return `${name} is missing or unreadable.`;
    }
  }
  return null;
}

/** What this program cannot do with the manifest, or null. */
function checkManifest(manifest: Manifest): string | null {
  const { extractor, head, guard, input, preprocessing } = manifest;
  const needed = [...extractor.variants.flatMap(({ file, golden }) => [file, golden]), head.file, ...(guard === undefined ? [] : [guard.file])];
  for (const name of needed) {
    if (manifest.files[name] === undefined) return `${name} is not among its files.`;
  }
  if (preprocessing.version !== PREPROCESSING_VERSION) return `it needs preprocessing version ${preprocessing.version}, this program has ${PREPROCESSING_VERSION}.`;
  const near = (a: readonly number[], b: readonly number[]): boolean => a.every((value, index) => Math.abs(value - (b[index] ?? Number.NaN)) < 1e-6);
  if (input.size !== INPUT_SIZE || !near(input.mean, INPUT_MEAN) || !near(input.std, INPUT_STD)) return 'its input differs from this program\'s preprocessing.';
  let next = 0;
  for (const branch of extractor.branches) {
    if (branch.featureStart !== next || branch.featureCount !== branch.channels) return `the features of branch ${branch.name} do not follow each other.`;
    next += branch.featureCount;
  }
  return next === extractor.featureCount ? null : 'its branches do not add up to its features.';
}

async function readHead(dir: string, { head, extractor }: Manifest): Promise<Result<HeadParameters>> {
  const parsed = parse(headSchema, await readFile(join(dir, head.file), 'utf8'), head.file);
  if (!parsed.ok) return parsed;
  if (parsed.value.kind !== head.kind) return invalid(`its manifest says ${head.kind}, its head is ${parsed.value.kind}.`);
  const misfit = checkHead(parsed.value, extractor.featureCount);
  return misfit === null ? parsed : invalid(`its head does not fit: ${misfit}.`);
}

async function readGuard(dir: string, { guard, extractor }: Manifest): Promise<Result<GuardParameters | null>> {
  if (guard === undefined) return { ok: true, value: null };
  const parsed = parse(guardSchema, await readFile(join(dir, guard.file), 'utf8'), guard.file);
  if (!parsed.ok) return parsed;
  const misfit = checkGuard(parsed.value, extractor.featureCount);
  return misfit === null ? parsed : invalid(`its guard does not fit: ${misfit}.`);
}

/** What is missing in a golden file for this extractor, or null. */
function checkGolden({ recipe, logits, probabilities, featureSamples, mapSums, evidence }: Golden, { extractor }: Manifest): string | null {
  const perImage = [logits, probabilities, featureSamples.values, ...extractor.branches.map(({ name }) => mapSums[name] ?? []), ...(evidence === undefined ? [] : [evidence])];
  return perImage.every((values) => values.length === recipe.count) ? null : `it does not have outputs for ${recipe.count} images`;
}

async function readVariants(dir: string, manifest: Manifest): Promise<Result<readonly Variant[]>> {
  const variants: Variant[] = [];
  for (const { precision, providers, file, golden: name } of manifest.extractor.variants) {
    const golden = parse(goldenSchema, await readFile(join(dir, name), 'utf8'), name);
    if (!golden.ok) return golden;
    const wrong = checkGolden(golden.value, manifest);
    if (wrong !== null) return invalid(`${name} cannot be used: ${wrong}.`);
    variants.push({ precision, providers, path: join(dir, file), golden: golden.value });
  }
  return { ok: true, value: variants };
}

/** The graphs are most of a bundle's bytes: who leaves them to the engine's own check need not read them. */
export type CheckedFiles = 'all' | 'all-but-graphs';

/** Reads and checks a bundle. Errors: `model-missing` without a manifest, `model-invalid` for anything that is not as the format and the checksums say. */
export async function loadBundle(dir: string, checked: CheckedFiles = 'all'): Promise<Result<Bundle>> {
  let text: string;
  try {
    text = await readFile(join(dir, 'manifest.json'), 'utf8');
  } catch {
    return missing();
  }
  const manifest = parse(manifestSchema, text, 'manifest.json');
  if (!manifest.ok) return manifest;
  const { extractor, id, version } = manifest.value;
  const leftOut = checked === 'all' ? [] : extractor.variants.map(({ file }) => file);
  const wrong = checkManifest(manifest.value) ?? (await checkFiles(dir, manifest.value, leftOut));
  if (wrong !== null) return invalid(wrong);
  const head = await readHead(dir, manifest.value);
  if (!head.ok) return head;
  const guard = await readGuard(dir, manifest.value);
  if (!guard.ok) return guard;
  const variants = await readVariants(dir, manifest.value);
  if (!variants.ok) return variants;
  const card = manifest.value.files['MODEL_CARD.md'] === undefined ? '' : await readFile(join(dir, 'MODEL_CARD.md'), 'utf8');
  const ref = { id, version, sha256: createHash('sha256').update(text).digest('hex') };
  return { ok: true, value: { dir, ref, manifest: manifest.value, head: head.value, guard: guard.value, variants: variants.value, card } };
}

/** Folders under `root` that hold a manifest, by name; not checked any further. */
export async function listBundles(root: string): Promise<readonly { readonly id: string; readonly dir: string }[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const found: { id: string; dir: string }[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const names = await readdir(join(root, entry.name)).catch((): string[] => []);
    if (names.includes('manifest.json')) found.push({ id: entry.name, dir: join(root, entry.name) });
  }
  return found.sort((a, b) => a.id.localeCompare(b.id));
}
