/** The whole comparison: folds, all fits, nested choices, figures, the learning curve. The same material and seed give the same answer, however many threads work. */
import type { HeadRow, LearningCurve } from '../../preload/training.ts';
import { defaultBootstrap } from '../analysis/bootstrap.ts';
import type { LevelFigures } from '../../preload/evaluation.ts';
import { candidatesOf, inWords } from './candidates.ts';
import type { Candidate, HeadKind } from './candidates.ts';
import { crossfit, nested } from './crossfit.ts';
import type { Crossfitted, NestedResult } from './crossfit.ts';
import { clipScore } from './decide.ts';
import type { FitAnswer, FitTask } from './fit-task.ts';
import { clipPlots, outOfFoldCases, paperFigures } from './figures.ts';
import { groupedFolds } from './folds.ts';
import { learningCurve } from './learning-curve.ts';
import { featureSets } from './material.ts';
import type { FeatureSet, Material } from './material.ts';
import { seededUniform, seedFrom, shuffle } from './random.ts';

export interface ComparisonWishes {
  readonly kinds: readonly HeadKind[];
  readonly folds: number;
  /** The fold of each clip, where the data bring folds along; else patients are dealt out by the seed. */
  readonly given?: Uint8Array | null;
  readonly seed: number;
  /** Fits a learning curve too. */
  readonly learning: boolean;
}

export type ComparisonStage = 'heads' | 'figures' | 'learning';

export interface Comparison {
  readonly fold: Uint8Array;
  readonly rows: readonly HeadRow[];
  /** What ships: the fused features (or the only branch) with the kind that cross-validation chose. */
  readonly set: FeatureSet;
  readonly candidate: Candidate;
  readonly result: NestedResult;
  readonly outOfFold: LevelFigures;
  /** By branch: out-of-fold clip probabilities of that branch alone, by clip. */
  readonly alone: Readonly<Record<string, readonly number[]>>;
  readonly learning: LearningCurve | null;
  readonly seconds: { readonly comparison: number; readonly learning: number };
}

export interface ComparisonControl {
  readonly run: (task: FitTask) => Promise<FitAnswer>;
  readonly onProgress: (stage: ComparisonStage, share: number) => void;
  /** Each row as soon as its figures are there. */
  readonly onRow: (row: HeadRow) => void;
  /** Lets messages in between two rows' figures. */
  readonly breath: () => Promise<unknown>;
}

/** Frames are many and alike within a patient: fewer draws give the same interval. */
const frameBootstrap = { ...defaultBootstrap, draws: 500 };

async function rowsOf(so: Crossfitted, kinds: readonly HeadKind[], control: ComparisonControl): Promise<HeadRow[]> {
  const { plan } = so;
  const rows: HeadRow[] = [];
  for (const [set, { name }] of plan.sets.entries()) {
    for (const head of kinds) {
      const result = nested(so, set, [head]);
      const cases = outOfFoldCases(plan.clips, plan.fold, result);
      const candidate = plan.candidates[result.candidate];
      const row: HeadRow = {
        features: name, head, setting: candidate === undefined ? '' : inWords(candidate), frame: paperFigures(cases.frame, frameBootstrap), clip: paperFigures(cases.clip, defaultBootstrap),
        patient: paperFigures(cases.patient, defaultBootstrap), plots: clipPlots(cases.clip, result.final.points),
      };
      rows.push(row);
      control.onRow(row);
      control.onProgress('figures', rows.length / (plan.sets.length * kinds.length));
      await control.breath();
    }
  }
  return rows;
}

const learningShares = [0.25, 0.5, 0.75] as const;
const learningRepeats = 2;

/** Some of the training patients, as many of each kind as the share says. */
function somePatients(material: Material, train: readonly number[], share: number, seed: number): number[] {
  const groups = Map.groupBy(train, (at) => material.clips[at]?.group ?? '');
  const uniform = seededUniform(seed);
  const kept = [true, false].flatMap((positive) => {
    const mine = [...groups.values()].filter((clips) => clips.some((at) => material.clips[at]?.positive === true) === positive);
    return shuffle(mine.map((_, at) => at), uniform).slice(0, Math.max(1, Math.round(share * mine.length))).flatMap((at) => mine[at] ?? []);
  });
  return kept.sort((a, b) => a - b);
}

