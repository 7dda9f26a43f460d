import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { failure } from './failure.ts';
import { createMediaHost } from './media-host.ts';
import type { FromWorker, ToWorker } from './media-messages.ts';
import { makeClip, temporaryFolder, testFfmpeg } from './testing.ts';
import { halfKept } from './store-check.ts';

/** A worker under the test's hand. */
class FakeWorker implements Child {
  readonly pid = undefined;
  readonly heard: ToWorker[] = [];
  #message: (message: unknown) => void = () => undefined;
  #exit: (code: number | null) => void = () => undefined;

  post(message: unknown): void {
    this.heard.push(message as ToWorker);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.#exit(null);
  }
  tell(message: FromWorker): void {
    this.#message(message);
  }
  get imports(): number[] {
    return this.heard.filter((message) => message.kind === 'import').map((message) => message.id);
  }
}

function fakeHost() {
  const workers: FakeWorker[] = [];
  const host = createMediaHost({
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
  const start = (name: string, signal = new AbortController().signal) => host.importClip({ source: name, storeRoot: '/nowhere/store', ffmpeg: 'ffmpeg' }, { signal });
  return { host, workers, start };
}

/** Waits for the host to start its n-th worker with something to do. */
async function worker(workers: readonly FakeWorker[], n: number): Promise<FakeWorker> {
  for (let waited = 0; waited < 500; waited++) {
    const found = workers[n];
    if (found !== undefined && found.imports.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`worker ${n} never started`);
}

test('two clips go at once, the rest wait', async () => {
  const { host, workers, start } = fakeHost();
  const results = ['a', 'b', 'c'].map((name) => start(name));
  assert.deepEqual(workers[0]?.imports, [1, 2]);
  workers[0]?.tell({ kind: 'done', id: 2, result: failure('not-a-clip') });
  assert.deepEqual(workers[0]?.imports, [1, 2, 3]);
  assert.equal((await results[1])?.ok, false);
  host.stop();
  for (const result of [results[0], results[2]]) {
    const value = await result;
    assert.equal(value?.ok === false && value.error.code, 'cancelled');
  }
});

test('after a crash each clip is tried once more, alone; only the guilty one fails', async () => {
  const { host, workers, start } = fakeHost();
  const guilty = start('guilty');
  const innocent = start('innocent');
  const later = start('later');
  workers[0]?.kill();
  const second = await worker(workers, 1);
  assert.deepEqual(second.imports, [1]);
  second.kill();
  const failed = await guilty;
  assert.equal(failed.ok === false && failed.error.code, 'internal');
  const third = await worker(workers, 2);
  assert.deepEqual(third.imports, [2]);
  third.tell({ kind: 'done', id: 2, result: failure('no-frames') });
  assert.equal((await innocent).ok, false);
  assert.deepEqual(third.imports, [2, 3]);
  third.tell({ kind: 'done', id: 3, result: failure('no-frames') });
  await later;
  host.stop();
});

test('cancel reaches a queued clip at once and a running one through the worker', async () => {
  const { host, workers, start } = fakeHost();
  const running = new AbortController();
  const queued = new AbortController();
  const first = start('a', running.signal);
  void start('b');
  const third = start('c', queued.signal);
  queued.abort();
  assert.equal((await third).ok, false);
  running.abort();
  assert.deepEqual(workers[0]?.heard.at(-1), { kind: 'cancel', id: 1 });
  workers[0]?.tell({ kind: 'done', id: 1, result: failure('cancelled') });
  assert.equal((await first).ok, false);
  host.stop();
});

test('the real worker imports, survives a kill in the middle, and leaves nothing half kept', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const storeRoot = path.join(folder, 'store');
  const ffmpeg = await testFfmpeg();
  const clip = await makeClip(path.join(folder, 'clip.mp4'), { frames: 80, colour: true });
  const children: Child[] = [];
  const host = createMediaHost({
    spawn: () => {
      const child = spawnNode(path.join(import.meta.dirname, 'worker.ts'));
      children.push(child);
      return child;
    },
  });
  t.after(() => host.stop());
  let killed = false;
  const onProgress = (fraction: number) => {
    if (killed || fraction < 0.05) return;
    killed = true;
    children[0]?.kill('SIGKILL');
  };
  const result = await host.importClip({ source: clip, storeRoot, ffmpeg }, { signal: new AbortController().signal, onProgress });
  assert.ok(killed);
  assert.equal(children.length, 2);
  assert.ok(result.ok);
  assert.equal(result.value.media.frames, 80);
  assert.equal(result.value.already, false);
  assert.deepEqual(await halfKept(storeRoot), []);

  const control = new AbortController();
  const other = await makeClip(path.join(folder, 'other.mp4'), { frames: 90 });
  const cancelled = await host.importClip({ source: other, storeRoot, ffmpeg }, { signal: control.signal, onProgress: () => control.abort() });
  assert.equal(cancelled.ok === false && cancelled.error.code, 'cancelled');
  assert.deepEqual(await halfKept(storeRoot), []);
  assert.deepEqual(await readdir(path.join(storeRoot, 'incoming')), []);
  assert.ok((await readFile(clip)).length > 0);
});
