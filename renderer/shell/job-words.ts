/** A job in the reader's words. */
import type { Job } from '../../preload/domain.ts';
import { count, timeLeft } from '../format.ts';

/** The second half of a job's line: "decoding, 40 s left", "2 items failed". */
export function jobState(job: Job): string {
  switch (job.state) {
    case 'queued': return 'waiting';
    case 'running': return [job.step, timeLeft(job.etaMs)].filter((part) => part !== '').join(', ');
    case 'interrupted': return 'interrupted; what was finished is kept';
    case 'failed': return job.error.message;
    case 'cancelled': return 'stopped';
    case 'done': return job.failures.length === 0 ? 'done' : `done, ${count(job.failures.length, 'item')} failed`;
  }
}

/** "40%"; a running job never claims 100%. */
export function percent(progress: number): string {
  return `${Math.min(99, Math.floor(progress * 100))}%`;
}

/** The progress button's text: "2 tasks, 40%, 3 min left", "1 task needs attention". */
export function trayWords(jobs: readonly Job[], progress: number | null): string {
  if (progress === null) {
    return jobs.length === 0 ? 'No tasks' : `${count(jobs.length, 'task needs', 'tasks need')} attention`;
  }
  const running = jobs.filter((job) => job.state === 'running' || job.state === 'queued');
  const etas = running.flatMap((job) => (job.state === 'running' && job.etaMs !== null ? [job.etaMs] : []));
  const left = etas.length === 0 ? '' : timeLeft(Math.max(...etas));
  return [count(running.length, 'task'), percent(progress), left].filter((part) => part !== '').join(', ');
}
