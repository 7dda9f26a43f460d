/** Fits candidates in a space: logits of the rows held out, and the parameters that head.json holds. What the candidates of one kind share is computed once. */
import { shareLogit } from '../../inference/heads/parts.ts';
import type { Candidate, HeadKind } from '../candidates.ts';
import type { Gemm } from '../gemm.ts';
import { rowsOf, times } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';
import { drawByWeight, seededUniform, seedFrom } from '../random.ts';
import { overFeatures } from '../space.ts';
import type { Space } from '../space.ts';
import { fitLinearSvm, fitLogisticRegression } from './linear-fit.ts';
import type { Examples, LinearFit } from './linear-fit.ts';
import { nearestLogits } from './nearest-fit.ts';
import { fitPerceptron, perceptronLogits } from './perceptron-fit.ts';
import type { PerceptronFit } from './perceptron-fit.ts';
import { fitRbfSvm, gramMatrix, rbfDecisions } from './rbf-svm-fit.ts';
import { tensorOf } from './tensor.ts';
import { binRows } from './tree-fit.ts';
import type { BinnedRows } from './tree-fit.ts';
import { fitBoosting, fitForest, sumOfTrees } from './trees-fit.ts';

export interface FittedHead {
  /** Of the space's test rows, before calibration. */
  readonly logits: Float64Array;
  /** The kind's own keys of head.json; `features` is the width of the extractor's vector. */
  parameters(features: number): Readonly<Record<string, unknown>>;
  /** Whether the head sees the projection or the standardised features themselves. */
  readonly projected: boolean;
}

export interface Targets {
  readonly labels: Uint8Array;
  readonly weights: Float64Array;
}

const hiddenUnits = 16;

function linear(space: Space, { weights, bias }: LinearFit): FittedHead {
  return {
    logits: times(space.test, weights).map((value) => value + bias),
    projected: false,
    parameters: (features) => ({ weights: [...overFeatures(space, { rows: 1, columns: weights.length, values: Float32Array.from(weights) }, features).values], bias }),
  };
}

function fitLinears(space: Space, targets: Targets, candidates: readonly Extract<Candidate, { strength: number }>[]): FittedHead[] {
  const examples: Examples = { x: space.train, ...targets };
  let before: LinearFit | undefined;
  return candidates.map(({ kind, strength }) => {
    const fit = kind === 'logistic-regression' ? fitLogisticRegression : fitLinearSvm;
    // The fit of a smaller strength lies near that of the next.
    before = fit(examples, { c: strength / space.train.rows, start: before, tolerance: 1e-5, maxRounds: 200 });
    return linear(space, before);
  });
}

/** Frames of a clip are alike, and the machine's cost grows with their square: of more than this many, every n-th is learnt from. */
const mostMachineRows = 4_000;

async function fitMachines(space: Space, all: Targets, candidates: readonly Extract<Candidate, { kind: 'rbf-svm' }>[], gemm: Gemm): Promise<FittedHead[]> {
  const { projectedTrain, projectedTest: test } = space;
  const step = Math.ceil(projectedTrain.rows / mostMachineRows);
  const kept = Uint32Array.from({ length: Math.ceil(projectedTrain.rows / step) }, (_, at) => at * step);
  const x = rowsOf(projectedTrain, kept);
  const [labels, weights] = [Uint8Array.from(kept, (row) => all.labels[row] ?? 0), Float64Array.from(kept, (row) => all.weights[row] ?? 0)];
  const fitted: FittedHead[] = [];
  for (const width of new Set(candidates.map((candidate) => candidate.width))) {
    const gamma = width / x.columns;
    const gram = await gramMatrix(x, x, gamma, gemm);
    const kernel = test.rows === 0 ? { rows: 0, columns: x.rows, values: new Float32Array() } : await gramMatrix(test, x, gamma, gemm);
    for (const candidate of candidates.filter((one) => one.width === width)) {
      const fit = fitRbfSvm(labels, weights, gram, candidate.c);
      const parameters = () => ({ gamma, bias: fit.bias, dual: [...fit.dual], support: tensorOf(rowsOf(x, fit.support)) });
      fitted.push({ logits: rbfDecisions(fit, kernel), projected: true, parameters });
    }
  }
  return fitted;
}

async function fitNeighbours(space: Space, targets: Targets, candidates: readonly Extract<Candidate, { k: number }>[], gemm: Gemm): Promise<FittedHead[]> {
  const examples: Examples = { x: space.projectedTrain, ...targets };
  const ks = candidates.map(({ k }) => Math.min(k, examples.x.rows));
  const logits = space.projectedTest.rows === 0 ? [] : await nearestLogits(examples, space.projectedTest, ks, gemm);
  return ks.map((k, at) => ({
    logits: logits[at] ?? new Float64Array(), projected: true,
    parameters: () => ({ k, samples: tensorOf(examples.x), labels: [...targets.labels], weights: [...targets.weights] }),
  }));
}

