/** What a command needs to analyse clips without the app: a temporary store, the media helper and the engine as plain child processes. */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { EngineStatus, ProviderChoice, Result } from '../../preload/domain.ts';
import { spawnNode } from '../child.ts';
import { listBundles, loadBundle } from '../inference/bundle.ts';
import type { Bundle } from '../inference/bundle.ts';
import { createEngineHost } from '../inference/engine-host.ts';
import type { EngineHost } from '../inference/engine-host.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { createMediaHost } from '../media/media-host.ts';
import type { MediaHost } from '../media/media-host.ts';

export const bundlesRoot = process.env['PLEURA_MODELS'] ?? fileURLToPath(new URL('../../models/bundles', import.meta.url));
/** The model used when none is named, where it is installed. */
const preferredModel = 'pleura-lus-v1';
const folderPrefix = 'pleura-work-';

export interface Workplace {
  readonly bundle: Bundle;
  readonly engine: EngineHost;
  readonly media: MediaHost;
  readonly ffmpeg: string | null;
  /** An empty folder that is gone with the workplace. */
  folder(name: string): string;
  /** Ends the helpers and removes the folders; also done on signals and at exit. */
  close(): Promise<void>;
}

/** The bundle of this id (or folder); without one, the preferred or the first installed. Errors: `model-missing`, `model-invalid`. */
export async function findBundle(model: string | null): Promise<Result<Bundle>> {
  const installed = await listBundles(bundlesRoot);
  const named = installed.find((entry) => entry.id === (model ?? preferredModel));
  // The engine checks the graphs, which are most of the bytes, before it opens one.
  return loadBundle(named?.dir ?? model ?? installed[0]?.dir ?? join(bundlesRoot, preferredModel), 'all-but-graphs');
}

/** Removes what killed commands left behind: folders are named by their process. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch((): string[] => [])) {
    const pid = Number(new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but someone else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export interface WorkplaceOptions {
  readonly model: string | null;
  readonly provider: ProviderChoice;
  readonly onStatus?: (status: EngineStatus) => void;
}

function startEngine(options: WorkplaceOptions, bundle: Bundle): EngineHost {
  const entry = fileURLToPath(new URL('../inference/engine.ts', import.meta.url));
  return createEngineHost({
    spawn: () => spawnNode(entry, [], process.env['PLEURA_DEBUG'] === undefined ? 'ignore' : 'inherit'),
    bundleDir: bundle.dir,
    provider: options.provider,
    // On the command line an explicit provider is a demand: a script must not get another one unasked.
    strictProvider: true,
    onStatus: options.onStatus ?? (() => {}),
  });
}

/** Starts the helpers; the engine warms up meanwhile. Errors: `model-missing`, `model-invalid`. */
export async function openWorkplace(options: WorkplaceOptions): Promise<Result<Workplace>> {
  const bundle = await findBundle(options.model);
  if (!bundle.ok) return bundle;
  await removeLeftovers();
  const root = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const engine = startEngine(options, bundle.value);
  const media = createMediaHost({ spawn: () => spawnNode(fileURLToPath(new URL('../media/worker.ts', import.meta.url))) });
  const remove = (): void => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  const onSignal = (signal: NodeJS.Signals): void => {
    media.stop();
    void engine.stop().finally(() => {
      remove();
      // The shell's convention for a process ended by a signal.
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  process.on('exit', remove);
  return {
    ok: true,
    value: {
      bundle: bundle.value,
      engine,
      media,
      ffmpeg: await findFfmpeg(),
      folder: (name) => join(root, name),
      close: async () => {
        media.stop();
        await engine.stop();
        remove();
        process.off('exit', remove);
        for (const signal of signals) process.off(signal, onSignal);
      },
    },
  };
}

/** Clips worth having in work at once: one in the engine, the others being imported. */
export function clipsAtOnce(): number {
  return Math.min(4, Math.max(2, availableParallelism()) + 1);
}
