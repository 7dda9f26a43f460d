/** The host with the real engine process, and with faked ones that misbehave. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { EngineStatus } from '../../preload/domain.ts';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { createEngineHost } from './engine-host.ts';
import type { EngineHost, EngineHostOptions, ScoredFrame } from './engine-host.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';
import { engineEntry, temporaryFolder, testClip, tinyBundle } from './fixtures/clips.ts';

interface RealHost {
  readonly host: EngineHost;
  readonly statuses: EngineStatus[];
  readonly children: Child[];
}

function realHost(t: TestContext, options: Partial<EngineHostOptions> = {}): RealHost {
  const statuses: EngineStatus[] = [];
  const children: Child[] = [];
  const spawn = (): Child => {
    const child = spawnNode(engineEntry);
    children.push(child);
    return child;
  };
  const host = createEngineHost({ spawn, bundleDir: tinyBundle, provider: 'cpu', onStatus: (status) => statuses.push(status), ...options });
  t.after(() => host.stop());
  return { host, statuses, children };
}

const never = new AbortController().signal;

test('every frame is scored once, the coarse ones first', async (t) => {
  const { host } = realHost(t);
  const request = await testClip(await temporaryFolder(t), 'clip', 60);
  const scores: ScoredFrame[] = [];
  const result = await host.analyse(request, { signal: never, onScores: (more) => scores.push(...more) });
  assert.ok(result.ok);
  assert.ok(result.value.inferMs > 0 && result.value.totalMs > result.value.inferMs);
  assert.deepEqual(scores.map((score) => score.frame).toSorted((a, b) => a - b), Array.from({ length: 60 }, (_, frame) => frame));
  assert.ok(scores.every((score) => score.probability > 0 && score.probability < 1 && score.evidence.length === 14 * 14 + 49 + 196 + 169));
  assert.equal(scores[0]?.frame, 3);
});

test('killed with SIGKILL in the middle, the analysis goes on and repeats nothing', async (t) => {
  const { host, statuses, children } = realHost(t);
  const request = await testClip(await temporaryFolder(t), 'clip', 900);
  const frames: number[] = [];
  const result = await host.analyse(request, {
    signal: never,
    onScores: (more) => {
      frames.push(...more.map((score) => score.frame));
      if (children.length === 1 && frames.length > 20) children[0]?.kill('SIGKILL');
    },
  });
  assert.ok(result.ok);
  assert.equal(children.length, 2);
  assert.equal(frames.length, 900);
  assert.equal(new Set(frames).size, 900);
  assert.ok(statuses.some((status) => status.state === 'restarting' && status.restarts === 1));
  assert.equal(host.status().state, 'ready');
});

test('cancelling answers at once, and the engine turns to the next clip', async (t) => {
  const { host } = realHost(t);
  const folder = await temporaryFolder(t);
  const long = await testClip(folder, 'long', 2000);
  const short = await testClip(folder, 'short', 4);
  // What the short clip takes by itself here and now; on a busy machine that alone can exceed the limit.
  await host.analyse(short, { signal: never, onScores: () => {} });
  const from = performance.now();
  await host.analyse(short, { signal: never, onScores: () => {} });
  const alone = performance.now() - from;
  const controller = new AbortController();
  let cancelledAt = 0;
  let late = 0;
  const result = await host.analyse(long, {
    signal: controller.signal,
    onScores: () => {
      if (cancelledAt > 0) late += 1;
      cancelledAt ||= performance.now();
      controller.abort();
    },
  });
  assert.ok(!result.ok && result.error.code === 'cancelled');
  const next = await host.analyse(short, { signal: never, onScores: () => {} });
  assert.ok(next.ok);
  const free = performance.now() - cancelledAt - alone;
  assert.ok(free < 300, `the engine was free after ${free} ms`);
  assert.equal(late, 0);
});

test('a damaged or foreign frame store fails that clip alone', async (t) => {
  const { host } = realHost(t);
  const good = await testClip(await temporaryFolder(t), 'good', 4);
  const outcomes = await Promise.all([
    host.analyse({ ...good, key: 'absent', grayPath: `${good.grayPath}x` }, { signal: never, onScores: () => {} }),
    host.analyse({ ...good, key: 'longer', frames: 5 }, { signal: never, onScores: () => {} }),
    host.analyse(good, { signal: never, onScores: () => {} }),
    host.analyse(good, { signal: never, onScores: () => {} }),
  ]);
  assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code)), ['file-not-found', 'store-corrupt', 'ok', 'conflict']);
});

test('a provider that is not there: an error when strict, the next provider with the attempt shown otherwise', async (t) => {
  const absent = process.platform === 'win32' ? 'coreml' : 'dml';
  const strict = await realHost(t, { provider: absent, strictProvider: true }).host.ready();
  assert.ok(!strict.ok && strict.error.code === 'provider-unavailable');
  const { host } = realHost(t, { provider: absent });
  const open = await host.ready();
  assert.ok(open.ok);
  assert.deepEqual([open.value.attempts[0]?.provider, open.value.attempts[0]?.ok, open.value.attempts.at(-1)?.ok], [absent, false, true]);
  const other = await host.setProvider('cpu');
  assert.ok(other.ok && other.value.provider === 'cpu' && other.value.attempts.length === 1);
});

test('a folder without a bundle is said, not crashed on', async (t) => {
  const { host } = realHost(t, { bundleDir: await temporaryFolder(t) });
  const ready = await host.ready();
  assert.ok(!ready.ok && ready.error.code === 'model-missing');
  assert.equal(host.status().state, 'failed');
});

test('the benchmark compares the whole step with the bare run', async (t) => {
  const { host } = realHost(t);
  const result = await host.benchmark(await testClip(await temporaryFolder(t), 'clip', 10));
  assert.ok(result.ok && result.value.engineMsPerFrame > result.value.sessionRunMsPerFrame && result.value.provider === 'cpu');
});

// ---------------------------------------------------------------- faked processes

/** A process that follows a script: `act` sees each message and may answer or die. */
function fakeChild(act: (message: ToEngine, child: { say(message: FromEngine): void; die(): void }) => void): Child {
  let onMessage: (message: unknown) => void = () => {};
  const onExit: ((code: number | null) => void)[] = [];
  const die = (): void => {
    for (const listener of onExit.splice(0)) setImmediate(() => listener(null));
  };
  return {
    pid: 1,
    post: (message) => setImmediate(() => act(message as ToEngine, { say: (answer) => onMessage(answer), die })),
    onMessage: (listener) => {
      onMessage = listener;
    },
    onExit: (listener) => onExit.push(listener),
    kill: die,
  };
}

