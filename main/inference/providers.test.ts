/** The chain's logic with a faked binding; the real CPU; and every real provider of this machine that opens. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Precision, Provider, ProviderAttempt, ProviderChoice } from '../../preload/domain.ts';
import { loadBundle } from './bundle.ts';
import type { Bundle, Variant } from './bundle.ts';
import { temporaryFolder, tinyBundle } from './fixtures/clips.ts';
import { operatorsRun } from './fixtures/operators.ts';
import { goldenImages, goldenTest } from './golden.ts';
import { onnxRuntime } from './onnx.ts';
import type { OnnxBinding } from './onnx.ts';
import { candidateProviders, chooseProvider } from './providers.ts';
import type { ProviderQuery } from './providers.ts';
import { openExtractor } from './session.ts';
import { openTunedExtractor, threadCandidates } from './threads.ts';

const loaded = await loadBundle(tinyBundle);
assert.ok(loaded.ok);
const bundle: Bundle = loaded.value;
const variantOf = (precision: Precision): Variant => {
  const found = bundle.variants.find((variant) => variant.precision === precision);
  assert.ok(found);
  return found;
};
const fp32 = variantOf('fp32');
const int8 = variantOf('int8');

type Behaviour = 'works' | 'throws' | 'wrong' | 'breaks' | 'partly';

interface Fake extends OnnxBinding {
  readonly opened: string[];
  readonly released: string[];
}

/** Computes on the real CPU, and does wrong as each provider is told to. */
function fakeBinding(behaviours: Partial<Record<Provider, Behaviour>>): Fake {
  const opened: string[] = [];
  const released: string[] = [];
  return {
    opened,
    released,
    providers: () => Object.keys(behaviours),
    open: async (path, options) => {
      const behaviour = behaviours[options.provider];
      opened.push(options.provider);
      if (behaviour === 'throws' || (behaviour === 'partly' && options.providerOnly)) throw new Error('no such device');
      const session = await onnxRuntime.open(path, { ...options, provider: 'cpu', providerOnly: false });
      return {
        ...session,
        run: async (name, data, dims) => {
          if (behaviour === 'breaks') throw new Error('device lost');
          const outputs = await session.run(name, data, dims);
          if (behaviour !== 'wrong') return outputs;
          return Object.fromEntries(Object.entries(outputs).map(([key, values]) => [key, values.map((value) => value * 1.01)]));
        },
        release: async () => {
          released.push(options.provider);
          await session.release();
        },
      };
    },
  };
}

async function choose(binding: OnnxBinding, choice: ProviderChoice = 'auto', more: Partial<ProviderQuery> = {}) {
  const tried: Provider[] = [];
  const query: ProviderQuery = {
    binding, bundle, choice, strict: false, platform: 'linux', cores: 1, threads: 1, refused: [], onTry: (provider) => tried.push(provider), ...more,
  };
  const { chosen, attempts } = await chooseProvider(query);
  if (chosen.ok) await chosen.value.release();
  return { provider: chosen.ok ? chosen.value.provider : chosen.error.code, attempts, tried };
}

const outcome = (attempts: readonly ProviderAttempt[]): string[] => attempts.map((attempt) => `${attempt.provider} ${attempt.ok ? 'ok' : 'refused'}`);

test('each platform has its order', () => {
  assert.deepEqual(candidateProviders('linux'), ['cuda', 'webgpu', 'cpu']);
  assert.deepEqual(candidateProviders('win32'), ['dml', 'webgpu', 'cpu']);
  assert.deepEqual(candidateProviders('darwin'), ['coreml', 'webgpu', 'cpu']);
});

test('the first that works is taken and nothing after it is tried', async () => {
  const { provider, attempts, tried } = await choose(fakeBinding({ cuda: 'works', webgpu: 'works', cpu: 'works' }));
  assert.equal(provider, 'cuda');
  assert.deepEqual(outcome(attempts), ['cuda ok']);
  assert.deepEqual(tried, ['cuda']);
});

