/**
 * The job machine, pure: queued -> running -> done | failed | cancelled, and interrupted -> queued again. What does not apply in a state changes nothing,
 * so that a late message of a helper process never brings an ended job back.
 */
import type { AppError, Job, JobFailure } from '../preload/domain.ts';

export type JobEvent =
  | { readonly type: 'start' }
  | { readonly type: 'progress'; readonly progress: number; readonly step: string; readonly etaMs: number | null }
  | { readonly type: 'item-failed'; readonly failure: JobFailure }
  | { readonly type: 'finish'; readonly at: string }
  | { readonly type: 'fail'; readonly at: string; readonly error: AppError }
  | { readonly type: 'cancel'; readonly at: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'resume' };

/** Failures kept by name; the rest of a very bad folder is counted by the last one alone. */
const failuresKept = 500;

function base({ id, kind, title, examId, clipId, progress, createdAt, failures }: Job) {
  return { id, kind, title, examId, clipId, progress, createdAt, failures };
}

/** Over for good: nothing more happens to it but being dismissed. */
export function ended(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** The job after the event; the very same object where the event does not apply. */
export function advance(job: Job, event: JobEvent): Job {
  const live = job.state === 'queued' || job.state === 'running';
  switch (event.type) {
    case 'start':
      return job.state === 'queued' ? { ...base(job), state: 'running', step: '', etaMs: null } : job;
    case 'progress': {
      if (job.state !== 'running' || Number.isNaN(event.progress)) return job;
      const progress = Math.min(1, Math.max(job.progress, event.progress));
      return { ...job, progress, step: event.step, etaMs: event.etaMs };
    }
    case 'item-failed':
      return job.state === 'running' && job.failures.length < failuresKept ? { ...job, failures: [...job.failures, event.failure] } : job;
    case 'finish':
      return job.state === 'running' ? { ...base(job), progress: 1, state: 'done', finishedAt: event.at } : job;
    case 'fail':
      return live ? { ...base(job), state: 'failed', finishedAt: event.at, error: event.error } : job;
    case 'cancel':
      return live || job.state === 'interrupted' ? { ...base(job), state: 'cancelled', finishedAt: event.at } : job;
    case 'interrupt':
      return live ? { ...base(job), state: 'interrupted' } : job;
    case 'resume':
      return job.state === 'interrupted' ? { ...base(job), state: 'queued' } : job;
  }
}

/** Where and when the present run of a job began: a resumed job's rate is that of this run. */
export interface RunStart {
  readonly progress: number;
  readonly atMs: number;
}

/** Milliseconds left at the present rate; null while it cannot be told (under a second or 1%). */
export function remainingMs(start: RunStart, progress: number, nowMs: number): number | null {
  const gained = progress - start.progress;
  const spent = nowMs - start.atMs;
  if (gained < 0.01 || spent < 1_000) return null;
  return Math.round((spent / gained) * (1 - progress));
}
