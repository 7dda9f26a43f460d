/**
 * The bundles of this workstation: which is in use, what is installed, and every change to that, one at a time, recorded with reader and time.
 * The case log shows the newest analysis of the bundle in use, else the newest of any; each result names its model.
 */
import type { CaseLog } from '../../db/case-log.ts';
import type { AppError, ModelRef, Result } from '../../preload/domain.ts';
import type { BundleList, BundleTask, ModelEvent, ModelsState } from '../../preload/models.ts';
import type { SpawnChild } from '../child.ts';
import { bundleInfo, damagedBundle } from './bundles-info.ts';
import { discard, installBundle, sweepWork, trySelfTest } from './bundles-install.ts';
import { refusals } from './bundles-refusal.ts';
import { defaultModel, readShelf } from './bundles-shelf.ts';
import type { BundleRoots, Model, ShelvedBundle } from './bundles-shelf.ts';
import { activeNote, firstNote, followActiveModel, usedBefore } from './bundles-switch.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import type { ModelHelper } from './model-helper.ts';

export interface Bundles {
  /** Removes what killed installations left; call it before anything is installed. */
  sweep(): Promise<void>;
  /** The bundle to work with: the chosen one, else the default. Errors: `model-missing`, `model-invalid`. */
  choose(): Promise<Result<Model>>;
  /** The engine could not use this bundle; true when there is another to use in its place. */
  unusable(model: Model, error: AppError): Promise<boolean>;
  /** An installed bundle that nothing is known against. */
  find(sha256: string): Promise<Model | null>;
  list(): Promise<BundleList>;
  state(): Promise<ModelsState>;
  install(path: string, name: string): Promise<Result<ModelRef>>;
  /** Stops the change that is being made; nothing of it stays. */
  stopTask(): void;
  activate(sha256: string, reason: string): Promise<Result<null>>;
  rollBack(reason: string): Promise<Result<null>>;
  remove(sha256: string): Promise<Result<null>>;
  stop(): void;
}

export interface BundlesOptions {
  readonly log: CaseLog;
  readonly roots: BundleRoots;
  readonly helper: ModelHelper;
  readonly spawnEngine: SpawnChild;
  readonly emit: Emit;
  readonly logError: (error: unknown) => void;
  /** Lets go of the present engine and starts one with the bundle now in use. */
  readonly restartEngine: () => void;
}

interface Resolved {
  readonly shelf: readonly ShelvedBundle[];
  readonly usable: readonly ShelvedBundle[];
  readonly used: Model | null;
  readonly fallback: ModelsState['fallback'];
}

const busy = failure('conflict', 'Another change to the models is being made.', 'Wait until it is done, or stop it.');
const notFound = failure('not-found', 'This model is not installed.', 'Look at the list again.');

class InstalledBundles implements Bundles {
  readonly #options: BundlesOptions;
  /** Bundles that the engine refused since the start, with its reason. */
  readonly #refused = new Map<string, string>();
  readonly #stopping = new AbortController();
  #task: BundleTask | null = null;
  #control: AbortController | null = null;

  constructor(options: BundlesOptions) {
    this.#options = options;
  }