async function curveOf(material: Material, so: Crossfitted, set: number, result: NestedResult, control: ComparisonControl): Promise<LearningCurve> {
  const { plan } = so;
  const [features, candidate] = [plan.sets[set], plan.candidates[result.candidate]];
  if (features === undefined || candidate === undefined) throw new RangeError('Nothing was chosen.');
  const folds = Array.from({ length: plan.folds }, (_, fold) => fold);
  const indices = plan.clips.map((_, at) => at);
  const patientsOf = (clips: readonly number[]): number => new Set(clips.map((at) => plan.clips[at]?.group)).size;
  const tasks = [...learningShares, 1].flatMap((share) => Array.from({ length: share === 1 ? 1 : learningRepeats }, (_, repeat) => ({ share, repeat })));
  let done = 0;
  const scored = await Promise.all(tasks.map(async ({ share, repeat }) => {
    const score = new Float64Array(plan.clips.length);
    const patients = await Promise.all(folds.map(async (fold) => {
      const [train, test] = [indices.filter((at) => plan.fold[at] !== fold), indices.filter((at) => plan.fold[at] === fold)];
      const some = share === 1 ? train : somePatients(material, train, share, seedFrom(plan.seed, 'learning', share, repeat, fold));
      const [[logits = new Float64Array()] = []] = await control.run({ train: some, test, sets: [features], candidates: [candidate], seed: plan.seed });
      let from = 0;
      for (const at of test) {
        const rows = plan.clips[at]?.rows ?? 0;
        score[at] = clipScore(result.decisions[fold] ?? result.final, logits.slice(from, from + rows));
        from += rows;
      }
      done += 1;
      control.onProgress('learning', done / (tasks.length * plan.folds));
      return patientsOf(some);
    }));
    const cases = plan.clips.map(({ group, positive }, at) => ({ group, positive, score: score[at] ?? 0 }));
    return { share, patients: patients.reduce((sum, count) => sum + count, 0) / patients.length, cases };
  }));
  const sizes = [...Map.groupBy(scored, ({ share }) => share).values()].map((mine) => ({ patients: mine[0]?.patients ?? 0, repeats: mine.map(({ cases }) => cases) }));
  return learningCurve(sizes, plan.seed);
}

/** `folds` must be what `possibleFolds` allows. */
export async function compareHeads(material: Material, wishes: ComparisonWishes, control: ComparisonControl): Promise<Comparison> {
  const from = performance.now();
  const { clips } = material;
  const sets = featureSets(material.branches);
  const fold = wishes.given ?? groupedFolds(clips, wishes.folds, wishes.seed);
  const plan = { clips, fold, folds: wishes.folds, sets, candidates: candidatesOf(wishes.kinds), seed: wishes.seed };
  const so = await crossfit(plan, control.run, (done, all) => control.onProgress('heads', done / all));
  const rows = await rowsOf(so, wishes.kinds, control);
  const last = sets.length - 1;
  const result = nested(so, last, wishes.kinds);
  const [set, candidate] = [sets[last], plan.candidates[result.candidate]];
  if (set === undefined || candidate === undefined) throw new RangeError('There is nothing to compare.');
  const alone = Object.fromEntries(sets.slice(0, -1).map(({ name }, at) => {
    const mine = nested(so, at, wishes.kinds);
    return [name, clips.map((_, clip) => clipScore(mine.decisions[fold[clip] ?? 0] ?? mine.final, mine.logits[clip] ?? new Float64Array()))];
  }));
  const cases = outOfFoldCases(clips, fold, result);
  const compared = performance.now();
  const learning = wishes.learning ? await curveOf(material, so, last, result, control) : null;
  return {
    fold, rows, set, candidate, result, outOfFold: clipPlots(cases.clip, result.final.points), alone, learning,
    seconds: { comparison: (compared - from) / 1000, learning: (performance.now() - compared) / 1000 },
  };
}
