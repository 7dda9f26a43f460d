import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../../preload/domain.ts';
import { memoryCaseLog } from '../../db/test-case-log.ts';
import type { CaseLog } from '../../db/case-log.ts';
import { success } from './failures.ts';
import { createJobRunner } from './job-runner.ts';
import type { JobWork } from './job-runner.ts';

function runnerOf(log: CaseLog, work: JobWork) {
  const told: { readonly job: Job; readonly at: number }[] = [];
  const ended: string[] = [];
  const errors: unknown[] = [];
  const runner = createJobRunner({
    table: log.jobs, workOf: () => work, emit: (job) => told.push({ job, at: performance.now() }), onEnd: (job) => ended.push(job.id), logError: (error) => errors.push(error),
  });
  return { runner, told, ended, errors };
}

const job = { id: 'j', kind: 'import', title: 't', examId: null, clipId: null } as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('progress is told at most ten times a second, and the last word is never lost', async () => {
  const { runner, told, ended } = runnerOf(memoryCaseLog(), async ({ progress }) => {
    for (let step = 0; step <= 60; step += 1) {
      progress(step / 100, 'working');
      await pause(5);
    }
    await pause(150);
    return success(null);
  });
  runner.create(job);
  runner.start('j');
  while (ended.length === 0) await pause(10);
  const running = told.filter((one) => one.job.state === 'running');
  for (const [index, one] of running.entries()) {
    const next = running[index + 1];
    if (next !== undefined) assert.ok(next.at - one.at >= 90, `${next.at - one.at} ms between two messages`);
  }
  assert.equal(running.at(-1)?.job.progress, 0.6);
  assert.equal(told.at(-1)?.job.state, 'done');
});

test('cancel aborts the work and is the last word, whatever the work answers', async () => {
  const log = memoryCaseLog();
  const { runner, ended } = runnerOf(log, ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(success(null)))));
  runner.create(job);
  runner.start('j');
  const began = performance.now();
  assert.ok(runner.cancel('j').ok);
  while (ended.length === 0) await pause(5);
  assert.ok(performance.now() - began < 300);
  assert.equal(runner.list()[0]?.state, 'cancelled');
  assert.equal(log.jobs.all()[0]?.state, 'cancelled');
  assert.ok(runner.dismiss('j').ok);
  assert.deepEqual(log.jobs.all(), []);
  assert.equal(runner.cancel('j').ok, false);
});

test('work that throws fails the job and is logged; nothing else happens', async () => {
  const { runner, ended, errors } = runnerOf(memoryCaseLog(), () => Promise.reject(new Error('bug')));
  runner.create(job);
  runner.start('j');
  while (ended.length === 0) await pause(5);
  const [failed] = runner.list();
  assert.equal(failed?.state === 'failed' ? failed.error.code : failed?.state, 'internal');
  assert.equal(errors.length, 1);
});

test('what was running when the app ended is interrupted at the next start, and can go on', async () => {
  const log = memoryCaseLog();
  const first = runnerOf(log, () => new Promise(() => undefined));
  first.runner.create(job);
  first.runner.start('j');
  // The first app is killed: nothing of it says goodbye.
  const second = runnerOf(log, async () => success(null));
  assert.equal(second.runner.list()[0]?.state, 'interrupted');
  assert.equal(second.runner.dismiss('j').ok, false);
  assert.ok(second.runner.resume('j').ok);
  while (second.ended.length === 0) await pause(5);
  assert.equal(log.jobs.all()[0]?.state, 'done');
  assert.equal(second.runner.resume('j').ok, false);
});

test('stop leaves running work interrupted', async () => {
  const log = memoryCaseLog();
  const { runner, ended } = runnerOf(log, ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(success(null)))));
  runner.create(job);
  runner.start('j');
  await runner.stop();
  assert.equal(log.jobs.all()[0]?.state, 'interrupted');
  assert.deepEqual(ended, []);
});
