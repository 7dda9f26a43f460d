/** No patient on two sides, whatever the clips: folds, every fit's training and test clips, inner and outer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { crossfit, exclusions, nested, taskWithout } from './crossfit.ts';
import type { FitTask } from './fit-task.ts';
import { groupedFolds, possibleFolds } from './folds.ts';
import type { LabelledClip } from './material.ts';
import { rowTargets } from './material.ts';

const clipsOf = (entries: readonly (readonly [group: number, positive: boolean])[]): LabelledClip[] => entries.map(([group, positive], at) => ({ group: `p${group}`, positive, firstRow: at * 2, rows: 2 }));
const clips = fc.array(fc.tuple(fc.integer({ min: 0, max: 14 }), fc.boolean()), { minLength: 8, maxLength: 60 }).map(clipsOf);
const candidates = [{ kind: 'logistic-regression', strength: 1 }, { kind: 'k-nearest-neighbours', k: 5 }] as const;

test('a patient has one fold, folds are all used, and the same seed gives the same folds', () => {
  fc.assert(fc.property(clips, fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 99 }), (all, wanted, seed) => {
    const folds = possibleFolds(all, wanted);
    fc.pre(typeof folds === 'number');
    const fold = groupedFolds(all, folds, seed);
    const byGroup = new Map<string, number>();
    all.forEach(({ group }, at) => {
      assert.equal(byGroup.get(group) ?? fold[at], fold[at], group);
      byGroup.set(group, fold[at] ?? -1);
    });
    assert.equal(new Set(fold).size, folds);
    assert.deepEqual(groupedFolds(all, folds, seed), fold);
  }));
});

test('no fit of the nested cross-validation judges a patient it learnt from, and choices for a fold come from fits without it', async () => {
  await fc.assert(fc.asyncProperty(clips, fc.integer({ min: 0, max: 9 }), async (all, seed) => {
    const folds = possibleFolds(all, 5);
    fc.pre(typeof folds === 'number');
    const plan = { clips: all, fold: groupedFolds(all, folds, seed), folds, sets: [{ name: 'a', branches: ['a'] }], candidates, seed };
    const seen: FitTask[] = [];
    // A head that can only remember: it knows the label of every patient it learnt from, and nothing else.
    const run = (task: FitTask) => {
      seen.push(task);
      const known = new Map(task.train.map((at) => [all[at]?.group, all[at]?.positive === true ? 9 : -9]));
      const logits = Float64Array.from(task.test.flatMap((at) => Array.from({ length: 2 }, () => known.get(all[at]?.group) ?? 0)));
      return Promise.resolve([candidates.map(() => logits)]);
    };
    const result = nested(await crossfit(plan, run, () => {}), 0, ['logistic-regression', 'k-nearest-neighbours']);
    for (const { train, test: judged } of seen) {
      const patients = new Set(train.map((at) => all[at]?.group));
      assert.ok(judged.every((at) => !patients.has(all[at]?.group)));
      assert.equal(new Set([...train, ...judged]).size, all.length);
    }
    assert.ok(result.logits.every((logits) => logits.length === 2 && logits.every((logit) => logit === 0)), 'something was remembered');
    assert.equal(seen.length, exclusions(folds).length);
  }), { numRuns: 40 });
});

test('a pair of folds is left out for both of them', () => {
  const all = clipsOf([[0, true], [1, false], [2, true], [3, false], [4, true], [5, false]]);
  const plan = { clips: all, fold: Uint8Array.of(0, 0, 1, 1, 2, 2), folds: 3, sets: [], candidates, seed: 1 };
  assert.deepEqual(exclusions(3), [[0], [1], [2], [0, 1], [0, 2], [1, 2]]);
  assert.deepEqual(taskWithout(plan, [0, 2]), { train: [2, 3], test: [0, 1, 4, 5], sets: [], candidates, seed: 1 });
  assert.deepEqual(exclusions(2), [[0], [1]]);
});

test('too few patients and one class only have their own names', () => {
  assert.equal(possibleFolds(clipsOf([[0, true], [1, true]]), 5), 'one-class');
  assert.equal(possibleFolds(clipsOf([[0, true], [1, false], [0, true]]), 5), 'too-few-patients');
  assert.equal(possibleFolds(clipsOf([[0, true], [1, false], [2, true], [3, false]]), 5), 2);
});

test('both classes and all clips of a class weigh the same, whatever their frames', () => {
  const uneven: LabelledClip[] = [{ group: 'a', positive: true, firstRow: 0, rows: 4 }, { group: 'b', positive: false, firstRow: 4, rows: 1 }, { group: 'c', positive: false, firstRow: 5, rows: 2 }];
  const { labels, weights } = rowTargets(uneven, [0, 1, 2]);
  assert.deepEqual([...labels], [1, 1, 1, 1, 0, 0, 0]);
  const sum = (from: number, to: number): number => weights.slice(from, to).reduce((all, weight) => all + weight, 0);
  assert.ok(Math.abs(sum(0, 4) - sum(4, 7)) < 1e-12 && Math.abs(sum(4, 5) - sum(5, 7)) < 1e-12 && Math.abs(sum(0, 7) - 7) < 1e-12);
});
