/**
 * Nested cross-validation by patient. For every fold the settings, calibration and thresholds are chosen on the other folds by an inner cross-validation, whose
 * models saw neither the fold judged nor the fold left out: one fit without each fold, one without each pair of folds, and a pair serves both of its folds.
 */
import { headKinds } from './candidates.ts';
import type { Candidate, HeadKind } from './candidates.ts';
import { decide } from './decide.ts';
import type { Decision, JudgedClip } from './decide.ts';
import type { FitAnswer, FitTask } from './fit-task.ts';
import type { FeatureSet, LabelledClip } from './material.ts';

export interface CrossfitPlan {
  readonly clips: readonly LabelledClip[];
  /** The fold of each clip. */
  readonly fold: Uint8Array;
  readonly folds: number;
  readonly sets: readonly FeatureSet[];
  readonly candidates: readonly Candidate[];
  readonly seed: number;
}

/** One candidate's logits of every clip judged without the patients of `out`. */
export interface Crossfitted {
  readonly plan: CrossfitPlan;
  /** By excluded folds ("2", "1+3"), then set, then candidate: logits by clip; clips of other folds have none. */
  readonly answers: ReadonlyMap<string, readonly (readonly (readonly Float64Array[])[])[]>;
}

const keyOf = (folds: readonly number[]): string => folds.toSorted((a, b) => a - b).join('+');

/** The exclusions in the order of their worth: single folds first, so that figures can be shown early. */
export function exclusions(folds: number): readonly (readonly number[])[] {
  const singles = Array.from({ length: folds }, (_, fold) => [fold]);
  // With two folds nothing is left to choose from without both.
  const pairs = folds < 3 ? [] : singles.flatMap(([first = 0]) => Array.from({ length: folds - first - 1 }, (_, at) => [first, first + 1 + at]));
  return [...singles, ...pairs];
}

export function taskWithout({ clips, fold, sets, candidates, seed }: CrossfitPlan, out: readonly number[]): FitTask {
  const indices = clips.map((_, at) => at);
  const held = (at: number): boolean => out.includes(fold[at] ?? 0);
  return { train: indices.filter((at) => !held(at)), test: indices.filter(held), sets, candidates, seed };
}

/** An answer's logits cut into clips. */
function byClip({ clips }: CrossfitPlan, test: readonly number[], answer: FitAnswer): Float64Array[][][] {
  return answer.map((set) => set.map((logits) => {
    const cut = clips.map(() => new Float64Array());
    let from = 0;
    for (const at of test) {
      const rows = clips[at]?.rows ?? 0;
      cut[at] = logits.slice(from, from + rows);
      from += rows;
    }
    return cut;
  }));
}

/** Runs all fits; `onAnswer` is told after each. A fold whose others hold one class only fails the run: `possibleFolds` says beforehand how many there can be. */
export async function crossfit(plan: CrossfitPlan, run: (task: FitTask) => Promise<FitAnswer>, onAnswer: (done: number, all: number, so: Crossfitted) => void): Promise<Crossfitted> {
  const answers = new Map<string, readonly (readonly (readonly Float64Array[])[])[]>();
  const wanted = exclusions(plan.folds);
  const so: Crossfitted = { plan, answers };
  await Promise.all(wanted.map(async (out) => {
    const task = taskWithout(plan, out);
    const answer = await run(task);
    answers.set(keyOf(out), byClip(plan, task.test, answer));
    onAnswer(answers.size, wanted.length, so);
  }));
  return so;
}

/** Clips of `fold` as judged by a candidate that saw neither `fold` nor `besides`. */
function judgedClips({ plan, answers }: Crossfitted, set: number, candidate: number, fold: number, besides: number | null): JudgedClip[] {
  const logits = answers.get(keyOf(besides === null ? [fold] : [fold, besides]))?.[set]?.[candidate] ?? [];
  return plan.clips.flatMap((clip, at) => (plan.fold[at] === fold ? [{ group: clip.group, positive: clip.positive, fold, logits: logits[at] ?? new Float64Array() }] : []));
}

export interface NestedResult {
  /** By fold. */
  readonly decisions: readonly Decision[];
  /** From all folds: what ships. */
  readonly final: Decision;
  /** Index into the plan's candidates of the final choice. */
  readonly candidate: number;
  /** By clip: logits of the model that never saw its patient, with the head that its fold's others chose. */
  readonly logits: readonly Float64Array[];
}

/** Chooses among the candidates of these kinds on one set, for each fold from the others. */
export function nested(so: Crossfitted, set: number, kinds: readonly HeadKind[]): NestedResult {
  const { plan } = so;
  const mine = plan.candidates.flatMap((candidate, at) => (kinds.includes(candidate.kind) ? [at] : []));
  const ranks = mine.map((at) => headKinds.indexOf(plan.candidates[at]?.kind ?? 'mlp'));
  const folds = Array.from({ length: plan.folds }, (_, fold) => fold);
  const judgedWithout = (out: number | null): JudgedClip[][] => mine.map((candidate) => folds.flatMap((fold) => (fold === out ? [] : judgedClips(so, set, candidate, fold, plan.folds < 3 ? null : out))));
  const decisions = folds.map((fold) => decide(judgedWithout(fold), ranks));
  const final = decide(judgedWithout(null), ranks);
  const logits = plan.clips.map((_, at) => {
    const fold = plan.fold[at] ?? 0;
    return so.answers.get(keyOf([fold]))?.[set]?.[mine[decisions[fold]?.chosen ?? 0] ?? 0]?.[at] ?? new Float64Array();
  });
  return { decisions, final, candidate: mine[final.chosen] ?? 0, logits };
}
