/** A bundle's folder while it is being made: its manifest as it stands, and files put into it with their checksums. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { z } from 'zod';
import type { AppError, Result } from '../../../preload/domain.ts';
import { manifestSchema } from '../../inference/bundle-format.ts';
import type { Manifest } from '../../inference/bundle-format.ts';

function invalid(what: string): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: { code: 'model-invalid', message: `The bundle cannot be used: ${what}`, hint: 'Build the bundle again with models/train.' } };
}

/** A JSON file of the folder as its schema says; null where there is none. Error: `model-invalid`. */
export async function readBundleJson<S extends z.ZodType>(folder: string, name: string, schema: S): Promise<Result<z.output<S> | null>> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (text === null) return { ok: true, value: null };
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

/** The manifest; checksums are not looked at, as files are about to change. Errors: `model-missing`, `model-invalid`. */
export async function readManifest(folder: string): Promise<Result<Manifest>> {
  const read = await readBundleJson(folder, 'manifest.json', manifestSchema);
  if (!read.ok) return read;
  if (read.value !== null) return { ok: true, value: read.value };
  return { ok: false, error: { code: 'model-missing', message: 'There is no model bundle in this folder.', hint: 'Name a folder with a manifest.json.' } };
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/** Files that a bundle may have beside those its manifest needs: listed as soon as they are there. */
const optional = ['metrics.json', 'oof.json', 'training.json', 'explain.json', 'MODEL_CARD.md', 'NOTICE'];

/**
 * Writes files into the folder and their checksums, with those of all optional files there, into the manifest, with other entries changed as `change` says.
 * What the manifest holds beyond its schema stays. The manifest comes last, so that a stop in between leaves a bundle that is refused, never one half new.
 */
export async function putBundleFiles(folder: string, files: Readonly<Record<string, string>>, change: (manifest: Record<string, unknown>) => Record<string, unknown> = (same) => same): Promise<void> {
  for (const [name, text] of Object.entries(files)) await replace(join(folder, name), text);
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown> & { files: Record<string, unknown> };
  const sums = { ...manifest.files };
  for (const name of optional) {
    if (!existsSync(join(folder, name))) continue;
    const bytes = await readFile(join(folder, name));
    sums[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  }
  await replace(join(folder, 'manifest.json'), `${JSON.stringify(change({ ...manifest, files: sums }), null, 2)}\n`);
}