test('a session that opens but computes something else is refused by the self-test, and released', async () => {
  const binding = fakeBinding({ cuda: 'wrong', webgpu: 'throws', cpu: 'works' });
  const { provider, attempts } = await choose(binding);
  assert.equal(provider, 'cpu');
  assert.deepEqual(outcome(attempts), ['cuda refused', 'webgpu refused', 'cpu ok']);
  assert.match(attempts[0]?.detail ?? '', /Self-test failed/);
  assert.match(attempts[1]?.detail ?? '', /no such device/);
  assert.ok(binding.released.includes('cuda'));
});

test('a provider that breaks during the self-test is refused', async () => {
  const { provider, attempts } = await choose(fakeBinding({ coreml: 'breaks', cpu: 'works' }), 'auto', { platform: 'darwin' });
  assert.equal(provider, 'cpu');
  assert.match(attempts[0]?.detail ?? '', /device lost/);
  assert.match(attempts[1]?.detail ?? '', /Not part of this program/);
});

test('a provider that leaves operators to the CPU says so', async () => {
  const { provider, attempts } = await choose(fakeBinding({ coreml: 'partly', cpu: 'works' }), 'auto', { platform: 'darwin' });
  assert.equal(provider, 'coreml');
  assert.match(attempts[0]?.detail ?? '', /some operators run on the CPU/);
});

test('an explicit choice that fails: an error when strict, the rest of the chain otherwise', async () => {
  const strict = await choose(fakeBinding({ webgpu: 'throws', cpu: 'works' }), 'webgpu', { strict: true });
  assert.equal(strict.provider, 'provider-unavailable');
  assert.deepEqual(outcome(strict.attempts), ['webgpu refused']);
  const open = await choose(fakeBinding({ cuda: 'works', webgpu: 'throws', cpu: 'works' }), 'webgpu');
  assert.deepEqual(outcome(open.attempts), ['webgpu refused', 'cuda ok']);
  const cpu = await choose(fakeBinding({ cuda: 'works', cpu: 'works' }), 'cpu', { strict: true });
  assert.deepEqual(outcome(cpu.attempts), ['cpu ok']);
});

test('what brought a process down before is reported and not tried', async () => {
  const refused = [{ provider: 'cuda', precision: null, ok: false, detail: 'The engine process ended.' }] as const;
  const binding = fakeBinding({ cuda: 'works', webgpu: 'throws', cpu: 'works' });
  const { provider, attempts, tried } = await choose(binding, 'auto', { refused });
  assert.equal(provider, 'cpu');
  assert.equal(attempts[0]?.detail, 'The engine process ended.');
  assert.deepEqual(tried, ['webgpu', 'cpu']);
});

test('nothing works: the reasons are in the message', async () => {
  const { provider, attempts } = await choose(fakeBinding({ cpu: 'wrong' }), 'auto');
  assert.equal(provider, 'provider-unavailable');
  assert.deepEqual(attempts.map((item) => item.precision), [null, null, 'int8', 'fp32']);
});

test('the CPU takes the first variant that passes; a refused one is said', async () => {
  const both = await choose(fakeBinding({ cpu: 'works' }), 'cpu');
  assert.deepEqual(both.attempts.map(({ precision, ok }) => [precision, ok]), [['int8', true]]);
  const unfit: Bundle = { ...bundle, variants: [{ ...int8, golden: fp32.golden }, fp32] };
  const other = await choose(fakeBinding({ cpu: 'works' }), 'cpu', { bundle: unfit });
  assert.deepEqual(other.attempts.map(({ precision, ok }) => [precision, ok]), [['int8', false], ['fp32', true]]);
  assert.match(other.attempts[0]?.detail ?? '', /Self-test failed/);
  const crashed = await choose(fakeBinding({ cpu: 'works' }), 'cpu', { refused: [{ provider: 'cpu', precision: 'int8', ok: false, detail: 'It ended.' }] });
  assert.deepEqual(crashed.attempts.map(({ precision, ok }) => [precision, ok]), [['int8', false], ['fp32', true]]);
});

