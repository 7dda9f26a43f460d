import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Job } from '../preload/domain.ts';
import { advance, ended, remainingMs } from './jobs.ts';
import type { JobEvent } from './jobs.ts';

const at = '2026-11-23T10:00:00.000Z';
const error = { code: 'internal', message: 'm', hint: 'h' } as const;
const fresh = { id: 'j', kind: 'import', title: 't', examId: null, clipId: null, progress: 0, createdAt: at, failures: [], state: 'queued' } as const satisfies Job;

const event: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.constantFrom<JobEvent>({ type: 'start' }, { type: 'finish', at }, { type: 'fail', at, error }, { type: 'cancel', at }, { type: 'interrupt' }, { type: 'resume' }),
  fc.record({ type: fc.constant('progress' as const), progress: fc.double({ min: -1, max: 2 }), step: fc.string(), etaMs: fc.constant(null) }),
  fc.record({ type: fc.constant('item-failed' as const), failure: fc.record({ item: fc.string(), error: fc.constant(error) }) }),
);

const allowed: Readonly<Record<Job['state'], readonly Job['state'][]>> = {
  queued: ['queued', 'running', 'failed', 'cancelled', 'interrupted'],
  running: ['running', 'done', 'failed', 'cancelled', 'interrupted'],
  interrupted: ['interrupted', 'queued', 'cancelled'],
  done: ['done'],
  failed: ['failed'],
  cancelled: ['cancelled'],
};

test('whatever happens: only allowed steps, progress within 0..1 and never falling, failures never lost, the end is final', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let job: Job = fresh;
      for (const next of events) {
        const after = advance(job, next);
        assert.ok(allowed[job.state].includes(after.state), `${job.state} -> ${after.state} by ${next.type}`);
        assert.ok(after.progress >= job.progress && after.progress <= 1);
        assert.ok(after.failures.length >= job.failures.length);
        if (ended(job)) assert.equal(after, job);
        if (after.state === 'done') assert.equal(after.progress, 1);
        job = after;
      }
    }),
  );
});

test('a state carries only what belongs to it', () => {
  const running = advance(advance(fresh, { type: 'start' }), { type: 'progress', progress: 0.4, step: 'decoding', etaMs: 3 });
  assert.deepEqual(running, { ...fresh, state: 'running', progress: 0.4, step: 'decoding', etaMs: 3 });
  assert.deepEqual(advance(running, { type: 'interrupt' }), { ...fresh, state: 'interrupted', progress: 0.4 });
  assert.equal(advance(running, { type: 'progress', progress: Number.NaN, step: '', etaMs: null }), running);
});

test('the time left follows the rate of the present run', () => {
  assert.equal(remainingMs({ progress: 0.5, atMs: 1_000 }, 0.75, 11_000), 10_000);
  assert.equal(remainingMs({ progress: 0.5, atMs: 1_000 }, 0.505, 11_000), null);
  assert.equal(remainingMs({ progress: 0, atMs: 1_000 }, 0.5, 1_500), null);
});
