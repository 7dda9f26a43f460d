/** Analysis jobs: a list of clips that may still grow while an import goes on. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { JobItem } from '../../db/jobs.ts';
import type { ClipId, ExamId, JobId, Result } from '../../preload/domain.ts';
import type { AnalysisWish, ClipAnalyser } from './analyse-clips.ts';
import type { EngineSeat } from './engine-seat.ts';
import { failure, success } from './failures.ts';
import type { JobContext, JobRunner, JobWork } from './job-runner.ts';

/** `expected`: how many clips will come in all when more are added later. */
export interface AnalysisPlan extends AnalysisWish {
  readonly title: string;
  readonly examId: ExamId | null;
  readonly expected: number | null;
}

export interface AnalysisJobs {
  /** Writes a job down and starts it; where more clips are expected, `close` says that no more will come. */
  start(clipIds: readonly ClipId[], plan: AnalysisPlan): JobId;
  add(jobId: JobId, clipId: ClipId): void;
  close(jobId: JobId): void;
  readonly work: JobWork;
}

export interface AnalysisJobsOptions {
  readonly log: CaseLog;
  readonly analyser: ClipAnalyser;
  readonly seat: Pick<EngineSeat, 'renew' | 'ready'>;
  readonly runner: () => JobRunner;
}

/** Clips handed to the engine at once: all of a usual exam, so that each gets its first verdict early. */
const atOnce = 32;
/** The same for a job over the whole case log: whatever a reader asks for meanwhile waits behind no more than these. */
const atOnceInBackground = 2;

/** A growing job's further clips, and whether more may come. */
interface Feed {
  expected: number;
  open: boolean;
  wake: () => void;
}

class Jobs implements AnalysisJobs {
  readonly #options: AnalysisJobsOptions;
  readonly #feeds = new Map<JobId, Feed>();

  constructor(options: AnalysisJobsOptions) {
    this.#options = options;
  }

  readonly work: JobWork = async (context) => {
    const feed = this.#feeds.get(context.job.id) ?? null;
    const { seat } = this.#options;
    seat.renew();
    try {
      // Without a model or a working engine no clip can be analysed: said once, not for each clip.
      const engine = await seat.ready();
      if (!engine.ok) return engine;
      return await this.#workThrough(context, feed);
    } finally {
      this.#feeds.delete(context.job.id);
    }
  };

  start(clipIds: readonly ClipId[], { again, despiteGuard, ...plan }: AnalysisPlan): JobId {
    const { log, runner } = this.#options;
    const id = randomUUID();
    const detail = JSON.stringify({ again, despiteGuard });
    log.together(() => {
      const clipId = clipIds.length === 1 && plan.expected === null ? (clipIds[0] ?? null) : null;
      runner().create({ id, kind: 'analyse', title: plan.title, examId: plan.examId, clipId });
      log.jobs.addItems(id, clipIds.map((subject) => ({ subject, detail })));
    });
    if (plan.expected !== null) this.#feeds.set(id, { expected: plan.expected, open: true, wake: () => undefined });
    runner().start(id);
    return id;
  }

  add(jobId: JobId, clipId: ClipId): void {
    const feed = this.#feeds.get(jobId);
    if (feed === undefined) return;
    this.#options.log.jobs.addItems(jobId, [{ subject: clipId, detail: JSON.stringify({ again: false }) }]);
    feed.wake();
  }

  close(jobId: JobId): void {
    const feed = this.#feeds.get(jobId);
    if (feed === undefined) return;
    feed.open = false;
    feed.wake();
  }

  async #workThrough(context: JobContext, feed: Feed | null): Promise<Result<null>> {
    const { log } = this.#options;
    const { job, signal } = context;
    const begun = new Set<number>();
    const shares = new Map<number, number>();
    const active = new Set<Promise<void>>();
    const outcome = { failed: 0, last: failure('internal') as Result<null> };
    const tell = () => {
      const count = log.jobs.itemCount(job.id);
      const total = Math.max(count.total, feed?.open === true ? feed.expected : 0);
      const finished = count.total - count.left;
      const partly = [...shares.values()].reduce((sum, share) => sum + share, 0);
      context.progress(total === 0 ? 0 : (finished + partly) / total, `${finished} of ${total} clips`);
    };
    const limit = job.examId === null ? atOnceInBackground : atOnce;
    let queue: readonly JobItem[] = [];
    while (!signal.aborted) {
      if (queue.length === 0) queue = log.jobs.itemsLeft(job.id).filter((item) => !begun.has(item.position));
      const next = queue[0];
      if (next !== undefined && active.size < limit) {
        queue = queue.slice(1);
        begun.add(next.position);
        const one = this.#one(context, next, shares, tell, outcome).finally(() => active.delete(one));
        active.add(one);
        continue;
      }
      if (next === undefined && active.size === 0 && feed?.open !== true) break;
      const grown = new Promise<void>((resolve) => {
        if (feed !== null) feed.wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([grown, ...active]);
    }
    await Promise.all(active);
    if (signal.aborted) return failure('cancelled');
    const { total } = log.jobs.itemCount(job.id);
    return outcome.failed > 0 && outcome.failed === total ? outcome.last : success(null);
  }

  async #one(context: JobContext, item: JobItem, shares: Map<number, number>, tell: () => void, outcome: { failed: number; last: Result<null> }): Promise<void> {
    const { log, analyser } = this.#options;
    // Items written before there was a guard say nothing of it.
    const { again, despiteGuard }: Partial<AnalysisWish> = JSON.parse(item.detail);
    const result = await analyser.analyse(item.subject, { again: again === true, despiteGuard: despiteGuard === true }, context.signal, (scored, frames) => {
      shares.set(item.position, scored / Math.max(1, frames));
      tell();
    });
    shares.delete(item.position);
    if (context.signal.aborted) return;
    if (!result.ok) {
      outcome.failed += 1;
      outcome.last = result;
      context.itemFailed(log.clips.get(item.subject)?.name ?? 'clip', result.error);
    }
    log.jobs.itemDone(context.job.id, item.position);
    tell();
  }
}

export function createAnalysisJobs(options: AnalysisJobsOptions): AnalysisJobs {
  return new Jobs(options);
}
