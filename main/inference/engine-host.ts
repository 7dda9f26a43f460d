/**
 * The engine process as the rest of the program sees it. The process may crash, be killed or hang: the host starts another and resumes
 * what is outstanding without repeating a reported frame. What dies on the same clip again and again fails; what dies without end gives up.
 */
import { performance } from 'node:perf_hooks';
import type { AppError, BenchmarkResult, EngineState, EngineStatus, Lime, ModelRef, Precision, Provider, ProviderAttempt, ProviderChoice, Result } from '../../preload/domain.ts';
import type { Judgement } from '../analysis/clip-guard.ts';
import type { Child, SpawnChild } from '../child.ts';
import { cancelled, conflict, crashed, crashedOnClip, type Failure } from './engine-failures.ts';
import { defaultLimits, type EngineLimits } from './engine-limits.ts';
import type { AnalyseRequest, AnalysisOutcome, ExplainRequest, FromEngine, ScoredFrame, ToEngine } from './engine-protocol.ts';
import { AskedExplanations, type ExplainOptions } from './explanations-asked.ts';
import { createOutstanding } from './outstanding.ts';
import type { Outstanding } from './outstanding.ts';

export type { AnalyseRequest, AnalysisOutcome, ExplainRequest, ScoredFrame } from './engine-protocol.ts';

export interface EngineHostOptions {
  readonly spawn: SpawnChild;
  readonly bundleDir: string;
  readonly provider: ProviderChoice;
  readonly onStatus: (status: EngineStatus) => void;
  /** An explicit provider that does not work is an error instead of a reason to try the next. Default false. */
  readonly strictProvider?: boolean;
  readonly limits?: Partial<EngineLimits>;
}

export interface AnalyseOptions {
  readonly signal: AbortSignal;
  /** Newly scored frames, each reported once, at most about 12 times a second, and what the guard says of the clip by now. */
  readonly onScores: (scores: readonly ScoredFrame[], judgement: Judgement) => void;
}

export interface EngineHost {
  status(): EngineStatus;
  /** Answers when the engine can work, or with the reason why it cannot; after a failure it is tried anew. */
  ready(): Promise<Result<EngineStatus>>;
  /** Errors: those of the frame store, `inference-failed`, `engine-crashed`, `cancelled`, `conflict` for a key that is outstanding, and why the engine cannot work. */
  analyse(request: AnalyseRequest, options: AnalyseOptions): Promise<Result<AnalysisOutcome>>;
  /** The frame on screen of an outstanding analysis: scored next. */
  look(key: string, frame: number): void;
  /** LIME of one frame, between the frames of analyses. Errors: those of `analyse`. */
  explain(request: ExplainRequest, options: ExplainOptions): Promise<Result<Lime>>;
  /** The engine's step against bare `session.run`, on a clip's frames or on noise. */
  benchmark(clip?: AnalyseRequest): Promise<Result<BenchmarkResult>>;
  /** Starts over with another provider; outstanding analyses go on there. */
  setProvider(choice: ProviderChoice): Promise<Result<EngineStatus>>;
  /** Ends the process; what is outstanding is cancelled. */
  stop(): Promise<void>;
}

type Waiter = (result: Result<EngineStatus>) => void;

