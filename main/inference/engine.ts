/** Entry of the engine process: a bundle on a provider, and analyses as the host asks for them. Knows neither Electron nor the database. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { connectParent } from '../child.ts';
import type { AppError } from '../../preload/domain.ts';
import { createAnalyser } from './analyser.ts';
import type { Analyser } from './analyser.ts';
import { benchmark, noiseClip } from './benchmark.ts';
import { loadBundle } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { openClip } from './clip-source.ts';
import type { AnalyseRequest, FromEngine, StartMessage, ToEngine } from './engine-protocol.ts';
import { createHead } from './heads.ts';
import { createExplainer } from './lime/explainer.ts';
import type { Explainer } from './lime/explainer.ts';
import { createScorer } from './lime/scorer.ts';
import { onnxRuntime } from './onnx.ts';
import { chooseProvider } from './providers.ts';
import type { Extractor } from './session.ts';
import { createStepper } from './step.ts';
import type { Stepper } from './step.ts';

interface Engine {
  readonly extractor: Extractor;
  readonly stepper: Stepper;
  readonly analyser: Analyser;
  readonly explainer: Explainer;
}

/** Frames of the benchmark without a clip: about two seconds on a slow machine. */
const benchmarkFrames = 12;

const parent = connectParent();
const post = (message: FromEngine): void => parent.post(message);
let engine: Engine | null = null;

// TF32 rounds inputs to 10 bits of mantissa; the golden self-test compares fp32. Read by the CUDA libraries when they load.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';

async function open(start: StartMessage, bundle: Bundle): Promise<Engine | null> {
  const { chosen, attempts } = await chooseProvider({
    binding: onnxRuntime,
    bundle,
    choice: start.provider,
    strict: start.strict,
    platform: process.platform,
    cores: availableParallelism(),
    threads: start.threads,
    refused: start.refused,
    onTry: (provider, precision) => post({ type: 'trying', provider, precision }),
  });
  if (!chosen.ok) {
    post({ type: 'unusable', error: chosen.error, attempts });
    return null;
  }
  const extractor = chosen.value;
  const stepper = createStepper(bundle, extractor);
  post({ type: 'ready', provider: extractor.provider, precision: extractor.precision, model: bundle.ref, attempts, threads: extractor.threads });
  const analyser = createAnalyser({ extractor, stepper, openClip, post });
  const scorer = createScorer(extractor, createHead(bundle.head));
  return { extractor, stepper, analyser, explainer: createExplainer({ provider: extractor.provider, scorer, openClip, between: analyser.between, post }) };
}

async function start(message: StartMessage): Promise<void> {
  const bundle = await loadBundle(message.bundleDir);
  if (bundle.ok) engine = await open(message, bundle.value);
  else post({ type: 'unusable', error: bundle.error, attempts: [] });
}

async function runBenchmark({ extractor, stepper }: Engine, id: number, request: AnalyseRequest | null): Promise<void> {
  const clip = request === null ? { ok: true as const, value: noiseClip() } : openClip(request);
  if (!clip.ok) {
    post({ type: 'benchmark', id, result: clip.error });
    return;
  }
  try {
    const result = await benchmark(extractor, stepper, clip.value, request?.frames ?? benchmarkFrames, () => post({ type: 'alive' }));
    post({ type: 'benchmark', id, result });
  } catch {
    const error: AppError = { code: 'inference-failed', message: 'The benchmark could not be computed.', hint: 'Choose another provider.' };
    post({ type: 'benchmark', id, result: error });
  }
}

parent.onMessage((data) => {
  const message = data as ToEngine;
  if (message.type === 'start') {
    void start(message);
    return;
  }
  const ready = engine;
  // The host speaks only after `ready`.
  if (ready === null) throw new Error(`A message of type ${message.type} came before the engine was ready.`);
  switch (message.type) {
    case 'analyse': return ready.analyser.analyse(message.request);
    case 'cancel': return ready.analyser.cancel(message.key);
    case 'look': return ready.analyser.look(message.key, message.frame);
    case 'explain': return ready.explainer.explain(message.request);
    case 'cancel-explain': return ready.explainer.cancel(message.key);
    case 'benchmark': return ready.analyser.between(() => runBenchmark(ready, message.id, message.clip));
  }
});
