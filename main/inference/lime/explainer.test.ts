/** The explainer with faked clips and scores: small turns, what it tells, and what it does when a run fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Provider } from '../../../preload/domain.ts';
import type { OpenClip } from '../clip-source.ts';
import type { ExplainRequest, FromEngine } from '../engine-protocol.ts';
import { createExplainer } from './explainer.ts';
import type { Explainer } from './explainer.ts';
import type { LimeScorer } from './lime.ts';

const request: ExplainRequest = { key: 'a', grayPath: '', sector: { kind: 'rect', box: { x: 0, y: 0, width: 9, height: 9 } }, gain: 255, frames: 3, frame: 2, seed: 1, ofSamples: 101 };
const image = Uint8Array.from({ length: 224 * 224 }, (_, pixel) => (pixel * 37) % 211);

interface Bench {
  readonly explainer: Explainer;
  readonly told: FromEngine[];
  readonly sizes: number[];
  readonly closed: () => number;
  /** Runs queued turns until none is left or `limit` are done. */
  turns(limit?: number): Promise<void>;
}

function bench(provider: Provider, scorer: LimeScorer = (images) => Promise.resolve(Float64Array.from(images, ([first]) => (first ?? 0) / 100))): Bench {
  const told: FromEngine[] = [];
  const sizes: number[] = [];
  const queue: (() => Promise<void>)[] = [];
  let closed = 0;
  const openClip: OpenClip = () => ({ ok: true, value: { read: (frames) => Promise.resolve(frames.map(() => image)), images: (grays) => [...grays], close: () => (closed += 1) } });
  const explainer = createExplainer({
    provider, openClip, between: (task) => queue.push(task), post: (message) => told.push(message),
    scorer: (images) => {
      sizes.push(images.length);
      return scorer(images);
    },
  });
  const turns = async (limit = Number.POSITIVE_INFINITY): Promise<void> => {
    for (let turn = 0; turn < limit; turn += 1) {
      const task = queue.shift();
      if (task === undefined) return;
      await task();
    }
  };
  return { explainer, told, sizes, closed: () => closed, turns };
}

test('turns are small on the CPU and large elsewhere; the last word is the settled map', async () => {
  for (const [provider, most] of [['cpu', 4], ['cuda', 32]] as const) {
    const { explainer, told, sizes, closed, turns } = bench(provider);
    explainer.explain(request);
    await turns();
    assert.equal(Math.max(...sizes), most);
    assert.equal(closed(), 1);
    const last = told.at(-1);
    assert.ok(last?.type === 'explained' && last.lime.settled && last.lime.samples === 101 && last.lime.frame === 2);
    assert.equal(last.lime.probability, 1 / (1 + Math.exp(-(image[0] ?? 0) / 100)));
    assert.ok(told.every((message) => message.type === 'working' || message.type === 'explained'));
  }
});

test('cancelled between two turns, it does and says nothing more; two explanations take turns', async () => {
  const { explainer, told, sizes, turns } = bench('cpu');
  explainer.explain(request);
  explainer.explain({ ...request, key: 'b', ofSamples: 9 });
  await turns(3);
  explainer.cancel('a');
  await turns();
  assert.deepEqual(sizes, [1, 1, 4, 4, 4]);
  assert.deepEqual(told.flatMap((message) => (message.type === 'explained' ? [message.key] : [])), ['b']);
});

test('a run that throws: on the CPU the explanation fails, elsewhere the provider is given up', async () => {
  const broken: LimeScorer = () => Promise.reject(new Error('device lost\nat somewhere'));
  const cpu = bench('cpu', broken);
  cpu.explainer.explain(request);
  await cpu.turns();
  const failed = cpu.told.at(-1);
  assert.ok(failed?.type === 'not-explained' && failed.error.code === 'inference-failed');
  const gpu = bench('cuda', broken);
  gpu.explainer.explain(request);
  await gpu.turns();
  assert.deepEqual(gpu.told.at(-1), { type: 'provider-lost', provider: 'cuda', detail: 'device lost' });
});
