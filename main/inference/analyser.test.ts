/** The work loop with a faked extractor and clips: order, groups, cancelling, failures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Provider } from '../../preload/domain.ts';
import { createAnalyser } from './analyser.ts';
import type { Analyser } from './analyser.ts';
import type { AnalyseRequest, FromEngine } from './engine-protocol.ts';
import type { FrameGuard } from '../analysis/clip-guard.ts';
import type { Extractor } from './session.ts';
import type { Stepper } from './step.ts';

interface Bench {
  readonly analyser: Analyser;
  readonly messages: FromEngine[];
  /** Frames in the order in which they were computed, as "key frame". */
  readonly computed: string[];
  readonly groups: number[];
  readonly closed: string[];
  /** Answers when a message of this type has come. */
  readonly until: (type: FromEngine['type'], count?: number) => Promise<void>;
}

interface Behaviour {
  readonly provider?: Provider;
  /** Called before each run; may throw as a provider does. */
  readonly beforeRun?: (run: number, analyser: Analyser) => void;
  readonly unreadable?: number;
  /** What the guard finds in a frame; absent: no guard. */
  readonly guard?: (frame: number) => FrameGuard;
}

function bench({ provider = 'cpu', beforeRun = () => {}, unreadable = -1, guard }: Behaviour = {}): Bench {
  const messages: FromEngine[] = [];
  const computed: string[] = [];
  const groups: number[] = [];
  const closed: string[] = [];
  const waiting: (() => void)[] = [];
  const extractor: Extractor = {
    provider, precision: 'fp32', threads: 1, partly: false, run: () => Promise.reject(new Error('not used')), release: () => Promise.resolve(),
  };
  const stepper: Stepper = {
    guarded: guard !== undefined,
    tensor: () => new Float32Array(),
    step: (frames, _, pictures) => {
      beforeRun(groups.length, analyser);
      groups.push(frames.length);
      const last = messages.findLast((message) => message.type === 'working');
      computed.push(...frames.map((frame) => `${last?.key ?? ''} ${frame}`));
      const scores = frames.map((frame) => ({ frame, logit: 0, probability: 0.5, evidence: new Float32Array() }));
      return Promise.resolve({ scores, guards: guard === undefined || pictures === null ? [] : frames.map(guard), inferMs: 1, explainMs: 0 });
    },
  };
  const analyser = createAnalyser({
    extractor,
    stepper,
    openClip: (request) => ({
      ok: true,
      value: {
        read: (frames) => (frames.includes(unreadable) ? Promise.reject(new Error('damaged')) : Promise.resolve(frames.map(() => new Uint8Array()))),
        images: () => [],
        close: () => closed.push(request.key),
      },
    }),
    post: (message) => {
      messages.push(message);
      for (const wake of waiting.splice(0)) wake();
    },
  });
  const until = async (type: FromEngine['type'], count = 1): Promise<void> => {
    while (messages.filter((message) => message.type === type).length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { analyser, messages, computed, groups, closed, until };
}

function clip(key: string, frames: number): AnalyseRequest {
  return { key, grayPath: '', sector: { kind: 'rect', box: { x: 0, y: 0, width: 1, height: 1 } }, gain: 255, frames, done: [], limit: null, guard: 'stop' };
}

test('all clips are computed, opening frames of each first, and their files closed', async () => {
  const { analyser, computed, closed, messages, until } = bench();
  analyser.analyse(clip('a', 20));
  analyser.analyse(clip('b', 10));
  analyser.analyse(clip('empty', 0));
  await until('done', 3);
  assert.deepEqual(computed.slice(0, 16).map((item) => item[0]), 'aaaaaaaabbbbbbbb'.split(''));
  assert.equal(new Set(computed).size, 30);
  assert.deepEqual(closed.toSorted(), ['a', 'b', 'empty']);
  const scored = messages.flatMap((message) => (message.type === 'scores' && message.key === 'a' ? message.scores : []));
  assert.equal(scored.length, 20);
});

test('scores come in few groups on a fast provider, and frames many to a run', async () => {
  const { analyser, groups, messages, until } = bench({ provider: 'webgpu' });
  analyser.analyse(clip('a', 800));
  await until('done');
  assert.ok(groups.includes(8));
  const told = messages.filter((message) => message.type === 'scores').length;
  assert.ok(told < 20, `${told} groups`);
});

test('the frame on screen is computed after at most the one that was being read', async () => {
  const { analyser, computed, until } = bench({
    beforeRun: (run, self) => {
      if (run === 9) self.look('b', 33);
    },
  });
  analyser.analyse(clip('a', 40));
  analyser.analyse(clip('b', 40));
  await until('done', 2);
  assert.ok(computed.indexOf('b 33') <= 11, `${computed.indexOf('b 33')}`);
});

test('a cancelled clip stops after the frame in work and tells nothing more', async () => {
  const { analyser, computed, messages, closed, until } = bench({
    beforeRun: (run, self) => {
      if (run === 4) self.cancel('a');
    },
  });
  analyser.analyse(clip('a', 40));
  analyser.analyse(clip('b', 3));
  await until('done');
  assert.equal(computed.filter((item) => item.startsWith('a')).length, 5);
  assert.ok(messages.every((message) => message.type !== 'done' || message.key === 'b'));
  assert.deepEqual(closed, ['a', 'b']);
});

test('a frame that cannot be read fails its clip; the next clip is analysed', async () => {
  const { analyser, messages, until } = bench({ unreadable: 15 });
  analyser.analyse(clip('a', 20));
  analyser.analyse(clip('b', 4));
  await until('failed');
  await until('done');
  assert.ok(messages.some((message) => message.type === 'failed' && message.key === 'a' && message.error.code === 'store-corrupt'));
});

test('a run that throws: on the CPU the clip fails, on another provider the provider is given up', async () => {
  const beforeRun = (): void => {
    throw new Error('device lost');
  };
  const cpu = bench({ beforeRun });
  cpu.analyser.analyse(clip('a', 4));
  await cpu.until('failed');
  assert.ok(cpu.messages.some((message) => message.type === 'failed' && message.error.code === 'inference-failed'));
  const gpu = bench({ beforeRun, provider: 'cuda' });
  gpu.analyser.analyse(clip('a', 4));
  await gpu.until('provider-lost');
  assert.ok(gpu.messages.every((message) => message.type !== 'failed'));
});

test('a task runs alone between two runs, also when nothing else is to do', async () => {
  const { analyser } = bench();
  await new Promise<void>((resolve) => analyser.between(() => Promise.resolve(resolve())));
});

/** Frames differ; `score` decides. */
const seen = (score: number) => (frame: number): FrameGuard => ({ score, dark: false, flat: false, sketch: Float32Array.of(frame * 10) });
const judgements = (messages: readonly FromEngine[]) => messages.flatMap((message) => (message.type === 'scores' ? [message.judgement] : []));

test('a clip that the guard rejects ends after its first eight frames, with the reason', async () => {
  const { analyser, computed, messages, closed, until } = bench({ guard: seen(-1) });
  analyser.analyse(clip('a', 100));
  await until('done');
  assert.equal(computed.length, 8);
  assert.deepEqual(closed, ['a']);
  const last = judgements(messages).at(-1);
  assert.ok(typeof last === 'object' && last.reason === 'not-lung');
});

test('with a warning the analysis goes on to the end; a clip that was let through before is not judged again', async () => {
  const { analyser, computed, messages, until } = bench({ guard: seen(-1) });
  analyser.analyse({ ...clip('a', 20), guard: 'warn' });
  await until('done');
  assert.equal(computed.length, 20);
  assert.ok(typeof judgements(messages).at(-1) === 'object');
  analyser.analyse({ ...clip('b', 20), done: Array.from({ length: 9 }, (_, frame) => frame) });
  await until('done', 2);
  assert.equal(judgements(messages).at(-1), 'passed');
  analyser.analyse({ ...clip('c', 20), done: [0, 1, 2] });
  await until('done', 3);
  assert.equal(computed.filter((item) => item.startsWith('c')).length, 8);
});

test('nothing is said of a clip before the guard has judged it; without a guard all pass', async () => {
  let asked = 0;
  const guarded = bench({ guard: (frame) => {
    asked += 1;
    return seen(1)(frame);
  } });
  guarded.analyser.analyse(clip('a', 12));
  await guarded.until('done');
  assert.equal(asked, 8, 'a judged clip is not looked at again');
  // Scores go out in batches by time: one that holds the judged frames too is judged; what comes before is not.
  assert.ok(judgements(guarded.messages).every((judgement, at, all) => judgement === 'undecided' || all.slice(at).every((later) => later === 'passed')));
  assert.equal(judgements(guarded.messages).at(-1), 'passed');
  const free = bench();
  free.analyser.analyse(clip('a', 3));
  await free.until('done');
  assert.ok(judgements(free.messages).every((judgement) => judgement === 'passed'));
});
