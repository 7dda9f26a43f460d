/** A bundle's extractor, head and Grad-CAM in this process, with weights as they are or shuffled. */
import type { Result } from '../../../preload/domain.ts';
import type { Grid } from '../../analysis/explanation-map.ts';
import type { Bundle } from '../../inference/bundle.ts';
import { evidenceLayout } from '../../inference/evidence.ts';
import { addResampled, branchShares, inEqualCells } from '../../inference/gradcam.ts';
import { createHead } from '../../inference/heads.ts';
import type { Head } from '../../inference/heads.ts';
import { createScorer } from '../../inference/lime/scorer.ts';
import type { LimeScorer } from '../../inference/lime/lime.ts';
import { onnxRuntime } from '../../inference/onnx.ts';
import { inputTensor } from '../../inference/preprocess.ts';
import { chooseProvider } from '../../inference/providers.ts';
import { openExtractor } from '../../inference/session.ts';
import type { Extractor } from '../../inference/session.ts';

export interface MapNamed extends Grid {
  /** "fused" or the branch's name. */
  readonly name: string;
  /** The same before the relu: shares of the logit for and against. */
  readonly signed: Float32Array;
}

export interface Look {
  readonly probability: number;
  /** Fused first, then the branches; not negative. */
  readonly maps: readonly MapNamed[];
}

export interface BenchModel {
  readonly branches: readonly string[];
  /** Cells of the fused map. */
  readonly fused: { readonly width: number; readonly height: number };
  readonly scorer: LimeScorer;
  looks(images: readonly Uint8Array[]): Promise<Look[]>;
  probabilities(images: readonly Uint8Array[]): Promise<number[]>;
  release(): Promise<void>;
}

/** Images in one run: what the memory of a small machine takes. */
const atOnce = 8;

async function inParts<T>(images: readonly Uint8Array[], part: (images: readonly Uint8Array[]) => Promise<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let from = 0; from < images.length; from += atOnce) all.push(...(await part(images.slice(from, from + atOnce))));
  return all;
}

export function benchModel(bundle: Bundle, extractor: Extractor, head: Head): BenchModel {
  const { branches, featureCount } = bundle.manifest.extractor;
  const layout = evidenceLayout(branches);
  const cut = (values: Float32Array, index: number, size: number): Float32Array => values.subarray(index * size, (index + 1) * size);
  /** As the engine does it (gradcam.ts), with what lies below the relu. */
  const namedMaps = (maps: readonly Float32Array[], gradient: Float32Array): MapNamed[] => {
    const { width, height } = layout.fused;
    const sum = new Float32Array(width * height);
    const named = (name: string, columns: number, rows: number, signed: Float32Array): MapNamed => ({ name, width: columns, height: rows, signed, values: signed.map((value) => Math.max(0, value)) });
    const alone = branches.map((branch, at) => {
      const shares = branchShares(branch, maps[at] ?? new Float32Array(), gradient);
      addResampled(sum, width, height, shares, branch);
      return named(branch.name, branch.width, branch.height, inEqualCells(branch, shares));
    });
    return [named('fused', width, height, sum), ...alone];
  };
  const looks = async (images: readonly Uint8Array[]): Promise<Look[]> => {
    const output = await extractor.run(inputTensor(images), images.length);
    return images.map((_, index) => {
      const features = cut(output.features, index, featureCount);
      const maps = branches.map((branch, at) => cut(output.maps[at] ?? new Float32Array(), index, branch.channels * branch.height * branch.width));
      return { probability: head.score(features).probability, maps: namedMaps(maps, head.gradient(features)) };
    });
  };
  return {
    branches: branches.map((branch) => branch.name),
    fused: { width: layout.fused.width, height: layout.fused.height },
    scorer: createScorer(extractor, head),
    looks: (images) => inParts(images, looks),
    probabilities: async (images) => (await inParts(images, looks)).map((look) => look.probability),
    release: () => extractor.release(),
  };
}

export interface Opened {
  readonly extractor: Extractor;
  readonly head: Head;
  /** The graph to randomise: in floating point where there is one, as small integers lose the small activations of shuffled weights. */
  readonly graph: string;
  /** An extractor of the same shape from another file. */
  open(path: string): Promise<Extractor>;
}

/** The extractor as the engine would choose it on the CPU, which every machine has. Error: `provider-unavailable`. */
export async function openModel(bundle: Bundle, cores: number): Promise<Result<Opened>> {
  const { chosen } = await chooseProvider({ binding: onnxRuntime, bundle, choice: 'cpu', strict: true, platform: process.platform, cores, threads: null, refused: [], onTry: () => {} });
  if (!chosen.ok) return chosen;
  const extractor = chosen.value;
  const variant = bundle.variants.find((item) => item.precision === extractor.precision);
  if (variant === undefined) throw new Error('The extractor is of no variant of its bundle.');
  return {
    ok: true,
    value: {
      extractor, head: createHead(bundle.head), graph: (bundle.variants.find((item) => item.precision === 'fp32') ?? variant).path,
      open: (path) => openExtractor(onnxRuntime, bundle, { ...variant, path }, extractor.provider, extractor.threads),
    },
  };
}
