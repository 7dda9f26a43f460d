import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accuracy, auc, groupBootstrap, sensitivity, specificity } from './metrics.ts';
import type { Case } from './metrics.ts';

const someCase = fc.record({ group: fc.constantFrom('a', 'b', 'c', 'd', 'e'), positive: fc.boolean(), score: fc.integer({ min: 0, max: 9 }).map((n) => n / 10) });

test('AUC equals the share of pairs in the right order, ties half', () => {
  fc.assert(
    fc.property(fc.array(someCase, { maxLength: 40 }), (cases) => {
      const positive = cases.filter((item) => item.positive);
      const negative = cases.filter((item) => !item.positive);
      const pairs = positive.flatMap((p) => negative.map((n) => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)));
      const expected = pairs.length === 0 ? null : pairs.reduce<number>((sum, value) => sum + value, 0) / pairs.length;
      const got = auc(cases);
      if (expected === null || got === null) assert.equal(got, expected);
      else assert.ok(Math.abs(got - expected) < 1e-9);
    }),
  );
});

test('sensitivity, specificity and accuracy at a threshold that counts as positive', () => {
  const cases: Case[] = [
    { group: '1', positive: true, score: 0.5 },
    { group: '1', positive: true, score: 0.4 },
    { group: '2', positive: false, score: 0.5 },
    { group: '3', positive: false, score: 0.1 },
    { group: '4', positive: false, score: 0.2 },
  ];
  assert.equal(sensitivity(cases, 0.5), 0.5);
  assert.equal(specificity(cases, 0.5), 2 / 3);
  assert.equal(accuracy(cases, 0.5), 3 / 5);
  assert.equal(sensitivity([], 0.5), null);
});

test('the bootstrap is reproducible, holds the figure, and draws whole patients', () => {
  const cases = Array.from({ length: 80 }, (_, index): Case => ({
    group: String(index), positive: index % 2 === 0, score: Math.sin(index * 12.9898) + (index % 2 === 0 ? 0.5 : 0),
  }));
  const one = groupBootstrap(cases, auc);
  assert.ok(one !== null);
  assert.deepEqual(one, groupBootstrap(cases, auc));
  assert.ok(one.low < one.value && one.value < one.high);
  // 80 copies of one patient carry no information about patients at all.
  const copies = cases.map((item) => ({ ...item, group: 'same' }));
  assert.deepEqual(groupBootstrap(copies, auc), { value: one.value, low: one.value, high: one.value });
});
