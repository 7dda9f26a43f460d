/**
 * LIME (Ribeiro, Singh, Guestrin 2016: "Why Should I Trust You?") of one input image: superpixels are switched off at random, and a weighted ridge
 * regression says what each adds to the score. Kernel, penalty and cosine distance are those of the authors' lime_image; superpixels are SLIC,
 * masks come in pairs of opposites, and the samples grow until the strongest superpixels stay the same.
 */
import { createRandom, kernelWeight, maskPair, perturbed } from './perturb.ts';
import { structureless } from './replacement.ts';
import { RidgeSums } from './ridge.ts';
import { superpixels } from './slic.ts';
import { jaccard, strongest } from './stability.ts';

/** Scores input images (224 x 224 bytes each): calibrated logits. */
export type LimeScorer = (images: readonly Uint8Array[]) => Promise<Float64Array>;

export interface LimeInput {
  /** Unwrapped input image, 224 x 224 bytes. */
  readonly image: Uint8Array;
  /** 1 where there is no ultrasound image; null when all of it is. */
  readonly background: Uint8Array | null;
  readonly seed: number;
  /** Samples at most; fewer when the map is stable earlier. */
  readonly ofSamples: number;
}

export interface LimeMap {
  /** Superpixel of every pixel or 65535, row major. */
  readonly labels: Uint16Array;
  /** Share of each superpixel in the calibrated logit. */
  readonly weights: Float32Array;
  /** Calibrated logit of the untouched image. */
  readonly logit: number;
  /** Weighted R^2 of the linear explanation. */
  readonly fit: number;
  /** Mean Jaccard index of the strongest superpixels between independent halves of the samples; null while there are too few. */
  readonly stability: number | null;
  readonly samples: number;
  readonly settled: boolean;
}

export interface LimeRun {
  readonly settled: boolean;
  readonly samples: number;
  /** The next images to be scored, about `most`; not empty before it is settled. */
  next(most: number): readonly Uint8Array[];
  /** Logits of the images that `next` gave last. */
  take(logits: Float64Array): void;
  /** The explanation so far. */
  map(): LimeMap;
}

/** Samples at most where nobody asks for more or fewer: some seconds on a CPU. */
export const usualSamples = 400;

const side = 224;
const wantedSuperpixels = 48;
/** Ridge penalty of the reference implementation. */
const penalty = 1;
/** Superpixels compared between halves. */
const compared = 5;
/** Ways in which the samples are halved. */
const halvings = 8;
/** Samples below which no half is trusted to say anything. */
const fewest = 100;
/** A map whose halves agree this well is settled, once so many samples are in. */
const steady = 0.65;
const settledFrom = 200;
const checkedEvery = 50;

class Run implements LimeRun {
  readonly #input: LimeInput;
  readonly #labels: Uint16Array;
  readonly #count: number;
  readonly #off: Uint8Array;
  readonly #masks: () => readonly [Uint8Array, Uint8Array];
  readonly #coin: () => number;
  readonly #sums: RidgeSums;
  readonly #halves: readonly RidgeSums[];
  #asked: readonly Uint8Array[] = [];
  #logit: number | null = null;
  #samples = 0;
  #checkedAt = 0;
  #settled = false;

  constructor(input: LimeInput) {
    this.#input = input;
    const { labels, count } = superpixels(input.image, { width: side, height: side, wanted: wantedSuperpixels, background: input.background });
    this.#labels = labels;
    this.#count = count;
    this.#off = structureless(input.image, side, side, input.background);
    const random = createRandom(input.seed);
    this.#masks = () => maskPair(count, random);
    this.#coin = createRandom(input.seed ^ 0x5bd1e995);
    this.#sums = new RidgeSums(count);
    this.#halves = Array.from({ length: halvings }, () => new RidgeSums(count));
  }

  get settled(): boolean {
    return this.#settled;
  }

  get samples(): number {
    return this.#samples;
  }

  next(most: number): readonly Uint8Array[] {
    const whole = new Uint8Array(this.#count).fill(1);
    const left = this.#input.ofSamples - this.#samples;
    const pairs = Math.max(1, Math.floor(Math.min(most, left) / 2));
    this.#asked = this.#logit === null ? [whole] : Array.from({ length: pairs }, () => this.#masks()).flat();
    return this.#asked.map((mask) => perturbed(this.#input.image, this.#off, this.#labels, mask));
  }

  take(logits: Float64Array): void {
    let halves: readonly RidgeSums[] = [];
    this.#asked.forEach((mask, index) => {
      const logit = logits[index] ?? Number.NaN;
      const weight = kernelWeight(mask);
      this.#sums.add(mask, weight, logit);
      if (this.#logit === null) {
        this.#logit = logit;
        return;
      }
      // Partners stay together: the halves must not know of each other.
      if (index % 2 === 0) halves = this.#halves.filter(() => this.#coin() < 0.5);
      for (const half of halves) half.add(mask, weight, logit);
    });
    this.#samples += this.#asked.length;
    this.#asked = [];
    this.#settle();
  }

  map(): LimeMap {
    const solution = this.#sums.solve(penalty);
    if (solution === null || this.#logit === null) throw new RangeError('Nothing is scored yet.');
    const weights = Float32Array.from(solution.weights);
    return { labels: this.#labels, weights, logit: this.#logit, fit: solution.fit, stability: this.#stability(), samples: this.#samples, settled: this.#settled };
  }

  #settle(): void {
    if (this.#count === 0 || this.#samples + 1 >= this.#input.ofSamples) {
      this.#settled = true;
    } else if (this.#samples >= settledFrom && this.#samples - this.#checkedAt >= checkedEvery) {
      this.#checkedAt = this.#samples;
      this.#settled = (this.#stability() ?? 0) >= steady;
    }
  }

  #stability(): number | null {
    if (this.#samples < fewest || this.#count === 0) return null;
    let sum = 0;
    for (const half of this.#halves) {
      const [one, other] = [half.solve(penalty), this.#sums.without(half).solve(penalty)];
      if (one === null || other === null) return null;
      sum += jaccard(strongest(one.weights, compared), strongest(other.weights, compared));
    }
    return sum / this.#halves.length;
  }
}

export function createLimeRun(input: LimeInput): LimeRun {
  return new Run(input);
}

/** The whole run at once. `onProgress` hears the map after every group of about `group` images. Rejects when the scorer does. */
export async function limeMap(input: LimeInput, scorer: LimeScorer, options: { readonly group?: number; readonly onProgress?: (map: LimeMap) => void } = {}): Promise<LimeMap> {
  const run = createLimeRun(input);
  while (!run.settled) {
    run.take(await scorer(run.next(options.group ?? 8)));
    options.onProgress?.(run.map());
  }
  return run.map();
}
