/** More than two readers at once: Fleiss' kappa where all answered every clip, Krippendorff's alpha where some did not. */
import { groupSums } from './group-sums.ts';
import type { GroupSums, Outcome, RatedClip } from './group-sums.ts';

/** How often each category was given to the clip. */
function counted(clip: RatedClip, categories: number): { readonly counts: Float64Array; readonly given: number } {
  const counts = new Float64Array(categories);
  let given = 0;
  for (const answer of clip.answers) {
    if (answer === null) continue;
    counts[answer] = (counts[answer] ?? 0) + 1;
    given += 1;
  }
  return { counts, given };
}

/** Share of the pairs of readers that agree on a clip (Fleiss 1971, P_i); `given` is at least 2. */
function agreeing(counts: Float64Array, given: number): number {
  return counts.reduce((sum, count) => sum + count * (count - 1), 0) / (given * (given - 1));
}

/** Sums: clips, agreeing pairs' share, then answers by category. Only clips that all readers answered. */
export function fleissSums(clips: readonly RatedClip[], categories: number): GroupSums & { readonly clips: number } {
  return groupSums(clips, 2 + categories, (clip, into) => {
    const { counts, given } = counted(clip, categories);
    if (given < 2 || given < clip.answers.length) return false;
    into[0] = (into[0] ?? 0) + 1;
    into[1] = (into[1] ?? 0) + agreeing(counts, given);
    counts.forEach((count, category) => (into[2 + category] = (into[2 + category] ?? 0) + count / given));
    return true;
  });
}

/** Fleiss' kappa (1971) of `fleissSums`. */
export function fleissKappa(sums: Float64Array): Outcome {
  const clips = sums[0] ?? 0;
  if (clips === 0) return 'no-clips';
  const observed = (sums[1] ?? 0) / clips;
  const expected = sums.subarray(2).reduce((sum, share) => sum + (share / clips) ** 2, 0);
  // Shares are sums of fractions: an expected agreement of 1 may come out a rounding below it.
  return 1 - expected < 1e-12 ? 'one-category' : (observed - expected) / (1 - expected);
}

/** Sums: clips and agreeing pairs' share of those that at least two answered. */
export function observedSums(clips: readonly RatedClip[], categories: number): GroupSums & { readonly clips: number } {
  return groupSums(clips, 2, (clip, into) => {
    const { counts, given } = counted(clip, categories);
    if (given < 2) return false;
    into[0] = (into[0] ?? 0) + 1;
    into[1] = (into[1] ?? 0) + agreeing(counts, given);
    return true;
  });
}

export function observedOfMany(sums: Float64Array): Outcome {
  const clips = sums[0] ?? 0;
  return clips === 0 ? 'no-clips' : (sums[1] ?? 0) / clips;
}

/** Sums: the coincidence matrix in row order, of the clips that at least two answered (Krippendorff 2004, 11.3). */
export function coincidenceSums(clips: readonly RatedClip[], categories: number): GroupSums & { readonly clips: number } {
  return groupSums(clips, categories * categories, (clip, into) => {
    const { counts, given } = counted(clip, categories);
    if (given < 2) return false;
    counts.forEach((ofRow, row) => counts.forEach((ofColumn, column) => {
      const pairs = row === column ? ofRow * (ofRow - 1) : ofRow * ofColumn;
      const cell = row * categories + column;
      into[cell] = (into[cell] ?? 0) + pairs / (given - 1);
    }));
    return true;
  });
}

export type AlphaMetric = 'nominal' | 'ordinal' | 'interval';

/** Squared difference of two categories; by rank it depends on how often the categories between them were given. */
function difference(metric: AlphaMetric, totals: Float64Array, row: number, column: number): number {
  if (row === column) return 0;
  if (metric === 'nominal') return 1;
  if (metric === 'interval') return (row - column) ** 2;
  const [from, to] = row < column ? [row, column] : [column, row];
  const between = totals.subarray(from, to + 1).reduce((sum, count) => sum + count, 0);
  return (between - ((totals[from] ?? 0) + (totals[to] ?? 0)) / 2) ** 2;
}

/** Krippendorff's alpha of `coincidenceSums`: one less the observed disagreement over that of chance. Copes with missing answers. */
export function krippendorffAlpha(cells: Float64Array, categories: number, metric: AlphaMetric): Outcome {
  const totals = new Float64Array(categories);
  cells.forEach((count, cell) => (totals[Math.floor(cell / categories)] = (totals[Math.floor(cell / categories)] ?? 0) + count));
  const all = totals.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 'no-clips';
  let observed = 0;
  let expected = 0;
  for (let row = 0; row < categories; row += 1) {
    for (let column = 0; column < categories; column += 1) {
      const by = difference(metric, totals, row, column);
      observed += (cells[row * categories + column] ?? 0) * by;
      expected += ((totals[row] ?? 0) * (totals[column] ?? 0) * by) / (all - 1);
    }
  }
  return expected === 0 ? 'one-category' : 1 - observed / expected;
}
