/** Takes a bundle from a folder or zip into a folder of its own, checking everything on the way. Runs in the helper process; knows the file system only. */
import { createHash } from 'node:crypto';
import { open, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRef, Result } from '../../preload/domain.ts';
import { loadBundle } from '../inference/bundle.ts';
import { manifestSchema } from '../inference/bundle-format.ts';
import type { Manifest } from '../inference/bundle-format.ts';
import { alreadyInstalled, entryWords, noRoom, refused, Refused, refusals } from './bundles-refusal.ts';
import { openSource } from './bundles-source.ts';
import type { BundleSource } from './bundles-source.ts';

export interface TakeRequest {
  /** Folder or zip as picked. */
  readonly source: string;
  /** An empty folder that becomes the bundle. */
  readonly target: string;
  /** Manifest checksums of sound installed bundles. */
  readonly installed: readonly string[];
}

/** A manifest with its tables of figures takes some kilobytes. */
const largestManifest = 8 * 2 ** 20;
const largestBundle = 4 * 2 ** 30;
const mostFiles = 100;

function refuse(what: string): never {
  throw new Refused(refused(what));
}

interface ReadManifest {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly manifest: Manifest;
}

async function readManifest(source: BundleSource): Promise<ReadManifest> {
  const size = source.files.get('manifest.json');
  if (size === undefined) refuse('there is no manifest.json in it.');
  if (size > largestManifest) refuse('its manifest.json is far too large.');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of (await source.open('manifest.json')) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestManifest) refuse('its manifest.json is far too large.');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    refuse('its manifest.json is not JSON.');
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    refuse(`its manifest.json is not as the format asks (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`);
  }
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), manifest: parsed.data };
}

/** Names and sizes before anything is written: what would not fit the manifest is not even read. */
function checkListing(source: BundleSource, manifest: Manifest): number {
  const named = Object.entries(manifest.files);
  if (named.length > mostFiles) refuse('its manifest names far too many files.');
  if (manifest.files['manifest.json'] !== undefined) refuse('its manifest names itself.');
  for (const [name, { bytes }] of named) {
    const found = source.files.get(name);
    if (found === undefined) refuse(`${entryWords(name)} is missing.`);
    if (found !== bytes) refuse(`${entryWords(name)} is not as large as the manifest says.`);
  }
  if (source.strict) {
    const stranger = [...source.files.keys()].find((name) => name !== 'manifest.json' && manifest.files[name] === undefined);
    if (stranger !== undefined) refuse(`${entryWords(stranger)} is not among the files that the manifest names.`);
  }
  const total = named.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return total > largestBundle ? refuse('it is larger than 4 GB.') : total;
}

async function writeFile(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) written += (await file.write(bytes, written)).bytesWritten;
}

/** A stream's own failure (a damaged zip, a drive pulled) is the bundle's fault; a write's is the disk's. */
async function* chunksOf(source: BundleSource, name: string): AsyncGenerator<Buffer> {
  try {
    yield* (await source.open(name)) as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(refused(`${entryWords(name)} cannot be read to its end.`));
  }
}

async function copyFile(source: BundleSource, name: string, expected: { readonly sha256: string; readonly bytes: number }, target: string, onBytes: (bytes: number) => void): Promise<void> {
  const hash = createHash('sha256');
  let length = 0;
  const file = await open(join(target, name), 'wx', 0o600);
  try {
    for await (const chunk of chunksOf(source, name)) {
      length += chunk.length;
      if (length > expected.bytes) refuse(`${entryWords(name)} is not as large as the manifest says.`);
      hash.update(chunk);
      await writeAll(file, chunk);
      onBytes(chunk.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (length !== expected.bytes || hash.digest('hex') !== expected.sha256) refuse(`${entryWords(name)} differs from its checksum.`);
}

/**
 * Copies what the manifest names, each file synced, and reads the result once more as the engine does.
 * Errors: `model-invalid` with the reason, `conflict` when it is installed, `file-not-found`, `disk-full`, `storage-failed`. What was written stays: the caller removes it.
 */
export async function takeBundle({ source: path, target, installed }: TakeRequest, onProgress: (fraction: number) => void): Promise<Result<ModelRef>> {
  return refusals(async () => {
    const source = await openSource(path);
    try {
      const { bytes, sha256, manifest } = await readManifest(source);
      if (installed.includes(sha256)) return alreadyInstalled;
      const total = checkListing(source, manifest);
      const disk = await statfs(target);
      if (disk.bavail * disk.bsize < total) return noRoom;
      let copied = 0;
      for (const [name, expected] of Object.entries(manifest.files)) {
        await copyFile(source, name, expected, target, (count) => onProgress((copied += count) / Math.max(1, total)));
      }
      await writeFile(join(target, 'manifest.json'), bytes);
      const loaded = await loadBundle(target);
      return loaded.ok ? { ok: true, value: loaded.value.ref } : loaded;
    } finally {
      source.close();
    }
  });
}
