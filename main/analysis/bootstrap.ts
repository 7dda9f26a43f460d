/** Intervals by drawing whole patients with replacement: clips and frames of one patient are not independent. */
import type { Interval } from '../../preload/domain.ts';
import { once, sampleOf } from './metrics.ts';
import type { Case, Figure, Times } from './metrics.ts';

export interface BootstrapOptions {
  readonly draws: number;
  readonly seed: number;
  /** Share of the draws inside the interval. */
  readonly level: number;
}

export const defaultBootstrap: BootstrapOptions = { draws: 2000, seed: 1, level: 0.95 };

/** Reproducible uniform numbers in [0, 1): Mulberry32. */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Linear interpolation between order statistics, as NumPy does it. */
function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** `count` figures of each draw, those left out on which a figure is not defined (one class only). All figures see the same draws. */
function drawnTogether(groups: number, count: number, figures: (times: Times) => readonly (number | null)[], { draws, seed }: BootstrapOptions): number[][] {
  const uniform = seededUniform(seed);
  const times = new Uint32Array(groups);
  const drawn: number[][] = Array.from({ length: count }, () => []);
  for (let draw = 0; draw < draws; draw += 1) {
    times.fill(0);
    for (let i = 0; i < groups; i += 1) {
      const group = Math.floor(uniform() * groups);
      times[group] = (times[group] ?? 0) + 1;
    }
    figures(times).forEach((value, at) => {
      if (value !== null) drawn[at]?.push(value);
    });
  }
  return drawn;
}

function drawnFigures(groups: number, figure: (times: Times) => number | null, options: BootstrapOptions): number[] {
  return drawnTogether(groups, 1, (times) => [figure(times)], options)[0] ?? [];
}

function intervalOf(value: number, figures: readonly number[], level: number): Interval {
  if (figures.length === 0) return { value, low: value, high: value };
  const sorted = figures.toSorted((a, b) => a - b);
  const tail = (1 - level) / 2;
  return { value, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/** Percentile intervals of several figures of groups drawn whole with replacement: `figures` gets how often each group is drawn. Null where one is not defined on the groups themselves. */
export function drawnIntervals(groups: number, figures: (times: Times) => readonly (number | null)[], options: BootstrapOptions = defaultBootstrap): readonly (Interval | null)[] {
  const values = figures(new Uint8Array(groups).fill(1));
  const drawn = drawnTogether(groups, values.length, figures, options);
  return values.map((value, at) => (value === null ? null : intervalOf(value, drawn[at] ?? [], options.level)));
}

/** Percentile interval by drawing whole groups with replacement; null when the figure is not defined on the cases themselves. */
export function groupBootstrap(cases: readonly Case[], figure: Figure, options: BootstrapOptions = defaultBootstrap): Interval | null {
  const sample = sampleOf(cases);
  const prepared = figure(sample);
  return drawnIntervals(sample.groups, (times) => [prepared(times)], options)[0] ?? null;
}

export interface PairedDifference {
  /** First minus second. */
  readonly difference: Interval;
  /** Two-sided: twice the smaller share of draws on either side of zero, at least 1 / draws. */
  readonly p: number;
}

/** The difference of a figure between two scores of the same cases (same order), both with the same groups drawn; null where either is not defined. */
export function pairedBootstrap(first: readonly Case[], second: readonly Case[], figure: Figure, options: BootstrapOptions = defaultBootstrap): PairedDifference | null {
  if (first.length !== second.length || first.some((item, index) => item.group !== second[index]?.group)) throw new RangeError('Paired cases must be the same cases.');
  const samples = [sampleOf(first), sampleOf(second)] as const;
  const [ofFirst, ofSecond] = [figure(samples[0]), figure(samples[1])];
  const difference = (times: Times): number | null => {
    const [a, b] = [ofFirst(times), ofSecond(times)];
    return a === null || b === null ? null : a - b;
  };
  const value = difference(once(samples[0]));
  if (value === null) return null;
  const figures = drawnFigures(samples[0].groups, difference, options);
  const side = (kept: (drawn: number) => boolean): number => figures.filter(kept).length / Math.max(1, figures.length);
  const smaller = Math.min(side((drawn) => drawn <= 0), side((drawn) => drawn >= 0));
  return { difference: intervalOf(value, figures, options.level), p: Math.min(1, Math.max(2 * smaller, 1 / options.draws)) };
}
