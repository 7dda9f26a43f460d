/** Where maps point on phantoms: at the B-lines that were drawn, or elsewhere. */
import { massInside, peakOf, refined, touches } from '../../analysis/explanation-map.ts';
import type { Mask } from '../../analysis/explanation-map.ts';
import { limeMap } from '../../inference/lime/lime.ts';
import type { LimeMap } from '../../inference/lime/lime.ts';
import { INPUT_SIZE } from '../../inference/preprocess.ts';
import type { ExplainReport } from './format.ts';
import type { PhantomFrame } from './frames.ts';
import { meanOf } from './means.ts';
import type { OfClip } from './means.ts';
import type { BenchModel } from './model.ts';

type Localisation = ExplainReport['phantoms'][number]['maps'][number];

/** What one map says on one frame. */
interface Judged {
  readonly clip: string;
  readonly empty: boolean;
  /** 1 or 0; a share where the map itself has no single peak. */
  readonly pointing: number;
  readonly strict: number;
  readonly bLineMass: number | null;
  readonly pleuraMass: number | null;
}

function judged(frame: PhantomFrame, fine: ArrayLike<number>, hit: (peak: number) => boolean): Judged {
  const peak = peakOf(fine);
  return {
    clip: frame.clip, empty: peak === null, pointing: peak !== null && hit(peak) ? 1 : 0, strict: peak !== null && frame.bLine.inside[peak] === 1 ? 1 : 0,
    bLineMass: massInside(fine, frame.bLine), pleuraMass: massInside(fine, frame.pleura),
  };
}

/** The tolerance is half a cell to each side: the cell around the peak touches a B-line. */
function judgedGrid(frame: PhantomFrame, fine: ArrayLike<number>, cells: { readonly width: number; readonly height: number }): Judged {
  return judged(frame, fine, (peak) => touches(frame.bLine, peak, INPUT_SIZE / cells.width / 2, INPUT_SIZE / cells.height / 2));
}

/** Superpixels that speak for the finding, each with its weight spread over its pixels; only the strongest keeps its height, so that it holds the peak. */
export function limePixels({ labels, weights }: LimeMap): Float64Array {
  const sizes = new Float64Array(weights.length);
  for (const label of labels) if (label < sizes.length) sizes[label] = (sizes[label] ?? 0) + 1;
  return Float64Array.from(labels, (label) => Math.max(0, weights[label] ?? 0) / (sizes[label] ?? 1));
}

/** The pixel nearest to the middle of the strongest superpixel that is part of it. */
function limePeak({ labels, weights }: LimeMap): number | null {
  const strongest = weights.reduce((best, weight, index) => (weight > (weights[best] ?? 0) ? index : best), 0);
  if (!((weights[strongest] ?? 0) > 0)) return null;
  const members = [...labels.keys()].filter((pixel) => labels[pixel] === strongest);
  const middle = (of: (pixel: number) => number): number => members.reduce((sum, pixel) => sum + of(pixel), 0) / members.length;
  const [x, y] = [middle((pixel) => pixel % INPUT_SIZE), middle((pixel) => Math.floor(pixel / INPUT_SIZE))];
  const distance = (pixel: number): number => (pixel % INPUT_SIZE - x) ** 2 + (Math.floor(pixel / INPUT_SIZE) - y) ** 2;
  return members.reduce((best, pixel) => (distance(pixel) < distance(best) ? pixel : best), members[0] ?? 0);
}

/** The peak is the middle of the strongest superpixel; its cell is that superpixel. */
export function judgedLime(frame: PhantomFrame, lime: LimeMap): Judged {
  const peak = limePeak(lime);
  const fine = limePixels(lime);
  const strongest = peak === null ? -1 : (lime.labels[peak] ?? -1);
  const touched = lime.labels.some((label, pixel) => label === strongest && frame.bLine.inside[pixel] === 1);
  return {
    clip: frame.clip, empty: peak === null, pointing: peak !== null && touched ? 1 : 0, strict: peak !== null && frame.bLine.inside[peak] === 1 ? 1 : 0,
    bLineMass: massInside(fine, frame.bLine), pleuraMass: massInside(fine, frame.pleura),
  };
}

/** Any superpixel with equal chance: what LIME's own tolerance is worth. */
export function judgedChance(frame: PhantomFrame, { labels, weights }: LimeMap): Judged {
  const touched = new Set(labels.filter((label, pixel) => label < weights.length && frame.bLine.inside[pixel] === 1));
  return { clip: frame.clip, empty: false, pointing: touched.size / Math.max(1, weights.length), strict: share(frame.bLine), bLineMass: share(frame.bLine), pleuraMass: share(frame.pleura) };
}