class Host implements EngineHost {
  readonly #options: EngineHostOptions;
  readonly #limits: EngineLimits;
  readonly #outstanding = new Map<string, Outstanding>();
  readonly #explanations = new AskedExplanations((message) => this.#post(message));
  readonly #benchmarks = new Map<number, (result: Result<BenchmarkResult>) => void>();
  #waiters: Waiter[] = [];
  #choice: ProviderChoice;
  #child: Child | null = null;
  #state: EngineState = 'starting';
  #provider: Provider | null = null;
  #precision: Precision | null = null;
  #model: ModelRef | null = null;
  #attempts: readonly ProviderAttempt[] = [];
  #refused: ProviderAttempt[] = [];
  #error: AppError | null = null;
  #threads: number | null = null;
  #restarts = 0;
  #crashesInRow = 0;
  #trying: { readonly provider: Provider; readonly precision: Precision } | null = null;
  #working: string | null = null;
  #heardAt = performance.now();
  #benchmarkId = 0;
  #stopped = false;
  #pause: NodeJS.Timeout | null = null;
  readonly #watchdog: NodeJS.Timeout;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#choice = options.provider;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#watchdog = setInterval(() => this.#watch(), Math.min(1000, this.#limits.silenceMs / 4));
    this.#watchdog.unref();
    this.#start();
  }

  status(): EngineStatus {
    const busy = this.#state === 'ready' && this.#outstanding.size > 0;
    return {
      state: busy ? 'busy' : this.#state,
      provider: this.#provider,
      precision: this.#precision,
      model: this.#model,
      attempts: this.#attempts,
      restarts: this.#restarts,
      error: this.#error,
    };
  }

  ready(): Promise<Result<EngineStatus>> {
    if (this.#stopped) return Promise.resolve(cancelled);
    if (this.#state === 'ready') return Promise.resolve({ ok: true, value: this.status() });
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      if (this.#state === 'failed') this.#startOver();
    });
  }

  analyse(request: AnalyseRequest, { signal, onScores }: AnalyseOptions): Promise<Result<AnalysisOutcome>> {
    if (signal.aborted || this.#stopped) return Promise.resolve(cancelled);
    if (this.#outstanding.has(request.key)) return Promise.resolve(conflict);
    return new Promise((resolve) => {
      const abort = (): void => {
        this.#post({ type: 'cancel', key: request.key });
        this.#settle(request.key, cancelled);
      };
      const item = createOutstanding(request, onScores, (result) => {
        signal.removeEventListener('abort', abort);
        resolve(result);
      });
      signal.addEventListener('abort', abort, { once: true });
      this.#outstanding.set(request.key, item);
      // A new wish after a failure is worth a new try: the cause may be gone.
      if (this.#state === 'failed') this.#startOver();
      else if (this.#state === 'ready') this.#send(item);
    });
  }

  look(key: string, frame: number): void {
    if (this.#state === 'ready' && this.#outstanding.has(key)) this.#post({ type: 'look', key, frame });
  }

  explain(request: ExplainRequest, options: ExplainOptions): Promise<Result<Lime>> {
    if (this.#stopped) return Promise.resolve(cancelled);
    if (this.#explanations.size === 0) this.#heardAt = performance.now();
    if (this.#state === 'failed') this.#startOver();
    return this.#explanations.ask(request, options, this.#state === 'ready');
  }

  async benchmark(clip?: AnalyseRequest): Promise<Result<BenchmarkResult>> {
    const ready = await this.ready();
    if (!ready.ok) return ready;
    this.#benchmarkId += 1;
    const id = this.#benchmarkId;
    this.#heardAt = performance.now();
    return new Promise((resolve) => {
      this.#benchmarks.set(id, resolve);
      this.#post({ type: 'benchmark', id, clip: clip ?? null });
    });
  }

  setProvider(choice: ProviderChoice): Promise<Result<EngineStatus>> {
    this.#choice = choice;
    this.#refused = [];
    this.#startOver();
    return this.ready();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#watchdog);
    this.#failAll(cancelled);
    await this.#endChild();
  }

  #post(message: ToEngine): void {
    this.#child?.post(message);
  }

  #send(item: Outstanding): void {
    if (this.#outstanding.size === 1) this.#heardAt = performance.now();
    this.#post({ type: 'analyse', request: item.resumed() });
    this.#tell();
  }

  #tell(): void {
    if (!this.#stopped) this.#options.onStatus(this.status());
  }

  #settle(key: string, outcome: Result<null>): void {
    const item = this.#outstanding.get(key);
    if (item === undefined) return;
    this.#outstanding.delete(key);
    item.settle(outcome);
    if (this.#outstanding.size === 0) this.#tell();
  }

  #failAll(outcome: Failure): void {
    for (const key of this.#outstanding.keys()) this.#settle(key, outcome);
    this.#explanations.failAll(outcome.error);
    this.#failBenchmarks(outcome);
    this.#answerWaiters(outcome);
  }

  #failBenchmarks(outcome: Failure): void {
    for (const resolve of this.#benchmarks.values()) resolve(outcome);
    this.#benchmarks.clear();
  }

  #answerWaiters(result: Result<EngineStatus>): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter(result);
  }

  #startOver(): void {
    void this.#endChild();
    this.#crashesInRow = 0;
    this.#state = 'starting';
    this.#start();
    this.#tell();
  }

  /** Lets go of the current process; what it still says is not heard any more. */
  #endChild(): Promise<void> {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
    const child = this.#child;
    this.#child = null;
    if (child === null) return Promise.resolve();
    return new Promise((resolve) => {
      child.onExit(() => resolve());
      child.kill('SIGKILL');
    });
  }

  #start(): void {
    if (this.#stopped) return;
    this.#error = null;
    this.#trying = null;
    this.#working = null;
    this.#heardAt = performance.now();
    const child = this.#options.spawn();
    this.#child = child;
    child.onMessage((message) => {
      if (this.#child === child) this.#hear(message as FromEngine);
    });
    child.onExit((code) => {
      if (this.#child === child) this.#died(code);
    });
    const { bundleDir, strictProvider } = this.#options;
    this.#post({ type: 'start', bundleDir, provider: this.#choice, strict: strictProvider ?? false, refused: this.#refused, threads: this.#threads });
  }

  #hear(message: FromEngine): void {
    this.#heardAt = performance.now();
    switch (message.type) {
      case 'alive':
        return;
      case 'trying':
        this.#trying = message;
        return;
      case 'ready':
        this.#becomeReady(message);
        return;
      case 'unusable':
        this.#attempts = message.attempts;
        this.#giveUp({ ok: false, error: message.error });
        return;
      case 'provider-lost':
        this.#refused.push({ provider: message.provider, precision: null, ok: false, detail: `Stopped working: ${message.detail}` });
        this.#child?.kill('SIGKILL');
        return;
      case 'working':
        this.#working = message.key;
        return;
      case 'scores':
        this.#crashesInRow = 0;
        this.#outstanding.get(message.key)?.report(message.scores, message.judgement, message.timings);
        return;
      case 'done':
        this.#settle(message.key, { ok: true, value: null });
        return;
      case 'explained':
      case 'not-explained':
        this.#crashesInRow = 0;
        this.#explanations.hear(message);
        return;
      case 'failed':
        this.#settle(message.key, { ok: false, error: message.error });
        return;
      case 'benchmark':
        this.#benchmarks.get(message.id)?.('code' in message.result ? { ok: false, error: message.result } : { ok: true, value: message.result });
        this.#benchmarks.delete(message.id);
        return;
    }
  }

  #becomeReady(message: Extract<FromEngine, { type: 'ready' }>): void {
    this.#state = 'ready';
    this.#trying = null;
    this.#provider = message.provider;
    this.#precision = message.precision;
    this.#model = message.model;
    this.#attempts = message.attempts;
    if (message.provider === 'cpu') this.#threads = message.threads;
    for (const item of this.#outstanding.values()) this.#post({ type: 'analyse', request: item.resumed() });
    this.#explanations.sendAll();
    this.#tell();
    this.#answerWaiters({ ok: true, value: this.status() });
  }

  #died(code: number | null): void {
    this.#child = null;
    // Killed while idle is no crash of its own making.
    if (this.#state === 'ready' && this.#outstanding.size === 0 && this.#explanations.size === 0) this.#crashesInRow = 0;
    this.#crashesInRow += 1;
    // The fp32 graph on the CPU is the last resort: it is tried again.
    if (this.#trying !== null && !(this.#trying.provider === 'cpu' && this.#trying.precision === 'fp32')) {
      const { provider, precision } = this.#trying;
      this.#refused.push({ provider, precision, ok: false, detail: `The engine process ended while this was tried (${code ?? 'killed'}).` });
    }
    const blamed = this.#working === null ? undefined : this.#outstanding.get(this.#working);
    if (blamed !== undefined && blamed.crashed() >= this.#limits.crashesPerAnalysis) this.#settle(blamed.key, crashedOnClip);
    this.#explanations.died(this.#working, this.#limits.crashesPerAnalysis);
    this.#failBenchmarks(crashed);
    if (this.#crashesInRow >= this.#limits.crashes) {
      this.#giveUp(crashed);
      return;
    }
    this.#restarts += 1;
    this.#state = 'restarting';
    this.#tell();
    this.#pause = setTimeout(() => this.#start(), this.#limits.pauseMs * 2 ** (this.#crashesInRow - 1));
  }

  #giveUp(outcome: Failure): void {
    this.#state = 'failed';
    this.#error = outcome.error;
    void this.#endChild();
    this.#failAll(outcome);
    this.#tell();
  }

  #watch(): void {
    const starting = this.#state === 'starting' || this.#state === 'restarting';
    const waiting = starting || this.#outstanding.size > 0 || this.#explanations.size > 0 || this.#benchmarks.size > 0;
    const limit = starting ? this.#limits.startMs : this.#limits.silenceMs;
    if (this.#child !== null && waiting && performance.now() - this.#heardAt > limit) this.#child.kill('SIGKILL');
  }
}

/** Starts the engine process at once. `spawn` must start main/inference/engine.ts (or its bundled form). */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  return new Host(options);
}
