/** Runs jobs, tells about them at most 10 times a second each, and keeps them so that a killed app can go on. */
import type { JobsTable } from '../../db/jobs.ts';
import type { AppError, Job, JobId, Result } from '../../preload/domain.ts';
import { advance, ended, remainingMs } from '../jobs.ts';
import type { JobEvent, RunStart } from '../jobs.ts';
import { failure } from './failures.ts';

export interface JobContext {
  readonly job: Job;
  readonly signal: AbortSignal;
  progress(fraction: number, step: string): void;
  itemFailed(item: string, error: AppError): void;
}

export type JobWork = (context: JobContext) => Promise<Result<null>>;

export type NewJob = Pick<Job, 'id' | 'kind' | 'title' | 'examId' | 'clipId'>;

export interface JobRunner {
  list(): readonly Job[];
  /** Writes the job down; `start` runs it. Call it together with writing its items. */
  create(job: NewJob): void;
  start(id: JobId): void;
  cancel(id: JobId): Result<null>;
  resume(id: JobId): Result<null>;
  dismiss(id: JobId): Result<null>;
  /** Aborts what runs and leaves it as interrupted; answers when all work has let go. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly table: JobsTable;
  readonly emit: (job: Job) => void;
  readonly workOf: (job: Job) => JobWork;
  /** Called when a job has left the machine for good. */
  readonly onEnd: (job: Job) => void;
  readonly logError: (error: unknown) => void;
}

const tellEveryMs = 100;
const saveEveryMs = 1_000;

interface Run {
  readonly controller: AbortController;
  readonly start: RunStart;
  done: Promise<void>;
}

class Runner implements JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #jobs = new Map<JobId, Job>();
  readonly #runs = new Map<JobId, Run>();
  readonly #toldAt = new Map<JobId, number>();
  readonly #savedAt = new Map<JobId, number>();
  readonly #late = new Map<JobId, NodeJS.Timeout>();
  #stopping = false;

  /** What was running when the app ended is interrupted from here on; what had ended well is forgotten. */
  constructor(options: JobRunnerOptions) {
    this.#options = options;
    for (const stored of options.table.all()) {
      const job = advance(stored, { type: 'interrupt' });
      if (ended(job) && job.state !== 'failed' && job.failures.length === 0) {
        options.table.remove(job.id);
        continue;
      }
      if (job !== stored) options.table.save(job);
      this.#jobs.set(job.id, job);
    }
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  create(spec: NewJob): void {
    const job: Job = { ...spec, state: 'queued', progress: 0, createdAt: new Date().toISOString(), failures: [] };
    this.#jobs.set(job.id, job);
    this.#options.table.save(job);
  }

  start(id: JobId): void {
    const job = this.#jobs.get(id);
    if (job === undefined || this.#stopping) return;
    const run: Run = { controller: new AbortController(), start: { progress: job.progress, atMs: performance.now() }, done: Promise.resolve() };
    this.#apply(id, { type: 'start' });
    this.#runs.set(id, run);
    run.done = this.#work(id, run);
  }

  cancel(id: JobId): Result<null> {
    if (!this.#jobs.has(id)) return failure('not-found');
    // The state first: what the work still says after the abort comes too late to matter.
    this.#apply(id, { type: 'cancel', at: new Date().toISOString() });
    this.#runs.get(id)?.controller.abort();
    if (!this.#runs.has(id)) this.#end(id);
    return { ok: true, value: null };
  }

  resume(id: JobId): Result<null> {
    const job = this.#jobs.get(id);
    if (job === undefined) return failure('not-found');
    if (job.state !== 'interrupted' || this.#runs.has(id)) return failure('conflict');
    this.#apply(id, { type: 'resume' });
    this.start(id);
    return { ok: true, value: null };
  }

  dismiss(id: JobId): Result<null> {
    const job = this.#jobs.get(id);
    if (job === undefined) return failure('not-found');
    if (!ended(job) || this.#runs.has(id)) return failure('conflict');
    this.#options.table.remove(id);
    this.#jobs.delete(id);
    return { ok: true, value: null };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const id of this.#runs.keys()) this.#apply(id, { type: 'interrupt' });
    for (const run of this.#runs.values()) run.controller.abort();
    await Promise.all([...this.#runs.values()].map((run) => run.done));
    for (const timer of this.#late.values()) clearTimeout(timer);
  }

  async #work(id: JobId, { controller, start }: Run): Promise<void> {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    const progress = (fraction: number, step: string) =>
      this.#apply(id, { type: 'progress', progress: fraction, step, etaMs: remainingMs(start, fraction, performance.now()) });
    const itemFailed = (item: string, error: AppError) => this.#apply(id, { type: 'item-failed', failure: { item, error } });
    let result: Result<null>;
    try {
      result = await this.#options.workOf(job)({ job, signal: controller.signal, progress, itemFailed });
    } catch (error) {
      this.#options.logError(error);
      result = failure('internal');
    }
    this.#runs.delete(id);
    if (this.#stopping) return;
    const at = new Date().toISOString();
    this.#apply(id, result.ok ? { type: 'finish', at } : { type: 'fail', at, error: result.error });
    this.#end(id);
  }

  #end(id: JobId): void {
    const job = this.#jobs.get(id);
    if (job !== undefined && ended(job)) this.#options.onEnd(job);
  }

  #apply(id: JobId, event: JobEvent): void {
    const before = this.#jobs.get(id);
    if (before === undefined) return;
    const job = advance(before, event);
    if (job === before) return;
    this.#jobs.set(id, job);
    const turned = job.state !== before.state;
    this.#save(job, turned);
    this.#tell(job, turned);
  }

  #save(job: Job, now: boolean): void {
    const time = performance.now();
    if (!now && time - (this.#savedAt.get(job.id) ?? -Infinity) < saveEveryMs) return;
    this.#savedAt.set(job.id, time);
    try {
      if (now) this.#options.table.save(job);
      else this.#options.table.saveProgress(job);
    } catch (error) {
      // The work goes on without its record; what it produces reports its own failures.
      this.#options.logError(error);
    }
  }

  #tell(job: Job, now: boolean): void {
    const wait = (this.#toldAt.get(job.id) ?? -Infinity) + tellEveryMs - performance.now();
    clearTimeout(this.#late.get(job.id));
    this.#late.delete(job.id);
    if (!now && wait > 0) {
      this.#late.set(job.id, setTimeout(() => {
        const latest = this.#jobs.get(job.id);
        if (latest !== undefined) this.#tell(latest, true);
      }, wait));
      return;
    }
    this.#toldAt.set(job.id, performance.now());
    this.#options.emit(job);
  }
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  return new Runner(options);
}
