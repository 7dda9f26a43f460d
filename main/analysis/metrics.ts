/** Scored cases of a two-class test, sorted once so that a bootstrap draw is one pass over them. Positive = the finding is present. */

export interface Case {
  /** Patient or source: cases of one group are drawn together. */
  readonly group: string;
  readonly positive: boolean;
  /** Higher means more likely positive. */
  readonly score: number;
}

/** Cases by falling score. */
export interface Sample {
  readonly scores: Float64Array;
  /** 1 where the case is positive. */
  readonly positive: Uint8Array;
  /** Number of the case's group, in the order in which groups first appear among the cases. */
  readonly group: Uint32Array;
  readonly groups: number;
}

/** How often each group is drawn. */
export type Times = ArrayLike<number>;

/** A figure of a sample in two steps: what does not depend on the draw is prepared once. Null where the figure is not defined (one class only, no cases). */
export type Figure = (sample: Sample) => (times: Times) => number | null;

export function sampleOf(cases: readonly Case[]): Sample {
  const numbers = new Map<string, number>();
  for (const { group } of cases) if (!numbers.has(group)) numbers.set(group, numbers.size);
  const sorted = cases.toSorted((a, b) => b.score - a.score);
  return {
    scores: Float64Array.from(sorted, (item) => item.score),
    positive: Uint8Array.from(sorted, (item) => (item.positive ? 1 : 0)),
    group: Uint32Array.from(sorted, (item) => numbers.get(item.group) ?? 0),
    groups: numbers.size,
  };
}

/** Every group as often as it is: once. */
export function once(sample: Sample): Times {
  return new Uint8Array(sample.groups).fill(1);
}

/** The figure of the cases themselves. */
export function figureOf(cases: readonly Case[], figure: Figure): number | null {
  const sample = sampleOf(cases);
  return figure(sample)(once(sample));
}

/**
 * A figure that is a function of sums over cases: each case adds `values(score, positive)` to the sums of its group, and a draw adds up groups, not cases.
 * `values` writes into its third argument, `size` numbers that are 0 before.
 */
export function ofSums(size: number, values: (score: number, positive: boolean, into: Float64Array) => void, figure: (sums: Float64Array) => number | null): Figure {
  return (sample) => {
    const byGroup = new Float64Array(sample.groups * size);
    const one = new Float64Array(size);
    sample.scores.forEach((score, index) => {
      values(score, sample.positive[index] === 1, one.fill(0));
      const from = (sample.group[index] ?? 0) * size;
      one.forEach((value, at) => (byGroup[from + at] = (byGroup[from + at] ?? 0) + value));
    });
    const sums = new Float64Array(size);
    return (times) => {
      sums.fill(0);
      for (let group = 0; group < sample.groups; group += 1) {
        const drawn = times[group] ?? 0;
        if (drawn === 0) continue;
        for (let at = 0; at < size; at += 1) sums[at] = (sums[at] ?? 0) + drawn * (byGroup[group * size + at] ?? 0);
      }
      return figure(sums);
    };
  };
}