const ready: FromEngine = { type: 'ready', provider: 'cpu', precision: 'fp32', model: { id: 'm', version: '1', sha256: '' }, attempts: [], threads: 1 };
const noTime = { readMs: 0, preprocessMs: 0, inferMs: 0, explainMs: 0 };
const limits = { crashes: 4, crashesPerAnalysis: 2, silenceMs: 200, startMs: 400, pauseMs: 1 };
const request = { key: 'good', grayPath: '', sector: { kind: 'rect', box: { x: 0, y: 0, width: 1, height: 1 } }, gain: 255, frames: 1, done: [], limit: null, guard: 'off' } as const;

function fakeHost(t: TestContext, act: Parameters<typeof fakeChild>[0]): { host: EngineHost; starts: () => number; started: ToEngine[] } {
  const started: ToEngine[] = [];
  const spawn = (): Child => fakeChild((message, child) => {
    if (message.type === 'start') started.push(message);
    act(message, child);
  });
  const host = createEngineHost({ spawn, bundleDir: '', provider: 'auto', onStatus: () => {}, limits });
  t.after(() => host.stop());
  return { host, starts: () => started.length, started };
}

test('a clip on which the engine dies every time fails alone', async (t) => {
  const { host, starts } = fakeHost(t, (message, child) => {
    if (message.type === 'start') child.say(ready);
    if (message.type !== 'analyse') return;
    child.say({ type: 'working', key: message.request.key });
    if (message.request.key === 'poison') {
      child.die();
      return;
    }
    setTimeout(() => {
      child.say({ type: 'scores', key: message.request.key, scores: [{ frame: 0, logit: 0, probability: 0.5, evidence: new Float32Array() }], judgement: 'passed', timings: noTime });
      child.say({ type: 'done', key: message.request.key });
    }, 20);
  });
  const poison = host.analyse({ ...request, key: 'poison' }, { signal: never, onScores: () => {} });
  const first = await poison;
  assert.ok(!first.ok && first.error.code === 'engine-crashed');
  assert.equal(starts(), 3 - 1);
  const good = await host.analyse(request, { signal: never, onScores: () => {} });
  assert.ok(good.ok);
});

