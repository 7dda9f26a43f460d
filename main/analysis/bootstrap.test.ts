import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBootstrap, pairedBootstrap } from './bootstrap.ts';
import { auc } from './discrimination.ts';
import type { Case } from './metrics.ts';

const wave = (index: number): number => Math.sin(index * 12.9898);
const cases = Array.from({ length: 80 }, (_, index): Case => ({ group: String(index), positive: index % 2 === 0, score: wave(index) + (index % 2 === 0 ? 0.5 : 0) }));

test('the bootstrap is reproducible, holds the figure, and draws whole patients', () => {
  const one = groupBootstrap(cases, auc);
  assert.ok(one !== null);
  assert.deepEqual(one, groupBootstrap(cases, auc));
  assert.ok(one.low < one.value && one.value < one.high);
  // 80 copies of one patient carry no information about patients at all.
  assert.deepEqual(groupBootstrap(cases.map((item) => ({ ...item, group: 'same' })), auc), { value: one.value, low: one.value, high: one.value });
  assert.equal(groupBootstrap([], auc), null);
});

test('the interval is as wide as theory says', () => {
  const one = groupBootstrap(cases, auc);
  assert.ok(one !== null);
  // Hanley and McNeil 1982, 40 positives and 40 negatives.
  const { value } = one;
  const [both, other] = [value / (2 - value), (2 * value * value) / (1 + value)];
  const error = Math.sqrt((value * (1 - value) + 39 * (both - value * value) + 39 * (other - value * value)) / 1600);
  assert.ok(Math.abs((one.high - one.low) / (2 * 1.96 * error) - 1) < 0.2, `${one.high - one.low} for ${2 * 1.96 * error}`);
});

test('a score compared with itself differs by nothing; with a worse one, surely', () => {
  assert.deepEqual(pairedBootstrap(cases, cases, auc), { difference: { value: 0, low: 0, high: 0 }, p: 1 });
  const worse = cases.map((item, index) => ({ ...item, score: wave(index + 1) }));
  const better = cases.map((item, index) => ({ ...item, score: wave(index) + (item.positive ? 1.5 : 0) }));
  const compared = pairedBootstrap(better, worse, auc);
  assert.ok(compared !== null && compared.difference.low > 0 && compared.p < 0.01);
  assert.throws(() => pairedBootstrap(cases, cases.slice(1), auc), RangeError);
});
