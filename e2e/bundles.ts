/** Model bundles for tests: copies of the tiny one under another version, as a folder or a zip. */
import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectNode } from './electron-stand-in/launcher.ts';
import { root } from './launch.ts';

/** Holds the tiny bundle alone: quick enough to install and use many times in a test. */
export const tinyModels = path.join(root, 'main/inference/fixtures');

/** A sound copy in the new folder `dir`. */
export async function copyBundle(dir: string, version: string): Promise<void> {
  await cp(path.join(tinyModels, 'tiny'), dir, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(dir, 'manifest.json'), 'utf8')) as object;
  await writeFile(path.join(dir, 'manifest.json'), JSON.stringify({ ...manifest, id: 'tiny-second', version, title: `Second tiny bundle ${version}`, createdAt: '2026-01-01T00:00:00Z' }));
}

export async function zipBundle(dir: string, zip: string): Promise<void> {
  await promisify(execFile)(projectNode(), ['main/casework/test-zip.ts', dir, zip], { cwd: root });
}