function row(map: string, frames: readonly Judged[]): Localisation {
  const of = (value: (frame: Judged) => number | null): OfClip[] => frames.map((frame) => ({ clip: frame.clip, value: value(frame) }));
  return {
    map, frames: frames.length, noEvidence: frames.filter((frame) => frame.empty).length,
    pointing: meanOf(of((frame) => frame.pointing)), pointingStrict: meanOf(of((frame) => frame.strict)),
    bLineMass: meanOf(of((frame) => frame.bLineMass)), pleuraMass: meanOf(of((frame) => frame.pleuraMass)),
  };
}

const share = ({ inside }: Mask): number => inside.reduce((sum, value) => sum + value, 0) / inside.length;

/** A bump in the middle of the image, a quarter of it wide: what looking nowhere in particular would give. */
export function centrePrior(): Float64Array {
  const sigma = INPUT_SIZE / 4;
  const middle = (INPUT_SIZE - 1) / 2;
  return Float64Array.from({ length: INPUT_SIZE * INPUT_SIZE }, (_, pixel) => Math.exp(-(((pixel % INPUT_SIZE) - middle) ** 2 + (Math.floor(pixel / INPUT_SIZE) - middle) ** 2) / (2 * sigma * sigma)));
}

/** A peak anywhere with equal chance: the share of points that would count as hits. Every 4th point across and down is enough. */
function uniformHits(frame: PhantomFrame, cells: { readonly width: number; readonly height: number }): Judged {
  let hits = 0;
  let tried = 0;
  for (let y = 2; y < INPUT_SIZE; y += 4) {
    for (let x = 2; x < INPUT_SIZE; x += 4) {
      hits += touches(frame.bLine, y * INPUT_SIZE + x, INPUT_SIZE / cells.width / 2, INPUT_SIZE / cells.height / 2) ? 1 : 0;
      tried += 1;
    }
  }
  return { clip: frame.clip, empty: false, pointing: hits / tried, strict: share(frame.bLine), bLineMass: share(frame.bLine), pleuraMass: share(frame.pleura) };
}

export interface LocalisationOptions {
  readonly id: string;
  readonly title: string;
  readonly limeClips: number;
  readonly limeSamples: number;
  readonly seed: number;
  readonly onFrame: () => void;
}

/** All maps on one set of phantoms. LIME explains the first frame of each of the first clips. */
export async function localisation(model: BenchModel, frames: readonly PhantomFrame[], options: LocalisationOptions): Promise<ExplainReport['phantoms'][number]> {
  const looks = await model.looks(frames.map((frame) => frame.image));
  const cam = ['fused', ...model.branches].map((name, index) => row(`Grad-CAM ${name}`, frames.flatMap((frame, at) => {
    const map = looks[at]?.maps[index];
    return map === undefined ? [] : [judgedGrid(frame, refined(map, INPUT_SIZE, frame.background), map)];
  })));
  const clips = [...Map.groupBy(frames, (frame) => frame.clip).values()];
  const limed: Judged[] = [];
  const chance: Judged[] = [];
  for (const [first] of clips.slice(0, options.limeClips)) {
    if (first === undefined) continue;
    const lime = await limeMap({ image: first.image, background: first.background, seed: options.seed, ofSamples: options.limeSamples }, model.scorer);
    limed.push(judgedLime(first, lime));
    chance.push(judgedChance(first, lime));
    options.onFrame();
  }
  const centre = centrePrior();
  const mean = (of: (frame: PhantomFrame) => number): number => frames.reduce((sum, frame) => sum + of(frame), 0) / Math.max(1, frames.length);
  return {
    id: options.id, title: options.title, clips: clips.length, framesPerClip: Math.round(frames.length / Math.max(1, clips.length)), limeClips: limed.length, limeSamples: options.limeSamples,
    bLineArea: mean((frame) => share(frame.bLine)), pleuraArea: mean((frame) => share(frame.pleura)),
    maps: [
      ...cam, ...(limed.length > 0 ? [row('LIME', limed), row('any superpixel', chance)] : []),
      row('centre prior', frames.map((frame) => judgedGrid(frame, centre, model.fused))), row('uniform', frames.map((frame) => uniformHits(frame, model.fused))),
    ],
  };
}
