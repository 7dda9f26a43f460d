/** The demo exam's files: simulated clips, drawn once into the user's data folder by a helper process. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError, Result } from '../../preload/domain.ts';
import { demoExam } from '../../models/phantom/cases.ts';
import type { SpawnChild } from '../child.ts';
import { failure, success } from './failures.ts';
import type { ImportItem } from './import-item.ts';

export interface DemoFiles {
  /** One item a clip of the demo exam, with its zone; the files need not exist yet. */
  items(): readonly ImportItem[];
  /** Draws clip `index` where its file is missing. */
  ensure(index: number, ffmpeg: string | null, signal: AbortSignal): Promise<Result<null>>;
}

interface Drawn {
  readonly ok: boolean;
  readonly error?: AppError;
}

const noDecoder: AppError = {
  code: 'decoder-missing',
  message: 'The video decoder (ffmpeg) was not found.',
  hint: 'Install ffmpeg, or name it in the environment variable PLEURA_FFMPEG.',
};

/** A process for each clip: at most two at once (as many as an import works on), gone when done, killed by a stop. */
function draw(spawn: SpawnChild, ask: { readonly index: number; readonly path: string; readonly ffmpeg: string }, signal: AbortSignal): Promise<Result<null>> {
  return new Promise((resolve) => {
    const child = spawn();
    const end = (result: Result<null>) => {
      signal.removeEventListener('abort', stop);
      child.kill();
      resolve(result);
    };
    const stop = () => end(failure('cancelled'));
    signal.addEventListener('abort', stop, { once: true });
    child.onMessage((message) => {
      const drawn = message as Drawn;
      end(drawn.ok ? success(null) : { ok: false, error: drawn.error ?? failure('internal').error });
    });
    child.onExit(() => end(failure('internal')));
    child.post(ask);
  });
}

export function createDemoFiles(folder: string, spawn: SpawnChild): DemoFiles {
  const specs = demoExam();
  const pathOf = (name: string) => join(folder, name);
  return {
    items: () => specs.map(({ name, zone }, demo) => ({ path: pathOf(name), name, zone, demo, failed: null })),
    ensure: async (index, ffmpeg, signal) => {
      const spec = specs[index];
      if (spec === undefined) return failure('not-found');
      const path = pathOf(spec.name);
      if (existsSync(path)) return success(null);
      if (ffmpeg === null) return { ok: false, error: noDecoder };
      await mkdir(folder, { recursive: true });
      const result = await draw(spawn, { index, path, ffmpeg }, signal);
      if (!result.ok) await rm(`${path}.part`, { force: true }).catch(() => undefined);
      return result;
    },
  };
}
