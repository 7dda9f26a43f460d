/** Jobs by id as main last told them, newest first. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { Job, JobId } from '../../preload/domain.ts';

export interface Jobs {
  readonly list: readonly Job[];
  readonly put: (job: Job) => void;
  readonly replace: (jobs: readonly Job[]) => void;
  readonly remove: (id: JobId) => void;
}

/** True while the job may still change by itself. */
export function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** The list with `job` in its place; newest first by creation. */
export function withJob(list: readonly Job[], job: Job): readonly Job[] {
  const at = list.findIndex(({ id }) => id === job.id);
  if (at >= 0) return list.with(at, job);
  return [...list, job].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

/** Jobs that the tray shows: those at work, those that can resume, and ended ones with something to tell. */
export function trayJobs(list: readonly Job[]): readonly Job[] {
  return list.filter((job) => isActive(job) || job.state === 'interrupted' || job.state === 'failed' || job.failures.length > 0);
}

/** Mean progress of the jobs at work, 0..1; null when none is. */
export function overallProgress(list: readonly Job[]): number | null {
  const active = list.filter(isActive);
  return active.length === 0 ? null : active.reduce((sum, job) => sum + job.progress, 0) / active.length;
}

/** A store without jobs. */
export function createJobs(): StoreApi<Jobs> {
  return createStore<Jobs>()((set) => ({
    list: [],
    put: (job) => set(({ list }) => ({ list: withJob(list, job) })),
    replace: (jobs) => set({ list: jobs.reduce<readonly Job[]>(withJob, []) }),
    remove: (id) => set(({ list }) => ({ list: list.filter((job) => job.id !== id) })),
  }));
}
