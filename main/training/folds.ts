/** Folds for cross-validation: whole patients, with as even a share of the classes and of the clips as whole patients allow. */
import { exclusions } from './crossfit.ts';
import type { LabelledClip } from './material.ts';
import { seededUniform, shuffle } from './random.ts';

export type FoldError = 'one-class' | 'too-few-patients';

/** Fewest patients with a positive clip, and fewest with a negative one. */
export const fewestPatients = 2;

/** How many folds these clips allow, at most `wanted`; or why none. A fold needs a patient with each class on either side. */
export function possibleFolds(clips: readonly LabelledClip[], wanted: number): number | FoldError {
  const [positive, negative] = [true, false].map((kind) => new Set(clips.filter((clip) => clip.positive === kind).map((clip) => clip.group)).size);
  const fewest = Math.min(positive ?? 0, negative ?? 0);
  if (fewest === 0) return 'one-class';
  const all = new Set(clips.map((clip) => clip.group)).size;
  return fewest < fewestPatients || all < 2 * fewestPatients ? 'too-few-patients' : Math.min(wanted, fewest);
}

export interface Folds {
  readonly count: number;
  /** By clip, 0..count - 1. */
  readonly fold: Uint8Array;
}

/** Each pair of folds is fitted without: more would take hours. */
const mostGivenFolds = 10;

/** Folds that the data bring along (any numbers; null: none). Null where a patient is in two, or where some fit would see one class only. */
export function givenFolds(clips: readonly LabelledClip[], given: readonly (number | null)[]): Folds | null {
  const numbers = [...new Set(given)].filter((one) => one !== null).toSorted((a, b) => a - b);
  const ofGroup = Map.groupBy(clips.map((_, at) => at), (at) => clips[at]?.group ?? '');
  const together = [...ofGroup.values()].every((mine) => new Set(mine.map((at) => given[at])).size === 1);
  if (given.includes(null) || !together || numbers.length < 2 || numbers.length > mostGivenFolds) return null;
  const fold = Uint8Array.from(given, (one) => numbers.indexOf(one ?? 0));
  const bothClasses = (out: readonly number[]): boolean => new Set(clips.flatMap(({ positive }, at) => (out.includes(fold[at] ?? 0) ? [] : [positive]))).size === 2;
  return exclusions(numbers.length).every(bothClasses) ? { count: numbers.length, fold } : null;
}

interface Group {
  readonly clips: readonly number[];
  readonly positives: number;
}

/**
 * The fold of each clip, 0..folds - 1. Groups are dealt out from the largest to the smallest, each to the fold that it leaves most even
 * (greedy, as scikit-learn's StratifiedGroupKFold); groups of the same size in an order drawn from the seed.
 */
export function groupedFolds(clips: readonly LabelledClip[], folds: number, seed: number): Uint8Array {
  const members = Map.groupBy(clips.map((_, at) => at), (at) => clips[at]?.group ?? '');
  const groups = [...members.values()].map((mine): Group => ({ clips: mine, positives: mine.filter((at) => clips[at]?.positive === true).length }));
  const order = shuffle(groups.map((_, at) => at), seededUniform(seed)).sort((a, b) => spreadOf(groups[b]) - spreadOf(groups[a]));
  const positives = clips.filter((clip) => clip.positive).length;
  const totals = [Math.max(1, clips.length - positives), Math.max(1, positives)] as const;
  const held = Array.from({ length: folds }, () => [0, 0] as [number, number]);
  const fold = new Uint8Array(clips.length);
  for (const at of order) {
    const group = groups[at];
    if (group === undefined) continue;
    const costs = held.map((_, k) => unevenness(held.map((counts, j) => (j === k ? [counts[0] + group.clips.length - group.positives, counts[1] + group.positives] as const : counts)), totals));
    const best = costs.indexOf(Math.min(...costs));
    const mine = held[best];
    if (mine === undefined) continue;
    mine[0] += group.clips.length - group.positives;
    mine[1] += group.positives;
    for (const clip of group.clips) fold[clip] = best;
  }
  return fold;
}

/** Groups with much of either class are placed first. */
function spreadOf(group: Group | undefined): number {
  return group === undefined ? 0 : Math.max(group.positives, group.clips.length - group.positives);
}

/** Sum over classes of the variance of the folds' shares. */
function unevenness(held: readonly (readonly [number, number])[], totals: readonly [number, number]): number {
  return [0, 1].reduce((sum, kind) => {
    const shares = held.map((counts) => (counts[kind] ?? 0) / (totals[kind] ?? 1));
    const mean = shares.reduce((all, share) => all + share, 0) / shares.length;
    return sum + shares.reduce((all, share) => all + (share - mean) ** 2, 0);
  }, 0);
}
