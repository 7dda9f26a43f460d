/** The helper process for copies without identity as main uses it: one process a question, gone with the answer, and its folder of decoded frames with it. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CopyPreview } from '../../preload/deidentify.ts';
import type { Result } from '../../preload/domain.ts';
import type { SpawnChild } from '../child.ts';
import type { CopiesAnswer, CopyTask, FromDeidentifyWorker, PreviewTask, ToDeidentifyWorker } from './deidentify-messages.ts';
import { failure } from './failures.ts';

export const deidentifyWorkerEntry = fileURLToPath(new URL('./deidentify-worker.ts', import.meta.url));

export interface DeidentifyHelper {
  preview(task: Omit<PreviewTask, 'work'>, signal: AbortSignal): Promise<Result<CopyPreview>>;
  /** A stopped copy leaves nothing. `onDone` counts the clips. */
  copy(task: Omit<CopyTask, 'work'>, signal: AbortSignal, onDone: (done: number) => void): Promise<Result<CopiesAnswer>>;
  /** Removes what a killed run left. */
  sweep(): Promise<void>;
}

/** Time to let go of open files after a stop, ms; then it is killed. */
const patience = 4_000;
const ignore = (): void => undefined;

/** Resolves only when the process is gone: then nothing of its files is open. */
function ask(spawn: SpawnChild, question: ToDeidentifyWorker, signal: AbortSignal, onDone: (done: number) => void): Promise<FromDeidentifyWorker | null> {
  return new Promise((resolve) => {
    const child = spawn();
    let answer: FromDeidentifyWorker | null = null;
    let killer: NodeJS.Timeout | undefined;
    const stop = () => {
      child.post({ kind: 'stop' } satisfies ToDeidentifyWorker);
      killer = setTimeout(() => child.kill('SIGKILL'), patience);
    };
    child.onMessage((raw) => {
      const message = raw as FromDeidentifyWorker;
      if (message.kind === 'progress') return onDone(message.done);
      answer = message;
      child.kill();
    });
    child.onExit(() => {
      clearTimeout(killer);
      signal.removeEventListener('abort', stop);
      resolve(answer);
    });
    child.post(question);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** `root`: a folder of this helper's own; decoded frames show whoever is on them, so they stay within the app's data. */
export function createDeidentifyHelper(spawn: SpawnChild, root: string): DeidentifyHelper {
  return {
    preview: async (given, signal) => {
      const work = join(root, randomUUID());
      const answer = await ask(spawn, { kind: 'preview', task: { ...given, work } }, signal, ignore);
      await rm(work, { recursive: true, force: true }).catch(ignore);
      if (signal.aborted) return failure('cancelled');
      return answer?.kind === 'previewed' ? answer.result : failure('internal');
    },
    copy: async (given, signal, onDone) => {
      const work = join(root, randomUUID());
      const answer = await ask(spawn, { kind: 'copy', task: { ...given, work } }, signal, onDone);
      await rm(work, { recursive: true, force: true }).catch(ignore);
      if (answer?.kind === 'copied') return answer.result;
      // A killed helper could not clean up after itself.
      await rm(`${given.out}.partial`, { recursive: true, force: true }).catch(ignore);
      return failure(signal.aborted ? 'cancelled' : 'internal');
    },
    sweep: () => rm(root, { recursive: true, force: true }),
  };
}