function fitForestHead(space: Space, targets: Targets, { trees: count, leaf }: { readonly trees: number; readonly leaf: number }, binned: BinnedRows, seed: number): FittedHead {
  const examples: Examples = { x: space.projectedTrain, ...targets };
  const { rows, columns } = examples.x;
  const minLeaf = Math.max(1, Math.min(leaf, Math.floor(rows / 20)));
  const trees = fitForest(examples, { trees: count, maxDepth: 6, minLeaf, tryFeatures: Math.max(1, Math.floor(Math.sqrt(columns))), bootstrap: true, seed }, binned);
  return { logits: sumOfTrees(trees, space.projectedTest).map((sum) => shareLogit(sum / count)), projected: true, parameters: () => ({ trees }) };
}

function fitBoostingHead(space: Space, targets: Targets, count: number, binned: BinnedRows, seed: number): FittedHead {
  const examples: Examples = { x: space.projectedTrain, ...targets };
  const minLeaf = Math.max(1, Math.min(20, Math.floor(examples.x.rows / 20)));
  const options = { trees: count, rate: 0.06, maxDepth: 2, minLeaf, tryFeatures: Math.min(16, examples.x.columns), share: 0.5, seed };
  const boosted = fitBoosting(examples, options, binned);
  return { logits: sumOfTrees(boosted.trees, space.projectedTest).map((sum) => boosted.initial + boosted.rate * sum), projected: true, parameters: () => ({ ...boosted }) };
}

function layersOf({ hidden, inputs, parameters }: PerceptronFit): readonly unknown[] {
  const [biases, outputs] = [hidden * inputs, hidden * inputs + hidden];
  const table = (rows: number, columns: number, from: number): Matrix => ({ rows, columns, values: Float32Array.from(parameters.subarray(from, from + rows * columns)) });
  return [
    { weights: tensorOf(table(hidden, inputs, 0)), bias: [...parameters.subarray(biases, biases + hidden)] },
    { weights: tensorOf(table(1, hidden, outputs)), bias: [parameters[outputs + hidden] ?? 0] },
  ];
}

function fitPerceptronHead(space: Space, { labels, weights }: Targets, alpha: number, seed: number): FittedHead {
  const { projectedTrain: x, projectedTest: test } = space;
  // Frames are drawn by their weight: Adam sees them one by one.
  const drawn = drawByWeight(weights, x.rows, seededUniform(seed));
  const fit = fitPerceptron(rowsOf(x, drawn), Uint8Array.from(drawn, (row) => labels[row] ?? 0), { hidden: hiddenUnits, alpha, epochs: 40, batch: Math.min(64, x.rows), rate: 2e-3, seed, shuffled: true });
  return { logits: perceptronLogits(fit, test), projected: true, parameters: () => ({ activation: 'relu', layers: layersOf(fit) }) };
}

/** One fitted head a candidate, in the candidates' order; both classes must be among the targets. */
export async function fitCandidates(space: Space, targets: Targets, candidates: readonly Candidate[], seed: number, gemm: Gemm): Promise<readonly FittedHead[]> {
  const fitted = new Map<Candidate, FittedHead>();
  const keep = <C extends Candidate>(these: readonly C[], heads: readonly FittedHead[]): void => these.forEach((candidate, at) => {
    const head = heads[at];
    if (head !== undefined) fitted.set(candidate, head);
  });
  const of = <K extends HeadKind>(kind: K) => candidates.filter((candidate): candidate is Extract<Candidate, { kind: K }> => candidate.kind === kind);
  for (const kind of ['logistic-regression', 'linear-svm'] as const) {
    const these = candidates.filter((candidate): candidate is Extract<Candidate, { strength: number }> => candidate.kind === kind);
    if (these.length > 0) keep(these, fitLinears(space, targets, these));
  }
  if (of('rbf-svm').length > 0) keep(of('rbf-svm'), await fitMachines(space, targets, of('rbf-svm'), gemm));
  if (of('k-nearest-neighbours').length > 0) keep(of('k-nearest-neighbours'), await fitNeighbours(space, targets, of('k-nearest-neighbours'), gemm));
  const trees = [...of('random-forest'), ...of('gradient-boosting')];
  const binned = trees.length === 0 ? null : binRows(space.projectedTrain);
  if (binned !== null) {
    keep(of('random-forest'), of('random-forest').map((one) => fitForestHead(space, targets, one, binned, seedFrom(seed, 'forest'))));
    keep(of('gradient-boosting'), of('gradient-boosting').map((one) => fitBoostingHead(space, targets, one.trees, binned, seedFrom(seed, 'boosting'))));
  }
  keep(of('mlp'), of('mlp').map((one) => fitPerceptronHead(space, targets, one.alpha, seedFrom(seed, 'mlp'))));
  return candidates.flatMap((candidate) => fitted.get(candidate) ?? []);
}
