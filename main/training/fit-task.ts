/** One unit of work that a thread does: learn from some clips, judge others. */
import type { Candidate } from './candidates.ts';
import type { Gemm } from './gemm.ts';
import { fitCandidates } from './heads/fit-kind.ts';
import { rowsOfClips, rowTargets } from './material.ts';
import type { FeatureSet, Material } from './material.ts';
import { branchSpace, spaceOf } from './space.ts';
import type { BranchSpace, Space } from './space.ts';

export interface FitTask {
  /** Indices of clips; no patient may be in both. */
  readonly train: readonly number[];
  readonly test: readonly number[];
  readonly sets: readonly FeatureSet[];
  readonly candidates: readonly Candidate[];
  readonly seed: number;
}

/** By set, then by candidate: logits of the test clips' frames, in the clips' order. */
export type FitAnswer = readonly (readonly Float64Array[])[];

/** Coordinates of the training clips for one set; `known` keeps branches that several sets share. */
export async function taskSpace(material: Material, task: FitTask, set: FeatureSet, gemm: Gemm, known: Map<string, BranchSpace>): Promise<Space> {
  const [trainRows, testRows] = [rowsOfClips(material.clips, task.train), rowsOfClips(material.clips, task.test)];
  const branches: BranchSpace[] = [];
  for (const branch of material.branches.filter(({ name }) => set.branches.includes(name))) {
    const space = known.get(branch.name) ?? (await branchSpace(material.features, branch, trainRows, testRows, task.seed, gemm));
    known.set(branch.name, space);
    branches.push(space);
  }
  return spaceOf(branches, task.seed, gemm);
}

export async function runFitTask(material: Material, task: FitTask, gemm: Gemm): Promise<FitAnswer> {
  const targets = rowTargets(material.clips, task.train);
  const known = new Map<string, BranchSpace>();
  const answers: Float64Array[][] = [];
  // With one class only there is nothing to tell apart: no opinion.
  const undecided = new Set(targets.labels).size < 2;
  for (const set of task.sets) {
    if (undecided) {
      answers.push(task.candidates.map(() => new Float64Array(rowsOfClips(material.clips, task.test).length)));
      continue;
    }
    const space = await taskSpace(material, task, set, gemm, known);
    answers.push((await fitCandidates(space, targets, task.candidates, task.seed, gemm)).map((head) => head.logits));
  }
  return answers;
}
