import type { Result } from '../../preload/domain.ts';
import type { Child, SpawnChild } from '../child.ts';
import type { Described } from './dicom/describe.ts';
import { failure } from './failure.ts';
import type { ImportControl, ImportedClip, ImportRequest } from './import-clip.ts';
import type { FromWorker, ToWorker } from './media-messages.ts';
import { cleanStore } from './workspace.ts';

/** Clips imported at once: one decodes while the other compresses and stores. */
const atOnce = 2;
/** Files described by one message: imports go on in between. */
const describedAtOnce = 20;
/** A cancelled import that the worker does not give up within this time is given up for it, ms. */
const cancelGrace = 5_000;

export interface MediaHost {
  /** Imports in the helper process. Cancel by the signal; a crash of the helper is tried once more, alone, before the clip fails with `internal`. */
  importClip(request: ImportRequest, control: ImportControl): Promise<Result<ImportedClip>>;
  /** What DICOM files are, one answer a file; null for what is none, and for all when the helper dies of one. */
  describe(files: readonly string[]): Promise<readonly (Described | null)[]>;
  /** Ends the helper; whatever still runs is answered with `cancelled`. */
  stop(): void;
}

interface Task {
  readonly id: number;
  readonly request: ImportRequest;
  readonly control: ImportControl;
  readonly settle: (result: Result<ImportedClip>) => void;
  progress: number;
  crashes: number;
}

export function createMediaHost(options: { readonly spawn: SpawnChild }): MediaHost {
  return new WorkerHost(options.spawn);
}

class WorkerHost implements MediaHost {
  readonly #spawn: SpawnChild;
  readonly #queue: Task[] = [];
  readonly #running = new Map<number, Task>();
  readonly #describing = new Map<number, (described: readonly (Described | null)[]) => void>();
  #child: Child | null = null;
  #stopped = false;
  #nextId = 1;
  /** Set while leftovers of a crash are removed: nothing starts meanwhile. */
  #cleaning = false;

  constructor(spawn: SpawnChild) {
    this.#spawn = spawn;
  }

  importClip(request: ImportRequest, control: ImportControl): Promise<Result<ImportedClip>> {
    if (this.#stopped || control.signal.aborted) return Promise.resolve(failure('cancelled'));
    return new Promise((resolve) => {
      const onAbort = () => this.#cancel(task);
      const task: Task = {
        id: this.#nextId++, request, control, progress: 0, crashes: 0,
        settle: (result) => {
          control.signal.removeEventListener('abort', onAbort);
          resolve(result);
        },
      };
      control.signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(task);
      this.#pump();
    });
  }

  async describe(files: readonly string[]): Promise<readonly (Described | null)[]> {
    const described: (Described | null)[] = [];
    for (let from = 0; from < files.length; from += describedAtOnce) {
      const part = files.slice(from, from + describedAtOnce);
      const answer = this.#stopped ? [] : await new Promise<readonly (Described | null)[]>((resolve) => {
        const id = this.#nextId++;
        this.#describing.set(id, resolve);
        this.#post({ kind: 'describe', id, files: part });
      });
      described.push(...part.map((_, i) => answer[i] ?? null));
    }
    return described;
  }

  /** Questions that a helper's end leaves open. */
  #leaveDescribing(): void {
    for (const resolve of this.#describing.values()) resolve([]);
    this.#describing.clear();
  }

  stop(): void {
    this.#stopped = true;
    const child = this.#child;
    this.#child = null;
    child?.kill();
    this.#leaveDescribing();
    for (const task of [...this.#queue.splice(0), ...this.#running.values()]) task.settle(failure('cancelled'));
    this.#running.clear();
  }

  #pump(): void {
    while (!this.#cleaning && !this.#stopped) {
      const next = this.#queue[0];
      // What was there at a crash goes alone, so that only the guilty clip fails.
      const alone = next !== undefined && (next.crashes > 0 || [...this.#running.values()].some((task) => task.crashes > 0));
      if (next === undefined || this.#running.size >= (alone ? 1 : atOnce)) return;
      this.#queue.shift();
      this.#running.set(next.id, next);
      this.#post({ kind: 'import', id: next.id, request: next.request });
    }
  }

  #post(message: ToWorker): void {
    this.#child ??= this.#start();
    this.#child.post(message);
  }

  #start(): Child {
    const child = this.#spawn();
    child.onMessage((message) => this.#hear(message as FromWorker));
    child.onExit(() => {
      if (this.#child === child) void this.#crashed();
    });
    return child;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'described') {
      this.#describing.get(message.id)?.(message.described);
      this.#describing.delete(message.id);
      return;
    }
    const task = this.#running.get(message.id);
    if (task === undefined) return;
    switch (message.kind) {
      case 'progress':
        task.progress = Math.max(task.progress, message.fraction);
        task.control.onProgress?.(task.progress, message.step);
        break;
      case 'done':
        this.#running.delete(task.id);
        if (message.result.ok) task.control.onProgress?.(1, 'storing');
        task.settle(message.result);
        this.#pump();
        break;
    }
  }

  #cancel(task: Task): void {
    const queued = this.#queue.indexOf(task);
    if (queued >= 0) {
      this.#queue.splice(queued, 1);
      task.settle(failure('cancelled'));
      return;
    }
    if (!this.#running.has(task.id)) return;
    this.#child?.post({ kind: 'cancel', id: task.id } satisfies ToWorker);
    setTimeout(() => {
      if (this.#running.get(task.id) === task) this.#child?.kill('SIGKILL');
    }, cancelGrace).unref();
  }

  async #crashed(): Promise<void> {
    this.#child = null;
    this.#leaveDescribing();
    const interrupted = [...this.#running.values()];
    this.#running.clear();
    this.#cleaning = true;
    const roots = new Set(interrupted.map((task) => task.request.storeRoot));
    for (const root of roots) await cleanStore(root).catch(() => 0);
    this.#cleaning = false;
    for (const task of interrupted.toReversed()) {
      task.crashes++;
      if (this.#stopped || task.control.signal.aborted) task.settle(failure('cancelled'));
      else if (task.crashes > 1) task.settle(failure('internal'));
      else this.#queue.unshift(task);
    }
    this.#pump();
  }
}