  async sweep(): Promise<void> {
    await sweepWork(this.#options.roots.installed);
  }

  async choose(): Promise<Result<Model>> {
    const { log } = this.#options;
    const { shelf, used, fallback } = await this.#resolve();
    if (used === null) return shelf.length === 0 ? failure('model-missing') : failure('model-invalid', undefined, 'Install a sound model bundle on the Models page, or install Pleura again.');
    const { sha256 } = used.ref;
    if (log.settings.note(activeNote) !== sha256) {
      log.settings.setNote(activeNote, sha256);
      if (fallback !== null) log.audit.append(new Date().toISOString(), 'model', sha256, { fallback: fallback.reason, wanted: fallback.wanted });
    }
    this.#follow();
    return success(used);
  }

  async unusable(model: Model, error: AppError): Promise<boolean> {
    if (error.code !== 'model-invalid' && error.code !== 'provider-unavailable') return false;
    this.#refused.set(model.ref.sha256, error.message);
    const { used } = await this.#resolve();
    this.#tell();
    return used !== null;
  }

  async find(sha256: string): Promise<Model | null> {
    const { usable } = await this.#resolve();
    return usable.find((one) => one.sha256 === sha256)?.model ?? null;
  }

  async list(): Promise<BundleList> {
    const resolved = await this.#resolve();
    const { shelf, used } = resolved;
    const models = shelf.flatMap((one) => (one.model === null ? [] : [bundleInfo(one.model, one, one.sha256 === used?.ref.sha256)]));
    return { models, damaged: shelf.filter(({ model }) => model === null).map(damagedBundle), state: this.#stateOf(resolved) };
  }

  async state(): Promise<ModelsState> {
    return this.#stateOf(await this.#resolve());
  }

  install(path: string, name: string): Promise<Result<ModelRef>> {
    return this.#alone({ kind: 'install', name, step: 'copying', fraction: 0 }, async (signal) => {
      const { roots, helper, spawnEngine } = this.#options;
      const { usable } = await this.#resolve();
      const sound = usable.map(({ sha256 }) => sha256);
      const onProgress = (step: string, fraction: number | null) => this.#tell({ kind: 'install', name, step, fraction });
      const installed = await installBundle(path, sound, { root: roots.installed, helper, spawnEngine }, { signal, onProgress });
      if (!installed.ok) return installed;
      this.#refused.delete(installed.value.sha256);
      this.#record('installed', installed.value, '');
      // It was chosen, went missing or was damaged, and is back.
      if (this.#options.log.settings.get().modelSha256 === installed.value.sha256) this.#options.restartEngine();
      return installed;
    });
  }

  stopTask(): void {
    this.#control?.abort();
  }

  async activate(sha256: string, reason: string): Promise<Result<null>> {
    return this.#use(sha256, 'activated', reason);
  }

  async rollBack(reason: string): Promise<Result<null>> {
    const previous = this.#previous(await this.#resolve());
    return previous === null ? failure('conflict', 'There is no earlier model to go back to.', 'Choose one from the list.') : this.#use(previous.sha256, 'rolled-back', reason);
  }

  async remove(sha256: string): Promise<Result<null>> {
    const { shelf, used } = await this.#resolve();
    const one = shelf.find((other) => other.sha256 === sha256);
    if (one === undefined) return notFound;
    if (one.origin === 'built-in') return failure('conflict', 'This model is part of Pleura.', 'Only models that were installed here can be removed.');
    if (used?.ref.sha256 === sha256) return failure('conflict', 'This model is in use.', 'Use another one first, then remove it.');
    return this.#alone({ kind: 'remove', name: one.model?.manifest.title ?? one.name, step: 'removing', fraction: null }, () => refusals(async () => {
      await discard(this.#options.roots.installed, one.dir);
      this.#refused.delete(sha256);
      this.#record('removed', one.model?.ref ?? { id: one.name, version: '', sha256 }, '');
      return success(null);
    }));
  }

  stop(): void {
    this.#stopping.abort();
    this.#control?.abort();
  }

  /** Tried in an engine of its own first: a bundle that does not work here never takes the place of one that does. */
  async #use(sha256: string, kind: 'activated' | 'rolled-back', reason: string): Promise<Result<null>> {
    const { log, spawnEngine, emit, restartEngine } = this.#options;
    const { shelf, used } = await this.#resolve();
    const one = shelf.find((other) => other.sha256 === sha256);
    if (one === undefined) return notFound;
    const { model } = one;
    if (model === null) return failure('model-invalid');
    if (used?.ref.sha256 === sha256 && this.#chosenIs(sha256)) return failure('conflict', 'This model is in use already.', 'Nothing to do.');
    const task = { kind: kind === 'activated' ? 'activate' : 'roll-back', name: model.manifest.title, step: 'self-test', fraction: null } as const;
    return this.#alone(task, async (signal) => {
      const tested = await trySelfTest(model.dir, spawnEngine, signal);
      if (!tested.ok) {
        if (tested.error.code !== 'cancelled') this.#refused.set(sha256, tested.error.message);
        return tested;
      }
      this.#refused.delete(sha256);
      log.together(() => {
        if (log.settings.note(firstNote) === null && used !== null) log.settings.setNote(firstNote, JSON.stringify(used.ref));
        log.settings.set({ modelSha256: sha256 });
        log.settings.setNote(activeNote, sha256);
        this.#record(kind, model.ref, reason);
      });
      restartEngine();
      emit('settings.changed', log.settings.get());
      this.#follow();
      return success(null);
    });
  }

  #chosenIs(sha256: string): boolean {
    const wanted = this.#options.log.settings.get().modelSha256;
    return wanted === null || wanted === sha256;
  }

  /** One change at a time; the page is told when it begins and ends. */
  async #alone<T>(task: BundleTask, work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#task !== null) return busy;
    const control = new AbortController();
    this.#control = control;
    this.#tell(task);
    try {
      return await work(control.signal);
    } finally {
      this.#control = null;
      this.#tell(null);
    }
  }

  #record(kind: ModelEvent['kind'], model: ModelRef, reason: string): void {
    const { log } = this.#options;
    const at = new Date().toISOString();
    const reader = log.settings.get().readerName;
    log.together(() => {
      log.modelEvents.append({ at, kind, model, reader, reason });
      log.audit.append(at, 'model', model.sha256, { kind, id: model.id, version: model.version, reader, reason });
    });
  }

  #tell(task: BundleTask | null = this.#task): void {
    this.#task = task;
    if (this.#stopping.signal.aborted) return;
    void this.state().then((state) => this.#options.emit('models.changed', state)).catch(this.#options.logError);
  }

  #follow(): void {
    const { log, emit, logError } = this.#options;
    followActiveModel(log, emit, this.#stopping.signal).catch(logError);
  }

  async #resolve(): Promise<Resolved> {
    const read = await readShelf(this.#options.roots);
    const shelf = read.map((one): ShelvedBundle => ({ ...one, problem: one.problem ?? this.#refused.get(one.sha256) ?? null }));
    const usable = shelf.filter((one) => one.model !== null && one.problem === null);
    const wanted = this.#options.log.settings.get().modelSha256 ?? defaultModel(shelf)?.ref.sha256 ?? null;
    const used = usable.find((one) => one.sha256 === wanted)?.model ?? defaultModel(usable);
    return { shelf, usable, used, fallback: this.#fallback(shelf, wanted, used) };
  }

  #fallback(shelf: readonly ShelvedBundle[], wanted: string | null, used: Model | null): ModelsState['fallback'] {
    if (wanted === null || used === null || used.ref.sha256 === wanted) return null;
    const one = shelf.find(({ sha256 }) => sha256 === wanted);
    const event = this.#options.log.modelEvents.all().findLast(({ model }) => model.sha256 === wanted);
    const words = (model: Pick<ModelRef, 'id' | 'version'>) => `${model.id} ${model.version}`;
    const ref = one?.model?.ref ?? event?.model;
    return { wanted: ref === undefined ? 'The chosen model' : words(ref), reason: one?.problem ?? 'It is no longer installed.', used: words(used.ref) };
  }

  #previous({ usable, used }: Resolved): ModelRef | null {
    const { log } = this.#options;
    const first = log.settings.note(firstNote);
    const before = usedBefore(first === null ? null : (JSON.parse(first) as ModelRef), log.modelEvents.all()).slice(0, -1);
    return before.findLast(({ sha256 }) => sha256 !== used?.ref.sha256 && usable.some((one) => one.sha256 === sha256)) ?? null;
  }

  #stateOf(resolved: Resolved): ModelsState {
    return { active: resolved.used?.ref ?? null, previous: this.#previous(resolved), fallback: resolved.fallback, task: this.#task };
  }
}

export function createBundles(options: BundlesOptions): Bundles {
  return new InstalledBundles(options);
}
