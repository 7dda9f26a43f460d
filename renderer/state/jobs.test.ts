import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../../preload/domain.ts';
import { createJobs, overallProgress, trayJobs, withJob } from './jobs.ts';

function job(id: string, createdAt: string, progress = 0.5): Job {
  return { id, kind: 'import', title: id, examId: null, clipId: null, progress, createdAt, failures: [], state: 'running', step: 'decoding', etaMs: null };
}

test('jobs stand newest first and keep their place when they change', () => {
  const list = [job('old', '2026-01-01T00:00:00Z'), job('new', '2026-01-02T00:00:00Z')].reduce<readonly Job[]>(withJob, []);
  assert.deepEqual(list.map(({ id }) => id), ['new', 'old']);
  const changed = withJob(list, job('old', '2026-01-01T00:00:00Z', 0.9));
  assert.deepEqual(changed.map(({ id, progress }) => [id, progress]), [['new', 0.5], ['old', 0.9]]);
});

test('the tray keeps what needs attention and drops what ended well or was stopped', () => {
  const base = job('x', '2026-01-01T00:00:00Z', 1);
  const error = { code: 'disk-full', message: 'm', hint: 'h' } as const;
  const ended = { finishedAt: '2026-01-01T00:00:00Z' };
  const list: readonly Job[] = [
    base,
    { ...base, id: 'done', state: 'done', ...ended },
    { ...base, id: 'partly', state: 'done', ...ended, failures: [{ item: 'a', error }] },
    { ...base, id: 'failed', state: 'failed', ...ended, error },
    { ...base, id: 'stopped', state: 'cancelled', ...ended },
    { ...base, id: 'cut', state: 'interrupted' },
  ];
  assert.deepEqual(trayJobs(list).map(({ id }) => id), ['x', 'partly', 'failed', 'cut']);
});

test('overall progress is of the jobs at work only', () => {
  const ended: Job = { ...job('e', '2026-01-01T00:00:00Z', 1), state: 'interrupted' };
  assert.equal(overallProgress([ended]), null);
  assert.equal(overallProgress([job('a', '1', 0.2), job('b', '2', 0.6), ended]), 0.4);
});

test('the store replaces, puts and removes', () => {
  const store = createJobs();
  store.getState().replace([job('a', '1'), job('b', '2')]);
  store.getState().put(job('c', '3'));
  store.getState().remove('b');
  assert.deepEqual(store.getState().list.map(({ id }) => id), ['c', 'a']);
});
