/** Received objects become exams: those of a study that come together are imported together, and leave the incoming store once they are in the case log. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CaseLog } from '../../db/case-log.ts';
import type { Job } from '../../preload/domain.ts';
import { readFileHead } from '../dicom/network/file-head.ts';
import type { Importer } from './import-exams.ts';

export interface ReceivedBatchesOptions {
  readonly log: CaseLog;
  /** Folder of the incoming store. */
  readonly root: string;
  readonly importer: Importer;
  readonly ended: (jobId: string) => Promise<Job>;
  readonly logError: (error: unknown) => void;
}

export interface ReceivedBatches {
  /** An object has come; `busy` says that its sender is still there. */
  add(study: string, path: string, busy: boolean): void;
  /** No sender is left: what waits is imported soon. */
  settle(): void;
  /** Imports these now, as after fetching a study. */
  take(paths: readonly string[]): Promise<void>;
  /** Takes up what an ended run left behind. */
  recover(): Promise<void>;
  stop(): void;
}

/** How long a study must be quiet to count as whole: while its sender is there, and once it is gone. Later objects join the same exam. */
const quietMs = { busy: 8_000, gone: 1_200 } as const;

interface Waiting {
  readonly paths: Set<string>;
  timer: NodeJS.Timeout;
}

class Batches implements ReceivedBatches {
  readonly #options: ReceivedBatchesOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #importing = new Set<string>();
  #stopped = false;

  constructor(options: ReceivedBatchesOptions) {
    this.#options = options;
  }

  add(study: string, path: string, busy: boolean): void {
    if (this.#importing.has(path)) return;
    const waiting = this.#waiting.get(study) ?? { paths: new Set(), timer: setTimeout(() => undefined, 0) };
    waiting.paths.add(path);
    this.#waiting.set(study, waiting);
    this.#arm(study, waiting, busy ? quietMs.busy : quietMs.gone);
  }

  settle(): void {
    for (const [study, waiting] of this.#waiting) this.#arm(study, waiting, quietMs.gone);
  }

  async take(paths: readonly string[]): Promise<void> {
    const fresh = paths.filter((path) => !this.#importing.has(path));
    for (const path of fresh) this.#importing.add(path);
    try {
      const wanted = await this.#unknown(fresh);
      if (wanted.length === 0 || this.#stopped) return;
      const started = await this.#options.importer.start(wanted, null);
      if (!started.ok) {
        await Promise.all(wanted.map((path) => this.#putAside(path)));
        return;
      }
      const jobs = await Promise.all(started.value.map(({ jobId }) => this.#options.ended(jobId)));
      await this.#clear(wanted, jobs);
    } catch (error) {
      this.#options.logError(error);
    } finally {
      for (const path of fresh) this.#importing.delete(path);
    }
  }

  async recover(): Promise<void> {
    const ready = join(this.#options.root, 'ready');
    // `take` reports its own failures.
    for (const study of await readdir(ready).catch((): string[] => [])) {
      const names = await readdir(join(ready, study)).catch((): string[] => []);
      const paths = names.filter((name) => name.endsWith('.dcm')).map((name) => join(ready, study, name));
      if (paths.length > 0 && !this.#stopped) await this.take(paths);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
  }

  #arm(study: string, waiting: Waiting, afterMs: number): void {
    clearTimeout(waiting.timer);
    if (this.#stopped) return;
    waiting.timer = setTimeout(() => {
      this.#waiting.delete(study);
      void this.take([...waiting.paths].toSorted());
    }, afterMs);
  }

  /** Without those whose instance the case log has already: they are dropped. */
  async #unknown(paths: readonly string[]): Promise<readonly string[]> {
    const { log } = this.#options;
    const wanted: string[] = [];
    const instances = new Map<string, ReadonlySet<string>>();
    const instancesOf = (study: string): ReadonlySet<string> => {
      const examId = log.origins.examOfStudy(study);
      const found = instances.get(study) ?? new Set(examId === null ? [] : log.origins.ofExam(examId).map(({ source }) => source.sopInstanceUid));
      instances.set(study, found);
      return found;
    };
    for (const path of paths) {
      const head = await readFileHead(path).catch(() => null);
      if (head !== null && instancesOf(head.study).has(head.sopInstance)) await rm(path, { force: true });
      else wanted.push(path);
    }
    return wanted;
  }

  /** What is in the case log lies in its store too; what could not be read is kept aside, for we said that we have it. */
  async #clear(paths: readonly string[], jobs: readonly Job[]): Promise<void> {
    // Stopped jobs are not over: the files wait for the next start.
    if (jobs.some((job) => job.state === 'interrupted' || job.state === 'cancelled')) return;
    const failed = new Map(jobs.flatMap((job) => job.failures).map(({ item, error }) => [item, error.code]));
    for (const path of paths) {
      const code = failed.get(basename(path));
      if (code === undefined || code === 'conflict') await rm(path, { force: true });
      else await this.#putAside(path);
    }
  }

  async #putAside(path: string): Promise<void> {
    const aside = join(this.#options.root, 'unreadable', basename(dirname(path)));
    await mkdir(aside, { recursive: true });
    await rename(path, join(aside, basename(path))).catch(() => undefined);
  }
}

export function createReceivedBatches(options: ReceivedBatchesOptions): ReceivedBatches {
  return new Batches(options);
}