test('an engine that dies at every start is given up, and tried again on the next wish', async (t) => {
  const { host, starts } = fakeHost(t, (_message, child) => child.die());
  const outcome = await host.ready();
  assert.ok(!outcome.ok && outcome.error.code === 'engine-crashed');
  assert.equal(starts(), limits.crashes);
  const again = await host.analyse(request, { signal: never, onScores: () => {} });
  assert.ok(!again.ok && again.error.code === 'engine-crashed');
  assert.equal(starts(), 2 * limits.crashes);
  assert.equal((await host.ready()).ok, false);
  assert.equal(starts(), 3 * limits.crashes);
});

test('a provider that takes the process down is not tried a second time', async (t) => {
  const { host, started } = fakeHost(t, (message, child) => {
    if (message.type !== 'start') return;
    if (message.refused.length > 0) {
      child.say({ ...ready, attempts: message.refused });
      return;
    }
    child.say({ type: 'trying', provider: 'webgpu', precision: 'fp32' });
    child.die();
  });
  const outcome = await host.ready();
  assert.ok(outcome.ok && outcome.value.attempts[0]?.provider === 'webgpu');
  assert.equal(started.length, 2);
});

test('an 8-bit graph that takes the process down is not tried again; the 32-bit graph is, though on the same provider', async (t) => {
  const { host, started } = fakeHost(t, (message, child) => {
    if (message.type !== 'start') return;
    const tried = message.refused.length === 0 ? 'int8' : 'fp32';
    if (started.length === 3) {
      child.say({ ...ready, attempts: message.refused });
      return;
    }
    child.say({ type: 'trying', provider: 'cpu', precision: tried });
    child.die();
  });
  const outcome = await host.ready();
  assert.ok(outcome.ok);
  assert.deepEqual(outcome.value.attempts.map(({ provider, precision }) => [provider, precision]), [['cpu', 'int8']]);
  assert.equal(outcome.value.precision, 'fp32');
});

test('a provider lost in the middle of work is left, and the work goes on', async (t) => {
  const { host } = fakeHost(t, (message, child) => {
    if (message.type === 'start') child.say(ready);
    else if (host.status().restarts === 0) child.say({ type: 'provider-lost', provider: 'cuda', detail: 'device reset' });
    else child.say({ type: 'done', key: 'good' });
  });
  assert.ok((await host.analyse(request, { signal: never, onScores: () => {} })).ok);
  assert.equal(host.status().restarts, 1);
});

test('an engine that falls silent is killed and replaced', async (t) => {
  const { host, starts } = fakeHost(t, (message, child) => {
    if (message.type === 'start') child.say(ready);
    else if (starts() > 1) child.say({ type: 'done', key: 'good' });
  });
  assert.ok((await host.analyse(request, { signal: never, onScores: () => {} })).ok);
  assert.equal(starts(), 2);
});

test('a long benchmark that gives signs of life is not taken for a hang', async (t) => {
  const figures = { provider: 'cpu', precision: 'fp32', engineMsPerFrame: 2, sessionRunMsPerFrame: 1, threads: 1 } as const;
  const { host, starts } = fakeHost(t, (message, child) => {
    if (message.type === 'start') child.say(ready);
    if (message.type !== 'benchmark') return;
    const beat = setInterval(() => child.say({ type: 'alive' }), 40);
    setTimeout(() => {
      clearInterval(beat);
      child.say({ type: 'benchmark', id: message.id, result: figures });
    }, 3 * limits.silenceMs);
  });
  assert.deepEqual(await host.benchmark(), { ok: true, value: figures });
  assert.equal(starts(), 1);
});

test('stopping cancels what is outstanding', async (t) => {
  const { host } = fakeHost(t, (message, child) => {
    if (message.type === 'start') child.say(ready);
  });
  const pending = host.analyse(request, { signal: never, onScores: () => {} });
  await host.ready();
  await host.stop();
  const outcome = await pending;
  assert.ok(!outcome.ok && outcome.error.code === 'cancelled');
});
