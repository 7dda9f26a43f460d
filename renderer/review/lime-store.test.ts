import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { mock, test } from 'node:test';
import type { AppError, Lime, Result } from '../../preload/domain.ts';
import { createLimeStore } from './lime-store.ts';

const lime = (frame: number, samples: number, settled = false): Lime => ({
  frame, seed: 1, samples, ofSamples: 400, settled, size: 224, labels: new Uint16Array(0), weights: Float32Array.of(1), probability: 0.9, fit: 0.5, stability: null,
});
const trouble = (code: AppError['code']): AppError => ({ code, message: 'what happened', hint: 'what to do' });

function setUp(answer: (frame: number) => Result<Lime | null> = () => ({ ok: true, value: null })) {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked: number[] = [];
  const calledOff: number[] = [];
  const store = createLimeStore({
    ask: async (frame) => {
      asked.push(frame);
      await turn();
      return answer(frame);
    },
    callOff: (frame) => calledOff.push(frame),
    onChange: () => undefined,
    restMs: 400,
    capacity: 3,
  });
  const pass = async (ms: number): Promise<void> => {
    mock.timers.tick(ms);
    for (let round = 0; round < 4; round += 1) await turn();
  };
  return { store, asked, calledOff, pass };
}

test('a scrub asks for nothing; a rest asks once, and going on calls it off', async (context) => {
  context.after(() => mock.timers.reset());
  const { store, asked, calledOff, pass } = setUp();
  for (let frame = 0; frame < 50; frame += 1) {
    store.rest(frame);
    await pass(16);
  }
  assert.deepEqual([asked, calledOff], [[], []]);
  store.rest(49);
  await pass(400);
  assert.deepEqual(asked, [49]);
  assert.equal(store.stage(49), 'working');
  store.rest(50);
  assert.deepEqual(calledOff, [49]);
  assert.equal(store.stage(49), 'idle');
  store.rest(null);
  await pass(1000);
  assert.deepEqual(asked, [49]);
});

test('the map grows, settles and is asked for no more', async (context) => {
  context.after(() => mock.timers.reset());
  const { store, asked, calledOff, pass } = setUp();
  store.rest(7);
  await pass(400);
  store.report({ frame: 7, lime: lime(7, 50), error: null });
  store.report({ frame: 7, lime: lime(7, 100), error: null });
  store.report({ frame: 7, lime: lime(7, 50), error: null });
  store.report({ frame: 7, lime: lime(8, 200), error: null });
  assert.deepEqual([store.stage(7), store.get(7)?.samples], ['working', 100]);
  store.report({ frame: 7, lime: lime(7, 400, true), error: null });
  assert.equal(store.stage(7), 'settled');
  store.rest(8);
  store.rest(7);
  await pass(1000);
  assert.deepEqual([asked, calledOff], [[7], []]);
});

test('a settled map from the cache is there at once; one of another frame is not shown', async (context) => {
  context.after(() => mock.timers.reset());
  const { store, pass } = setUp((frame) => ({ ok: true, value: lime(frame === 2 ? 9 : frame, 400, true) }));
  store.rest(1);
  await pass(400);
  assert.equal(store.stage(1), 'settled');
  store.rest(2);
  await pass(400);
  assert.equal(store.get(2), null);
});

test('a stop keeps what is there, and only the reader begins again', async (context) => {
  context.after(() => mock.timers.reset());
  const { store, asked, calledOff, pass } = setUp();
  assert.equal(store.stop(), false);
  store.rest(3);
  await pass(400);
  store.report({ frame: 3, lime: lime(3, 150), error: null });
  assert.equal(store.stop(), true);
  store.report({ frame: 3, lime: lime(3, 200), error: null });
  assert.deepEqual([store.stage(3), store.get(3)?.samples, calledOff], ['stopped', 150, [3]]);
  store.rest(4);
  store.rest(3);
  await pass(1000);
  assert.deepEqual(asked, [3]);
  store.again();
  await pass(0);
  assert.deepEqual([asked, store.stage(3)], [[3, 3], 'working']);
});

test('errors are kept for the page; a late word of a call-off is not one', async (context) => {
  context.after(() => mock.timers.reset());
  const { store, pass } = setUp((frame) => (frame === 5 ? { ok: false, error: trouble('engine-crashed') } : { ok: true, value: null }));
  store.rest(5);
  await pass(400);
  assert.deepEqual([store.stage(5), store.error(5)?.code], ['failed', 'engine-crashed']);
  store.rest(6);
  await pass(400);
  store.report({ frame: 6, lime: null, error: trouble('cancelled') });
  assert.equal(store.stage(6), 'working');
  store.report({ frame: 6, lime: null, error: trouble('inference-failed') });
  assert.equal(store.stage(6), 'failed');
});

test('only the latest maps are kept', async (context) => {
  context.after(() => mock.timers.reset());
  const { store, pass } = setUp((frame) => ({ ok: true, value: lime(frame, 400, true) }));
  for (let frame = 0; frame < 6; frame += 1) {
    store.rest(frame);
    await pass(400);
  }
  assert.equal(store.get(0), null);
  assert.equal(store.get(5)?.frame, 5);
});