test('a provider that no variant names is passed over', async () => {
  const cpuOnly: Bundle = { ...bundle, variants: [int8, { ...fp32, providers: ['cpu'] }] };
  const { attempts } = await choose(fakeBinding({ cuda: 'works', cpu: 'works' }), 'auto', { bundle: cpuOnly });
  assert.deepEqual(attempts.map(({ provider, detail }) => [provider, /no variant/.test(detail)]), [['cuda', true], ['webgpu', false], ['cpu', false]]);
});

for (const variant of [fp32, int8]) {
  test(`the real CPU reproduces the golden outputs that NumPy computed, Grad-CAM among them: ${variant.precision}`, async (t) => {
    const extractor = await openExtractor(onnxRuntime, bundle, variant, 'cpu', 1);
    t.after(() => extractor.release());
    const { golden } = variant;
    assert.ok(golden.evidence !== undefined && golden.evidence.every((grid) => grid.length === 14 * 14 && Math.max(...grid) > 0));
    const outcome = await goldenTest(bundle, variant, extractor);
    assert.ok(outcome.ok && outcome.worst < 0.3, `${outcome.worst} at ${outcome.where}`);
    t.diagnostic(`${outcome.worst} at ${outcome.where}`);
    const test = (changed: Partial<typeof golden>) => goldenTest(bundle, { ...variant, golden: { ...golden, ...changed } }, extractor);
    assert.equal((await test({ logits: golden.logits.map((logit) => logit + 0.1) })).where, 'logit');
    assert.equal((await test({ mapSums: {} })).ok, false);
    assert.match((await test({ evidence: golden.evidence.map((grid) => grid.map((value) => value * 1.1)) })).where, /evidence/);
    assert.equal((await test({ evidence: golden.evidence.map((grid) => grid.slice(1)) })).ok, false);
  });
}

test('the 8-bit graph runs in fused integer kernels: no float convolution, no rectifier is left', async (t) => {
  const folder = await temporaryFolder(t);
  const types = ['Conv', 'Relu', 'QLinearConv'];
  assert.deepEqual(await operatorsRun(int8.path, join(folder, 'int8.onnx'), types), [0, 0, 3]);
  assert.deepEqual((await operatorsRun(fp32.path, join(folder, 'fp32.onnx'), types)).at(-1), 0);
});

test('golden images follow the recipe', () => {
  const [first, second] = goldenImages({ kind: 'lcg-blocks', seed: 1, count: 2 });
  // state 1 -> 1015568748, 2 -> 1017233273 (mod 2^32); top bytes 60 and 60, then 1586005467 -> 94.
  assert.deepEqual([first?.[0], first?.[7], first?.[8], second?.[0]], [60, 60, 94, 60]);
});

test('for every provider that ONNX Runtime opens here, the self-test decides', async (t) => {
  for (const provider of candidateProviders(process.platform)) {
    const { chosen, attempts } = await chooseProvider({
      binding: onnxRuntime, bundle, choice: provider, strict: true, platform: process.platform, cores: 2, threads: 1, refused: [], onTry: () => {},
    });
    t.diagnostic(`${provider}: ${attempts[0]?.detail ?? ''}`);
    assert.equal(attempts[0]?.ok, chosen.ok);
    if (provider === 'cpu') assert.ok(chosen.ok);
    if (chosen.ok) await chosen.value.release();
  }
});

test('thread counts worth trying, and a tuned session that is one of them', async (t) => {
  assert.deepEqual(threadCandidates(1), [1]);
  assert.deepEqual(threadCandidates(2), [1, 2]);
  assert.deepEqual(threadCandidates(12), [1, 6, 12]);
  assert.deepEqual(threadCandidates(64), [1, 16]);
  const extractor = await openTunedExtractor(onnxRuntime, bundle, fp32, 2);
  t.after(() => extractor.release());
  assert.ok(threadCandidates(2).includes(extractor.threads));
});
