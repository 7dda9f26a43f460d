import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { axisOver, learningCurve, pathThrough, stairs } from './plot-scale.ts';

test('an axis holds all its values between round ticks that rise', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
    const { low, high, ticks } = axisOver('x', values, 5);
    assert.ok(low <= Math.min(...values) + 1e-6 && high >= Math.max(...values) - 1e-6);
    assert.ok(ticks.length >= 1 && ticks.length <= 12, `${ticks.length} ticks`);
    assert.ok(ticks.every((tick, index) => index === 0 || tick > (ticks[index - 1] ?? Infinity)));
  }), { examples: [[[5e-324, 0]], [[1e6, 1e6 + 1e-5]]] });
  assert.deepEqual(axisOver('patients', [5, 63], 5).ticks, [0, 20, 40, 60, 80]);
});

test('stairs go along before they go up', () => {
  assert.deepEqual(stairs([[0, 0], [0, 0.5], [0.2, 1]]), [[0, 0], [0, 0.5], [0.2, 0.5], [0.2, 1]]);
  assert.equal(pathThrough([[0, 1], [2, 3]]), 'M0.0 1.0L2.0 3.0');
  assert.equal(pathThrough([]), '');
});

test('a learning curve is found among the tables; texts and counts are no lines', () => {
  const table = { id: 'learning-curve', title: 'Learning curve', note: '', columns: ['patients', 'clips', 'AUC', 'note'], rows: [[10, 40, 0.6, 'a'], [20, 80, 0.7, 'b'], [40, 160, null, 'c']] };
  assert.deepEqual(learningCurve([{ ...table, id: 'heads' }]), null);
  assert.deepEqual(learningCurve([table]), { xLabel: 'patients', series: [{ name: 'AUC', points: [[10, 0.6], [20, 0.7]] }] });
});
