/** Deletion and insertion (Petsiuk et al. 2018): how the probability falls as what a map calls important is removed, and rises as it is put back. */
import { seededUniform } from '../../analysis/bootstrap.ts';
import { refined } from '../../analysis/explanation-map.ts';
import { limeMap } from '../../inference/lime/lime.ts';
import { structureless } from '../../inference/lime/replacement.ts';
import { INPUT_SIZE } from '../../inference/preprocess.ts';
import type { ExplainReport } from './format.ts';
import type { BenchFrame } from './frames.ts';
import { centrePrior, limePixels } from './localisation.ts';
import { meanOf } from './means.ts';
import type { OfClip } from './means.ts';
import type { BenchModel } from './model.ts';

/** Pixels from the most important to the least; equals in random order. */
export function importanceOrder(fine: ArrayLike<number>, uniform: () => number): Uint32Array {
  const luck = Float64Array.from({ length: fine.length }, uniform);
  return Uint32Array.from({ length: fine.length }, (_, index) => index).sort((a, b) => (fine[b] ?? 0) - (fine[a] ?? 0) || (luck[a] ?? 0) - (luck[b] ?? 0));
}

/** The image with the first k / steps of the pixels, in order, taken from the other image: k = 0 to `steps`. */
export function replacedStepwise(image: Uint8Array, other: Uint8Array, order: Uint32Array, steps: number): Uint8Array[] {
  const current = Uint8Array.from(image);
  const pictures = [Uint8Array.from(current)];
  for (let step = 1; step <= steps; step += 1) {
    for (const pixel of order.subarray(Math.round(((step - 1) * order.length) / steps), Math.round((step * order.length) / steps))) current[pixel] = other[pixel] ?? 0;
    pictures.push(Uint8Array.from(current));
  }
  return pictures;
}

/** Area under the curve over the replaced share, by trapezoids: a mean probability. */
export function areaOf(probabilities: readonly number[]): number {
  const inner = probabilities.reduce((sum, value) => sum + value, 0) - ((probabilities[0] ?? 0) + (probabilities.at(-1) ?? 0)) / 2;
  return inner / (probabilities.length - 1);
}

export interface FaithfulnessOptions {
  readonly source: string;
  readonly steps: number;
  readonly limeSamples: number;
  readonly seed: number;
  readonly onFrame: () => void;
}

interface Areas {
  readonly deletion: OfClip[];
  readonly insertion: OfClip[];
  readonly difference: OfClip[];
}

/** Cells of the random map: blobs about as large as those of a network's coarse map, as smaller ones tear every structure apart at once. */
const randomCells = 7;

/** Every map's order on the same frames, against a map of random values and the centre prior. */
export async function faithfulness(model: BenchModel, frames: readonly BenchFrame[], options: FaithfulnessOptions): Promise<ExplainReport['faithfulness']> {
  const { source, steps, limeSamples, seed, onFrame } = options;
  const uniform = seededUniform(seed);
  const areas = new Map<string, Areas>();
  const looks = await model.looks(frames.map((frame) => frame.image));
  for (const [index, { clip, image, background }] of frames.entries()) {
    const lime = limeSamples === 0 ? null : await limeMap({ image, background, seed, ofSamples: limeSamples }, model.scorer);
    const random = { width: randomCells, height: randomCells, values: Float64Array.from({ length: randomCells * randomCells }, uniform) };
    const orders: readonly (readonly [string, ArrayLike<number>])[] = [
      ...(looks[index]?.maps ?? []).map((map) => [`Grad-CAM ${map.name}`, refined(map, INPUT_SIZE, background)] as const),
      ...(lime === null ? [] : [['LIME', limePixels(lime)] as const]),
      ['centre prior', centrePrior()], ['random order', refined(random, INPUT_SIZE, background)],
    ];
    const bare = structureless(image, INPUT_SIZE, INPUT_SIZE, background);
    for (const [map, fine] of orders) {
      const order = importanceOrder(fine, uniform);
      const found = areas.get(map) ?? { deletion: [], insertion: [], difference: [] };
      areas.set(map, found);
      const deletion = areaOf(await model.probabilities(replacedStepwise(image, bare, order, steps)));
      const insertion = areaOf(await model.probabilities(replacedStepwise(bare, image, order, steps)));
      found.deletion.push({ clip, value: deletion });
      found.insertion.push({ clip, value: insertion });
      found.difference.push({ clip, value: insertion - deletion });
    }
    onFrame();
  }
  return { source, frames: frames.length, steps, rows: [...areas].map(([map, { deletion, insertion, difference }]) => ({ map, deletion: meanOf(deletion), insertion: meanOf(insertion), difference: meanOf(difference) })) };
}
