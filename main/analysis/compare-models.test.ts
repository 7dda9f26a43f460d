import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareModels } from './compare-models.ts';
import type { ComparedClip } from './compare-models.ts';

/** Ten exams of one IS and one healthy clip; `second` puts every clip on its side, `first` errs in some exams. */
const clips = Array.from({ length: 10 }, (_, exam): ComparedClip[] => [
  { exam: `e${exam}`, positive: true, first: exam < 3 ? 0.2 : 0.8, second: 0.7 },
  { exam: `e${exam}`, positive: false, first: exam < 2 ? 0.9 : 0.1, second: 0.6 },
]).flat();

test('each side at its own threshold, and the difference second minus first', () => {
  const { first, second, difference } = compareModels({ clips, thresholds: { first: 0.5, second: 0.65 } });
  assert.deepEqual(first.confusion, { truePositives: 7, falseNegatives: 3, trueNegatives: 8, falsePositives: 2 });
  assert.deepEqual(second.confusion, { truePositives: 10, falseNegatives: 0, trueNegatives: 10, falsePositives: 0 });
  assert.equal(first.sensitivity?.value, 0.7);
  assert.equal(second.auc?.value, 1);
  assert.ok(Math.abs((difference.accuracy?.value ?? 0) - 0.25) < 1e-12);
  assert.ok((difference.accuracy?.low ?? -1) >= 0 && (difference.accuracy?.high ?? 2) < 0.6);
  // Ties of 7 x 8 pairs won, 3 x 2 lost: 0.2 against 0.1 is still in order.
  assert.equal(first.auc?.value, (7 * 8 + 3 * 8) / 100);
});

test('a model against itself differs by nothing; one class alone defines no AUC', () => {
  const same = clips.map((clip) => ({ ...clip, second: clip.first }));
  const { difference } = compareModels({ clips: same, thresholds: { first: 0.5, second: 0.5 } });
  assert.deepEqual(difference.auc, { value: 0, low: 0, high: 0 });
  const positives = compareModels({ clips: clips.filter(({ positive }) => positive), thresholds: { first: 0.5, second: 0.5 } });
  assert.deepEqual([positives.first.auc, positives.difference.specificity], [null, null]);
  assert.equal(positives.second.sensitivity?.value, 1);
});
