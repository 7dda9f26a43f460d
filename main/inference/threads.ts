/** The number of threads that suits the machine, found by a short benchmark. */
import { performance } from 'node:perf_hooks';
import type { Bundle, Variant } from './bundle.ts';
import { goldenTensor } from './golden.ts';
import type { OnnxBinding } from './onnx.ts';
import { openExtractor } from './session.ts';
import type { Extractor } from './session.ts';

/** Thread counts worth trying on a machine with `cores` logical cores. */
export function threadCandidates(cores: number): readonly number[] {
  return [...new Set([1, Math.ceil(cores / 2), cores].map((threads) => Math.min(16, Math.max(1, threads))))];
}

const timedRuns = 3;

/** Fastest of a few runs on one golden image, ms; the first run, which allocates, does not count. */
async function timeOf(extractor: Extractor, input: Float32Array): Promise<number> {
  await extractor.run(input, 1);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < timedRuns; run += 1) {
    const from = performance.now();
    await extractor.run(input, 1);
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

/**
 * Opens a variant of the extractor on the CPU with the number of threads that is fastest here and now. More threads must win clearly:
 * on a machine that is busy otherwise they wait for each other and cost more than they bring.
 */
export async function openTunedExtractor(binding: OnnxBinding, bundle: Bundle, variant: Variant, cores: number): Promise<Extractor> {
  const input = goldenTensor({ kind: 'lcg-blocks', seed: 1, count: 1 });
  let best = await openExtractor(binding, bundle, variant, 'cpu', 1);
  let bestTime = await timeOf(best, input);
  for (const threads of threadCandidates(cores).slice(1)) {
    const other = await openExtractor(binding, bundle, variant, 'cpu', threads);
    const time = await timeOf(other, input);
    const better = time < 0.9 * bestTime;
    await (better ? best : other).release();
    if (!better) continue;
    best = other;
    bestTime = time;
  }
  return best;
}
