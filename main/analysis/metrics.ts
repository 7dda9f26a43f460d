/** Figures of a two-class test with intervals by patient bootstrap. Positive = the finding is present. */
import type { Interval } from '../../preload/domain.ts';

export interface Case {
  /** Patient or source: cases of one group are drawn together. */
  readonly group: string;
  readonly positive: boolean;
  /** Higher means more likely positive. */
  readonly score: number;
}

/** Area under the ROC curve (Mann-Whitney, ties count half); null without both classes. */
export function auc(cases: readonly Case[]): number | null {
  const sorted = cases.toSorted((a, b) => a.score - b.score);
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1;
    const tied = sorted.slice(from, to).filter((item) => item.positive).length;
    positives += tied;
    // Ranks from 1; tied cases share their mean rank.
    rankSum += (tied * (from + 1 + to)) / 2;
    from = to;
  }
  const negatives = cases.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function share(cases: readonly Case[], right: (item: Case) => boolean): number | null {
  return cases.length === 0 ? null : cases.filter(right).length / cases.length;
}

/** Share of positive cases with score >= threshold; null without positive cases. */
export function sensitivity(cases: readonly Case[], threshold: number): number | null {
  return share(cases.filter((item) => item.positive), (item) => item.score >= threshold);
}

/** Share of negative cases with score < threshold; null without negative cases. */
export function specificity(cases: readonly Case[], threshold: number): number | null {
  return share(cases.filter((item) => !item.positive), (item) => item.score < threshold);
}

/** Share of cases on their right side of the threshold; null without cases. */
export function accuracy(cases: readonly Case[], threshold: number): number | null {
  return share(cases, (item) => item.score >= threshold === item.positive);
}

/** Reproducible uniform numbers in [0, 1): Mulberry32. */
function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface BootstrapOptions {
  readonly draws: number;
  readonly seed: number;
  /** Share of the draws inside the interval. */
  readonly level: number;
}

/** Linear interpolation between order statistics, as NumPy does it. */
function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/**
 * Percentile interval by drawing whole groups with replacement. Null when the figure is not defined on the cases themselves;
 * draws on which it is not defined (one class only) are left out.
 */
export function groupBootstrap(
  cases: readonly Case[],
  figure: (cases: readonly Case[]) => number | null,
  options: BootstrapOptions = { draws: 2000, seed: 1, level: 0.95 },
): Interval | null {
  const value = figure(cases);
  if (value === null) return null;
  const groups = [...Map.groupBy(cases, (item) => item.group).values()];
  const uniform = seededUniform(options.seed);
  const figures: number[] = [];
  for (let draw = 0; draw < options.draws; draw += 1) {
    const drawn = groups.flatMap(() => groups[Math.floor(uniform() * groups.length)] ?? []);
    const drawnFigure = figure(drawn);
    if (drawnFigure !== null) figures.push(drawnFigure);
  }
  if (figures.length === 0) return { value, low: value, high: value };
  figures.sort((a, b) => a - b);
  const tail = (1 - options.level) / 2;
  return { value, low: quantile(figures, tail), high: quantile(figures, 1 - tail) };
}
