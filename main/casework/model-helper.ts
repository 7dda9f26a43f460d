/** The helper process for models as main uses it: one process a question, gone with the answer, killed by a stop. */
import type { ModelRef, Result } from '../../preload/domain.ts';
import type { ComparisonFigures } from '../../preload/models.ts';
import type { PromotionCheck } from '../../preload/training.ts';
import type { ComparedPair } from '../analysis/compare-models.ts';
import type { SpawnChild } from '../child.ts';
import type { TestedPair } from '../training/promotion.ts';
import { cancelledInstall } from './bundles-refusal.ts';
import type { TakeRequest } from './bundles-take.ts';
import { failure, success } from './failures.ts';
import type { FromModelWorker, ToModelWorker } from './model-messages.ts';

export interface ModelHelper {
  /** See `takeBundle`; also `cancelled`, and `internal` when the process died. */
  take(request: TakeRequest, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Result<ModelRef>>;
  compare(pair: ComparedPair, signal: AbortSignal): Promise<Result<ComparisonFigures>>;
  promote(pair: TestedPair, signal: AbortSignal): Promise<Result<readonly PromotionCheck[]>>;
}

/** `hear` answers with the result once it has come, else null. */
function ask<T>(spawn: SpawnChild, question: ToModelWorker, signal: AbortSignal, hear: (message: FromModelWorker) => Result<T> | null): Promise<Result<T>> {
  if (signal.aborted) return Promise.resolve(cancelledInstall);
  return new Promise((resolve) => {
    const child = spawn();
    const stop = () => {
      // What it had open is closed when it is gone, and only then may its files be removed.
      child.onExit(() => resolve(cancelledInstall));
      child.kill('SIGKILL');
    };
    const end = (result: Result<T>) => {
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    signal.addEventListener('abort', stop, { once: true });
    child.onMessage((raw) => {
      const result = hear(raw as FromModelWorker);
      if (result === null || signal.aborted) return;
      child.kill();
      end(result);
    });
    child.onExit(() => {
      if (!signal.aborted) end(failure('internal'));
    });
    child.post(question);
  });
}

export function createModelHelper(spawn: SpawnChild): ModelHelper {
  return {
    take: (request, signal, onProgress) => ask(spawn, { kind: 'take', request }, signal, (message) => {
      if (message.kind === 'progress') onProgress(message.fraction);
      return message.kind === 'taken' ? message.result : null;
    }),
    compare: (pair, signal) => ask(spawn, { kind: 'compare', pair }, signal, (message) => (message.kind === 'compared' ? success(message.figures) : null)),
    promote: (pair, signal) => ask(spawn, { kind: 'promote', pair }, signal, (message) => (message.kind === 'judged' ? success(message.checks) : null)),
  };
}
