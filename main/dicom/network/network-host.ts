/** Talking to other nodes as main sees it: a process a task, gone with the answer, killed by a stop. */
import type { AppError, Result } from '../../../preload/domain.ts';
import type { SpawnChild } from '../../child.ts';
import type { NetworkTask, TaskAnswers, TaskKind, TaskProgress } from './tasks.ts';

export type FromNetworkWorker =
  | { readonly kind: 'progress'; readonly progress: TaskProgress }
  | { readonly kind: 'done'; readonly result: Result<TaskAnswers[TaskKind]> };

export interface NetworkHost {
  /** Errors of `runTask`; also `cancelled`, and `internal` when the process died. */
  run<K extends TaskKind>(task: NetworkTask<K>, signal: AbortSignal, onProgress?: (progress: TaskProgress) => void): Promise<Result<TaskAnswers[K]>>;
}

const cancelled: AppError = { code: 'cancelled', message: 'Stopped on request.', hint: 'Start it again when you like; what has arrived is kept.' };
const died: AppError = { code: 'internal', message: 'The connection helper ended unexpectedly.', hint: 'Try again; if it happens again, report the fault.' };

export function createNetworkHost(spawn: SpawnChild): NetworkHost {
  return {
    run: <K extends TaskKind>(task: NetworkTask<K>, signal: AbortSignal, onProgress?: (progress: TaskProgress) => void) => new Promise<Result<TaskAnswers[K]>>((resolve) => {
      if (signal.aborted) {
        resolve({ ok: false, error: cancelled });
        return;
      }
      const child = spawn();
      const stop = () => child.kill('SIGKILL');
      signal.addEventListener('abort', stop, { once: true });
      child.onMessage((raw) => {
        const message = raw as FromNetworkWorker;
        if (message.kind === 'progress') {
          onProgress?.(message.progress);
          return;
        }
        child.kill();
        // The worker answers a task of kind K with K's answer: `answer` in tasks.ts is exhaustive over them.
        resolve(message.result as Result<TaskAnswers[K]>);
      });
      child.onExit(() => {
        signal.removeEventListener('abort', stop);
        resolve({ ok: false, error: signal.aborted ? cancelled : died });
      });
      child.post(task);
    }),
  };
}
