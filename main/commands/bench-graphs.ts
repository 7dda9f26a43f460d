/** Graphs against each other: the variants of a bundle's extractor, and any other graph of the same input, frame by frame in turns, so that noise hits all alike. */
import { performance } from 'node:perf_hooks';
import type { AppError, Precision, Provider, Result } from '../../preload/domain.ts';
import type { Bundle } from '../inference/bundle.ts';
import { goldenTensor } from '../inference/golden.ts';
import type { OnnxBinding, OnnxSession } from '../inference/onnx.ts';
import { INPUT_SIZE } from '../inference/preprocess.ts';

export interface VariantFigures {
  readonly precision: Precision;
  /** Bare `session.run`, one frame, median. */
  readonly msPerFrame: number;
  /** Time of the fp32 variant by this one's, median over the turns; null where the provider has no fp32 variant. */
  readonly timesFasterThanFp32: number | null;
}

export interface GraphFigures {
  readonly variants: readonly VariantFigures[];
  /** The graph that was named to compare with, and how much faster the engine's variant is. */
  readonly against: { readonly msPerFrame: number; readonly engineTimesFaster: number } | null;
}

export interface GraphQuery {
  readonly binding: OnnxBinding;
  readonly bundle: Bundle;
  readonly provider: Provider;
  /** Variant that the engine uses. */
  readonly precision: Precision;
  readonly threads: number;
  readonly turns: number;
  /** File of a further graph; null without. */
  readonly against: string | null;
}

interface Timed {
  readonly precision: Precision | null;
  readonly session: OnnxSession;
  readonly times: number[];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN) + (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)) / 2;
}

/** Median over the turns of one graph's time by another's. */
function ratio(slow: Timed, fast: Timed): number {
  return median(slow.times.map((time, turn) => time / (fast.times[turn] ?? Number.NaN)));
}

async function takeTurns(graphs: readonly Timed[], turns: number): Promise<void> {
  const frame = goldenTensor({ kind: 'lcg-blocks', seed: 1, count: 1 });
  // The first turn allocates and does not count.
  for (let turn = -1; turn < turns; turn += 1) {
    for (const { session, times } of graphs) {
      const from = performance.now();
      await session.run(session.inputNames[0] ?? '', frame, [1, 3, INPUT_SIZE, INPUT_SIZE]);
      if (turn >= 0) times.push(performance.now() - from);
    }
  }
}

function figuresOf(graphs: readonly Timed[], used: Precision): GraphFigures {
  const fp32 = graphs.find((graph) => graph.precision === 'fp32');
  const engine = graphs.find((graph) => graph.precision === used);
  const other = graphs.find((graph) => graph.precision === null);
  const variants = graphs.flatMap((graph) => {
    if (graph.precision === null) return [];
    return [{ precision: graph.precision, msPerFrame: median(graph.times), timesFasterThanFp32: fp32 === undefined ? null : ratio(fp32, graph) }];
  });
  const against = other === undefined || engine === undefined ? null : { msPerFrame: median(other.times), engineTimesFaster: ratio(other, engine) };
  return { variants, against };
}

/** Times every variant that the bundle has for this provider. Error: `model-invalid` for a graph that does not open or run. */
export async function measureGraphs({ binding, bundle, provider, precision, threads, turns, against }: GraphQuery): Promise<Result<GraphFigures>> {
  const files: { readonly precision: Precision | null; readonly path: string }[] = bundle.variants.filter((variant) => variant.providers.includes(provider));
  if (against !== null) files.push({ precision: null, path: against });
  const graphs: Timed[] = [];
  try {
    for (const file of files) graphs.push({ precision: file.precision, session: await binding.open(file.path, { provider, threads, providerOnly: false }), times: [] });
    await takeTurns(graphs, turns);
    return { ok: true, value: figuresOf(graphs, precision) };
  } catch {
    const error: AppError = { code: 'model-invalid', message: 'A graph to compare cannot be computed here.', hint: 'Name a graph of one input, N x 3 x 224 x 224 floats.' };
    return { ok: false, error };
  } finally {
    for (const { session } of graphs) await session.release();
  }
}
