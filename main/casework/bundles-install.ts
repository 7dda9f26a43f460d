/** Installation of a bundle: taken apart and checked beside the others, tried in an engine, and only then put among them by one rename. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { ModelRef, Result } from '../../preload/domain.ts';
import type { SpawnChild } from '../child.ts';
import { createEngineHost } from '../inference/engine-host.ts';
import { alive } from '../media/workspace.ts';
import { cancelledInstall, refused, refusals } from './bundles-refusal.ts';
import { workFolder } from './bundles-shelf.ts';
import type { ModelHelper } from './model-helper.ts';

export interface InstallOptions {
  /** Root of the installed bundles. */
  readonly root: string;
  readonly helper: ModelHelper;
  readonly spawnEngine: SpawnChild;
}

export type InstallStep = 'copying' | 'self-test' | 'storing';

export interface InstallControl {
  readonly signal: AbortSignal;
  readonly onProgress: (step: InstallStep, fraction: number | null) => void;
}

/** A folder of this process's own, so that leftovers of a dead one are known. */
function newWorkFolder(root: string): string {
  return join(root, workFolder, `${process.pid}-${randomUUID()}`);
}

/** Removes what killed installations and removals left. */
export async function sweepWork(root: string): Promise<void> {
  const folder = join(root, workFolder);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!alive(Number.parseInt(name, 10))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Makes a rename last: the folder's own entry goes to the disk. Windows cannot open folders, and does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Opens the bundle in an engine process of its own, on the CPU, where every bundle has to work: checksums, then the golden outputs of at least one variant.
 * Errors: `model-invalid` with the reason, `cancelled`.
 */
export async function trySelfTest(dir: string, spawnEngine: SpawnChild, signal: AbortSignal): Promise<Result<null>> {
  if (signal.aborted) return cancelledInstall;
  const host = createEngineHost({ spawn: spawnEngine, bundleDir: dir, provider: 'cpu', strictProvider: true, onStatus: () => undefined, limits: { crashes: 2, startMs: 120_000 } });
  const stop = () => void host.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ready = await host.ready();
    if (signal.aborted) return cancelledInstall;
    return ready.ok ? { ok: true, value: null } : { ok: false, error: { ...ready.error, code: 'model-invalid' } };
  } finally {
    signal.removeEventListener('abort', stop);
    await host.stop();
  }
}

/** Letters, digits and the like of a version, for a folder's name. */
function folderName({ id, version, sha256 }: ModelRef): string {
  return `${id}-${version.replaceAll(/[^\w.-]/g, '_')}-${sha256.slice(0, 8)}`;
}

/** Puts a checked bundle in its place; what lies there is the same bundle, damaged, and goes. */
async function publish(work: string, root: string, ref: ModelRef): Promise<void> {
  const place = join(root, folderName(ref));
  if (existsSync(place)) await discard(root, place);
  await rename(work, place);
  await syncFolder(root);
}

/** Takes a bundle off the shelf at once, then removes its files. */
export async function discard(root: string, dir: string): Promise<void> {
  const work = newWorkFolder(root);
  await mkdir(join(root, workFolder), { recursive: true });
  await rename(dir, work);
  await syncFolder(root);
  await rm(work, { recursive: true, force: true });
}

/** Installs what was picked. Whatever goes wrong, a stop included, leaves nothing. Errors: those of `takeBundle`, `model-invalid` for a failed self-test. */
export async function installBundle(source: string, installed: readonly string[], options: InstallOptions, { signal, onProgress }: InstallControl): Promise<Result<ModelRef>> {
  const { root, helper, spawnEngine } = options;
  const work = newWorkFolder(root);
  return refusals(async () => {
    try {
      await mkdir(work, { recursive: true });
      onProgress('copying', 0);
      const taken = await helper.take({ source, target: work, installed }, signal, (fraction) => onProgress('copying', fraction));
      if (!taken.ok) return taken;
      onProgress('self-test', null);
      const tested = await trySelfTest(work, spawnEngine, signal);
      if (!tested.ok) return tested.error.code === 'cancelled' ? tested : refused(`it does not pass its self-test here. ${tested.error.message}`);
      onProgress('storing', null);
      await syncFolder(work);
      await publish(work, root, taken.value);
      return taken;
    } finally {
      await rm(work, { recursive: true, force: true }).catch(() => undefined);
    }
  });
}
