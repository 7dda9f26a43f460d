import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Result } from '../../preload/domain.ts';
import { blocksWanted, createFrameCache, framesPerBlock } from './frame-cache.ts';
import type { FrameShape } from './frames.ts';

interface Pending {
  readonly from: number;
  readonly count: number;
  readonly signal: AbortSignal;
  readonly answer: (result: Result<Uint8Array>) => void;
}

/** A frame's bytes all name its index, so that a frame under a wrong index shows. */
function frames(shape: FrameShape, from: number, count: number): Uint8Array {
  const size = shape.width * shape.height * shape.channels;
  const bytes = new Uint8Array(size * count);
  for (let i = 0; i < count; i += 1) bytes.fill((from + i) % 251, i * size, (i + 1) * size);
  return bytes;
}

function setUp(shape: FrameShape, budgetBytes: number) {
  const pending: Pending[] = [];
  const arrivals: number[] = [];
  const cache = createFrameCache({
    shape,
    budgetBytes,
    read: (from, count, signal) => new Promise((answer) => pending.push({ from, count, signal, answer })),
    onArrive: (from) => arrivals.push(from),
    settleMs: 0,
  });
  const serve = async (): Promise<void> => {
    for (let round = 0; round < 200 && pending.length > 0; round += 1) {
      const next = pending.shift();
      if (next !== undefined) next.answer({ ok: true, value: frames(shape, next.from, next.count) });
      await turn();
    }
  };
  return { cache, pending, arrivals, serve };
}

const shape: FrameShape = { count: 100, width: 256, height: 256, channels: 1 };
const tiny: FrameShape = { count: 100, width: 16, height: 16, channels: 1 };

test('blocks are about a megabyte, never empty', () => {
  assert.equal(framesPerBlock(shape), 16);
  assert.equal(framesPerBlock({ count: 5, width: 350, height: 350, channels: 1 }), 8);
  assert.equal(framesPerBlock({ count: 5, width: 4096, height: 4096, channels: 3 }), 1);
});

test('read-ahead follows the play direction round the end, and alternates when still', () => {
  assert.deepEqual(blocksWanted(3, 1, 5, 5), [3, 4, 0, 2, 1]);
  assert.deepEqual(blocksWanted(1, -1, 5, 5), [1, 0, 4, 2, 3]);
  assert.deepEqual(blocksWanted(2, 0, 6, 4), [2, 3, 1, 4]);
  assert.deepEqual(blocksWanted(0, 0, 1, 9), [0]);
});

test('every frame comes back under its own index, whatever the order of answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 15 }), fc.infiniteStream(fc.nat({ max: 9 })), async (visits, choices) => {
      const { cache, pending } = setUp(tiny, 64 << 20);
      for (const index of visits) {
        cache.want(index, 0);
        const at = (choices.next().value ?? 0) % Math.max(1, pending.length);
        const [next] = pending.splice(at, 1);
        next?.answer({ ok: true, value: frames(tiny, next.from, next.count) });
        await turn();
        for (let i = 0; i < shape.count; i += 1) {
          const frame = cache.get(i);
          if (frame !== null) assert.ok(frame.bytes.every((byte) => byte === i % 251));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('a clip that fits is read whole; a larger one never holds more than the budget', async () => {
  const whole = setUp(shape, 64 << 20);
  whole.cache.want(0, 0);
  await whole.serve();
  assert.ok(whole.cache.get(99) !== null);
  const small = setUp({ ...shape, count: 3000 }, 4 << 20);
  for (const index of [0, 1500, 2999, 700, 0]) {
    small.cache.want(index, 1);
    await small.serve();
    assert.ok(small.cache.get(index) !== null);
    assert.ok(small.cache.bytes <= 4 << 20, `${small.cache.bytes}`);
  }
});

test('one frame larger than the budget is still shown', async () => {
  const { cache, serve } = setUp({ count: 3, width: 2000, height: 1000, channels: 3 }, 1 << 20);
  cache.want(1, 0);
  await serve();
  assert.equal(cache.get(1)?.bytes.length, 6_000_000);
  cache.want(2, 0);
  await serve();
  assert.equal(cache.get(1), null);
  assert.ok(cache.get(2) !== null);
});

test('a jump aborts what no longer matters, and a late answer of it is not kept', async () => {
  const { cache, pending, arrivals } = setUp({ ...shape, count: 3000 }, 8 << 20);
  cache.want(0, 1);
  const stale = [...pending];
  cache.want(2000, 1);
  assert.ok(stale.every((request) => request.signal.aborted));
  stale[0]?.answer({ ok: true, value: frames(shape, 0, 16) });
  await turn();
  assert.equal(cache.get(0), null);
  assert.deepEqual(arrivals, []);
  assert.ok(pending.some((request) => request.from === 2000 && !request.signal.aborted));
});

test('a scrub reads the one frame first, its block after it, and drops the one before', async () => {
  const { cache, pending, serve } = setUp({ ...shape, count: 3000 }, 8 << 20);
  cache.want(1000, 0);
  cache.want(2005, 0);
  assert.deepEqual(pending.map(({ from, count, signal }) => [from, count, signal.aborted]), [[1000, 1, true], [2005, 1, false]]);
  pending.splice(0, 2).forEach(({ from, count, answer }) => answer({ ok: true, value: frames(shape, from, count) }));
  await turn();
  assert.ok(cache.get(2005)?.bytes.every((byte) => byte === 2005 % 251));
  assert.equal(cache.get(1000), null);
  assert.deepEqual(pending.slice(0, 1).map(({ from, count }) => [from, count]), [[2000, 16]]);
  await serve();
  assert.ok(cache.get(2006) !== null);
});

test('a failed block says why, does not stop the others, and is asked again on retry', async () => {
  const { cache, pending, serve } = setUp(shape, 64 << 20);
  cache.want(0, 1);
  pending.shift()?.answer({ ok: false, error: { code: 'store-corrupt', message: 'm', hint: 'h' } });
  await turn();
  assert.equal(cache.failure(3)?.code, 'store-corrupt');
  await serve();
  assert.ok(cache.get(50) !== null);
  assert.equal(cache.get(3), null);
  cache.retry();
  await serve();
  assert.equal(cache.failure(3), null);
  assert.ok(cache.get(3) !== null);
});
