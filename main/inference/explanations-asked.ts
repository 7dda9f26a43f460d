/** The explanations that the host owes answers for. A run that the engine's death cut off starts anew: its seed makes it the same run. */
import type { AppError, Lime, Result } from '../../preload/domain.ts';
import { crashedOnFrame, explanationCancelled, explanationRuns } from './engine-failures.ts';
import type { ExplainRequest, FromEngine, ToEngine } from './engine-protocol.ts';

export interface ExplainOptions {
  readonly signal: AbortSignal;
  /** The map so far, at most 5 times a second; the settled one is the answer. */
  readonly onProgress: (lime: Lime) => void;
}

interface Asked {
  readonly request: ExplainRequest;
  readonly onProgress: (lime: Lime) => void;
  readonly resolve: (result: Result<Lime>) => void;
  crashes: number;
}

export class AskedExplanations {
  readonly #asked = new Map<string, Asked>();
  readonly #post: (message: ToEngine) => void;

  constructor(post: (message: ToEngine) => void) {
    this.#post = post;
  }

  get size(): number {
    return this.#asked.size;
  }

  /** `ready`: the engine hears it at once; otherwise `sendAll` tells it. Errors: `cancelled`, `conflict` for a key that is outstanding, and what the engine answers. */
  ask(request: ExplainRequest, { signal, onProgress }: ExplainOptions, ready: boolean): Promise<Result<Lime>> {
    if (signal.aborted) return Promise.resolve(explanationCancelled);
    if (this.#asked.has(request.key)) return Promise.resolve(explanationRuns);
    const { promise, resolve } = Promise.withResolvers<Result<Lime>>();
    const abort = (): void => {
      this.#post({ type: 'cancel-explain', key: request.key });
      this.#settle(request.key, explanationCancelled);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#asked.set(request.key, { request, onProgress, crashes: 0, resolve: (result) => {
      signal.removeEventListener('abort', abort);
      resolve(result);
    } });
    if (ready) this.#post({ type: 'explain', request });
    return promise;
  }

  /** Asks a new engine process for all that is outstanding. */
  sendAll(): void {
    for (const { request } of this.#asked.values()) this.#post({ type: 'explain', request });
  }

  hear(message: Extract<FromEngine, { readonly type: 'explained' | 'not-explained' }>): void {
    if (message.type === 'not-explained') this.#settle(message.key, { ok: false, error: message.error });
    else if (message.lime.settled) this.#settle(message.key, { ok: true, value: message.lime });
    else this.#asked.get(message.key)?.onProgress(message.lime);
  }

  /** The engine died while it worked on `key`, which fails when that happened `most` times. */
  died(key: string | null, most: number): void {
    const blamed = key === null ? undefined : this.#asked.get(key);
    if (blamed === undefined) return;
    blamed.crashes += 1;
    if (blamed.crashes >= most) this.#settle(blamed.request.key, crashedOnFrame);
  }

  failAll(error: AppError): void {
    for (const key of this.#asked.keys()) this.#settle(key, error.code === 'cancelled' ? explanationCancelled : { ok: false, error });
  }

  #settle(key: string, result: Result<Lime>): void {
    const asked = this.#asked.get(key);
    if (asked === undefined) return;
    this.#asked.delete(key);
    asked.resolve(result);
  }
}
