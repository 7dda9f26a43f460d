/** Explanations through the host: with the real engine process, and with a faked one that dies. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Lime } from '../../preload/domain.ts';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { createEngineHost } from './engine-host.ts';
import type { EngineHost, ExplainRequest } from './engine-host.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';
import { engineEntry, temporaryFolder, testClip, tinyBundle } from './fixtures/clips.ts';

const never = new AbortController().signal;
const ignore = (): void => undefined;

function realHost(t: TestContext): { readonly host: EngineHost; readonly children: Child[] } {
  const children: Child[] = [];
  const spawn = (): Child => {
    const child = spawnNode(engineEntry);
    children.push(child);
    return child;
  };
  const host = createEngineHost({ spawn, bundleDir: tinyBundle, provider: 'cpu', onStatus: ignore });
  t.after(() => host.stop());
  return { host, children };
}

async function request(t: TestContext, changes: Partial<ExplainRequest> = {}): Promise<ExplainRequest> {
  const { grayPath, sector, gain, frames } = await testClip(await temporaryFolder(t), 'clip', 40);
  return { key: 'one', grayPath, sector, gain, frames, frame: 7, seed: 11, ofSamples: 161, ...changes };
}

function settled(result: Awaited<ReturnType<EngineHost['explain']>>): Lime {
  assert.ok(result.ok, result.ok ? '' : result.error.code);
  return result.value;
}

test('a frame is explained while its clip is analysed, with growing samples, and the seed makes it again', async (t) => {
  const { host } = realHost(t);
  const asked = await request(t);
  const progress: Lime[] = [];
  const scored: number[] = [];
  const analysis = host.analyse({ ...asked, key: 'clip', done: [], limit: null, guard: 'off' }, { signal: never, onScores: (more) => scored.push(...more.map(({ frame }) => frame)) });
  const lime = settled(await host.explain(asked, { signal: never, onProgress: (map) => progress.push(map) }));
  assert.ok((await analysis).ok && scored.length === 40);
  assert.deepEqual([lime.frame, lime.seed, lime.size, lime.settled, lime.labels.length], [7, 11, 224, true, 224 * 224]);
  assert.ok(lime.labels instanceof Uint16Array && lime.weights instanceof Float32Array && lime.weights.length >= 36);
  assert.ok(lime.weights.every(Number.isFinite) && lime.weights.some((weight) => weight !== 0) && lime.fit > 0 && lime.fit <= 1);
  assert.ok(progress.every((map, index) => !map.settled && map.samples > (progress[index - 1]?.samples ?? 0)));
  const again = settled(await host.explain({ ...asked, key: 'two' }, { signal: never, onProgress: ignore }));
  assert.deepEqual([...again.weights], [...lime.weights]);
});

test('the explained probability is the one that the analysis gives', async (t) => {
  const { host } = realHost(t);
  const asked = await request(t, { ofSamples: 9 });
  const scores = new Map<number, number>();
  await host.analyse({ ...asked, key: 'clip', done: [], limit: null, guard: 'off' }, { signal: never, onScores: (more) => more.forEach(({ frame, probability }) => scores.set(frame, probability)) });
  const { probability } = settled(await host.explain(asked, { signal: never, onProgress: ignore }));
  assert.ok(Math.abs(probability - (scores.get(7) ?? Number.NaN)) < 1e-9);
});

test('cancelled, it answers at once and the engine turns to the next', async (t) => {
  const { host } = realHost(t);
  const asked = await request(t, { ofSamples: 100_000, seed: 1 });
  await host.ready();
  const stop = new AbortController();
  const first = host.explain(asked, { signal: stop.signal, onProgress: ignore });
  const same = await host.explain(asked, { signal: never, onProgress: ignore });
  assert.ok(!same.ok && same.error.code === 'conflict');
  stop.abort();
  const answer = await first;
  assert.ok(!answer.ok && answer.error.code === 'cancelled');
  settled(await host.explain({ ...asked, ofSamples: 21 }, { signal: never, onProgress: ignore }));
});

test('killed with SIGKILL in the middle, it starts anew and comes to the same map', async (t) => {
  const { host, children } = realHost(t);
  const asked = await request(t);
  const whole = settled(await host.explain(asked, { signal: never, onProgress: ignore }));
  const cutOff = host.explain(asked, { signal: never, onProgress: ignore });
  setTimeout(() => children[0]?.kill('SIGKILL'), 50);
  assert.deepEqual([...settled(await cutOff).weights], [...whole.weights]);
  assert.equal(children.length, 2);
});

test('frames that cannot be read are a typed error', async (t) => {
  const { host } = realHost(t);
  const asked = await request(t);
  const codes: string[] = [];
  for (const wrong of [{ ...asked, grayPath: join(asked.grayPath, '..', 'absent') }, { ...asked, frames: 99 }, { ...asked, frame: 40 }]) {
    const answer = await host.explain(wrong, { signal: never, onProgress: ignore });
    codes.push(answer.ok ? 'ok' : answer.error.code);
  }
  assert.deepEqual(codes, ['file-not-found', 'store-corrupt', 'store-corrupt']);
});

/** An engine that gets ready and does `onExplain` with every explanation it is asked for. */
function fakeEngine(onExplain: (hear: (message: FromEngine) => void, die: () => void, request: ExplainRequest) => void): Child {
  let hear: (message: FromEngine) => void = ignore;
  let ended: (code: number | null) => void = ignore;
  const die = (): void => queueMicrotask(() => ended(1));
  return {
    pid: undefined,
    post: (message) => {
      const told = message as ToEngine;
      if (told.type === 'start') queueMicrotask(() => hear({ type: 'ready', provider: 'cpu', precision: 'fp32', model: { id: 'm', version: '1', sha256: 'x' }, attempts: [], threads: 1 }));
      if (told.type === 'explain') onExplain((said) => queueMicrotask(() => hear(said)), die, told.request);
    },
    onMessage: (listener) => (hear = listener),
    onExit: (listener) => (ended = listener),
    kill: die,
  };
}

test('an engine that dies on the same frame every time fails that explanation, not the engine', async (t) => {
  let started = 0;
  const spawn = (): Child => {
    started += 1;
    return fakeEngine((hear, die, { key }) => {
      hear({ type: 'working', key });
      die();
    });
  };
  const host = createEngineHost({ spawn, bundleDir: tinyBundle, provider: 'cpu', onStatus: ignore, limits: { pauseMs: 1 } });
  t.after(() => host.stop());
  const answer = await host.explain(await request(t), { signal: never, onProgress: ignore });
  assert.ok(!answer.ok && answer.error.code === 'engine-crashed');
  assert.equal(started, 3);
  assert.ok((await host.ready()).ok);
});

test('an engine that falls silent over an explanation is replaced; stopping cancels it', async (t) => {
  let started = 0;
  const spawn = (): Child => {
    started += 1;
    return fakeEngine(ignore);
  };
  const host = createEngineHost({ spawn, bundleDir: tinyBundle, provider: 'cpu', onStatus: ignore, limits: { pauseMs: 1, silenceMs: 60 } });
  const answer = host.explain(await request(t), { signal: never, onProgress: ignore });
  while (started < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  await host.stop();
  const result = await answer;
  assert.ok(!result.ok && result.error.code === 'cancelled');
});
