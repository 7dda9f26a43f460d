/** The place where the one engine sits: started at the first need, replaced when another model is chosen. */
import type { AppError, BenchmarkResult, EngineStatus, ModelRef, ProviderChoice, Result } from '../../preload/domain.ts';
import type { SpawnChild } from '../child.ts';
import { createEngineHost } from '../inference/engine-host.ts';
import type { EngineHost } from '../inference/engine-host.ts';
import type { Model } from './bundles-shelf.ts';

export interface SeatedEngine {
  readonly host: EngineHost;
  readonly model: Model;
}

export interface EngineSeat {
  /** The engine with the chosen model, ready to work; errors say why there is none. */
  ready(): Promise<Result<SeatedEngine>>;
  /** The engine as it sits, ready or not; null while none was started. */
  seated(): SeatedEngine | null;
  status(): EngineStatus;
  activeModel(): ModelRef | null;
  benchmark(): Promise<Result<BenchmarkResult>>;
  setProvider(choice: ProviderChoice): void;
  /** Gives an engine that had given up a new chance: call it when a person asks for work. */
  renew(): void;
  /** Lets go of the engine; the next need starts one with the model chosen by then. Outstanding analyses answer `cancelled`. */
  replace(): void;
  stop(): Promise<void>;
}

export interface EngineSeatOptions {
  readonly spawn: SpawnChild;
  /** Asked whenever an engine is started. */
  readonly choose: () => Promise<Result<Model>>;
  readonly provider: () => ProviderChoice;
  /** Told when the engine cannot use the model; true when `choose` now has another. */
  readonly unusable: (model: Model, error: AppError) => Promise<boolean>;
  readonly onStatus: (status: EngineStatus) => void;
}

const idle: EngineStatus = { state: 'starting', provider: null, precision: null, model: null, attempts: [], restarts: 0, error: null };

class Seat implements EngineSeat {
  readonly #options: EngineSeatOptions;
  #starting: Promise<Result<SeatedEngine>> | null = null;
  #engine: SeatedEngine | null = null;
  #error: EngineStatus | null = null;
  #stopped = false;

  constructor(options: EngineSeatOptions) {
    this.#options = options;
  }

  async ready(): Promise<Result<SeatedEngine>> {
    this.#starting ??= this.#start();
    const starting = this.#starting;
    const seated = await starting;
    // A missing model may be installed meanwhile: the next need looks again.
    if (!seated.ok && this.#starting === starting) this.#starting = null;
    if (!seated.ok) return seated;
    const state = await seated.value.host.ready();
    if (state.ok) return seated;
    // Let go of meanwhile, or damaged with another at hand: whoever waits gets the engine that took the seat.
    if (this.#stopped || !(await this.#options.unusable(seated.value.model, state.error))) return state;
    if (this.#engine === seated.value) this.replace();
    return this.ready();
  }

  seated(): SeatedEngine | null {
    return this.#engine;
  }

  status(): EngineStatus {
    return this.#engine?.host.status() ?? this.#error ?? idle;
  }

  activeModel(): ModelRef | null {
    return this.#engine?.model.ref ?? null;
  }

  async benchmark(): Promise<Result<BenchmarkResult>> {
    this.renew();
    const engine = await this.ready();
    return engine.ok ? engine.value.host.benchmark() : engine;
  }

  setProvider(choice: ProviderChoice): void {
    void this.#engine?.host.setProvider(choice);
  }

  renew(): void {
    if (this.#engine?.host.status().state === 'failed') this.replace();
  }

  replace(): void {
    const old = this.#engine;
    this.#engine = null;
    this.#starting = null;
    void old?.host.stop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting?.catch(() => undefined);
    await this.#engine?.host.stop();
  }

  async #start(): Promise<Result<SeatedEngine>> {
    const { spawn, choose, provider, onStatus } = this.#options;
    const model = await choose();
    if (!model.ok) {
      this.#error = { ...idle, state: 'failed', error: model.error };
      onStatus(this.#error);
      return model;
    }
    if (this.#stopped) return { ok: false, error: { code: 'cancelled', message: 'Pleura is closing.', hint: 'Start it again.' } };
    const host = createEngineHost({ spawn, bundleDir: model.value.dir, provider: provider(), onStatus: (status) => {
      if (this.#engine?.host === host) onStatus(status);
    } });
    this.#error = null;
    this.#engine = { host, model: model.value };
    onStatus(host.status());
    return { ok: true, value: this.#engine };
  }
}

export function createEngineSeat(options: EngineSeatOptions): EngineSeat {
  return new Seat(options);
}
