/** Bundles for tests: copies of the tiny one under another name, sound or spoilt. */
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const tinyBundle = fileURLToPath(new URL('../inference/fixtures/tiny', import.meta.url));

/** The manifest's fields that tests change; the others stay as they are. */
const manifestSchema = z.looseObject({
  id: z.string(), version: z.string(), title: z.string(), createdAt: z.string(),
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() })),
});
export type LooseManifest = z.output<typeof manifestSchema>;

export async function readManifest(dir: string): Promise<LooseManifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')));
}

export async function writeManifest(dir: string, manifest: object): Promise<void> {
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest, null, 1));
}

/** A sound copy of the tiny bundle in the new folder `dir`. */
export async function variantBundle(dir: string, version: string, id = 'tiny-second'): Promise<string> {
  await cp(tinyBundle, dir, { recursive: true });
  await writeManifest(dir, { ...(await readManifest(dir)), id, version, title: `Second tiny bundle ${version}`, createdAt: '2026-01-01T00:00:00Z' });
  return dir;
}

/** Rewrites one file of a bundle and signs it anew, so that only what it says is wrong. */
export async function rewriteSigned(dir: string, name: string, change: (text: string) => string): Promise<void> {
  const content = change(await readFile(join(dir, name), 'utf8'));
  await writeFile(join(dir, name), content);
  const manifest = await readManifest(dir);
  const entry = { sha256: createHash('sha256').update(content).digest('hex'), bytes: Buffer.byteLength(content) };
  await writeManifest(dir, { ...manifest, files: { ...manifest.files, [name]: entry } });
}
