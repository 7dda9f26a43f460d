/** Every kind fitted here becomes a head.json that the engine's own code reads: the same logits, a gradient for Grad-CAM, and something learnt. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkHead, createHead } from '../inference/heads.ts';
import { candidatesOf, headKinds } from './candidates.ts';
import { openGemm } from './gemm.ts';
import { taskSpace } from './fit-task.ts';
import { fitCandidates } from './heads/fit-kind.ts';
import { headJson } from './heads/head-json.ts';
import { featureSets, rowsOfClips, rowTargets } from './material.ts';
import { testMaterial } from './test-material.ts';

const gemm = await openGemm();
after(() => gemm.release());
const material = testMaterial({ patients: 24, clipsEach: 2, rowsEach: 3, seed: 5 });
const train = material.clips.flatMap(({ group }, at) => (Number(group.slice(1)) < 16 ? [at] : []));
const held = material.clips.flatMap((_, at) => (train.includes(at) ? [] : [at]));
const width = material.features.columns;
const row = (at: number): Float32Array => material.features.values.subarray(at * width, (at + 1) * width);

for (const set of featureSets(material.branches)) {
  test(`${set.name}: all kinds`, async () => {
    const task = { train, test: held, sets: [set], candidates: candidatesOf(headKinds), seed: 1 };
    const space = await taskSpace(material, task, set, gemm, new Map());
    const fitted = await fitCandidates(space, rowTargets(material.clips, train), task.candidates, 1, gemm);
    assert.equal(fitted.length, task.candidates.length);
    const rows = rowsOfClips(material.clips, held);
    const labels = rowTargets(material.clips, held).labels;
    for (const [at, candidate] of task.candidates.entries()) {
      const one = fitted[at];
      assert.ok(one !== undefined);
      const { head: parameters, text } = headJson(candidate.kind, one, space, { slope: 1.5, intercept: -0.2 }, width);
      assert.equal(checkHead(parameters, width), null);
      const head = createHead(parameters);
      const worst = Math.max(...[...rows].map((of, index) => Math.abs(head.score(row(of)).logit - (one.logits[index] ?? Number.NaN))));
      assert.ok(worst < 2e-3, `${candidate.kind}: largest difference ${worst}`);
      const right = [...labels].filter((label, index) => (one.logits[index] ?? 0) > 0 === (label === 1)).length / labels.length;
      assert.ok(right > 0.65, `${candidate.kind}: ${right} of the held-out frames`);
      const slopes = head.gradient(row(rows[0] ?? 0));
      assert.ok(slopes.every((slope) => Number.isFinite(slope)), candidate.kind);
      const others = material.branches.filter(({ name }) => !set.branches.includes(name));
      for (const { start, count } of others) assert.ok(slopes.subarray(start, start + count).every((slope) => slope === 0), `${candidate.kind} looks at a branch that is not its own`);
      const again = (await fitCandidates(space, rowTargets(material.clips, train), [candidate], 1, gemm))[0];
      if (again !== undefined && candidate.kind !== 'linear-svm' && candidate.kind !== 'logistic-regression') assert.equal(headJson(candidate.kind, again, space, { slope: 1.5, intercept: -0.2 }, width).text, text, `${candidate.kind} is not the same again`);
    }
  });
}
