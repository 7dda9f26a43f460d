import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextSuspicious, suspiciousRuns } from './suspicious.ts';

test('runs bridge unscored frames, and end at a scored frame below the operating point', () => {
  const runs = suspiciousRuns([0.1, 0.7, null, 0.9, 0.2, null, 0.6], 0.6);
  assert.deepEqual(runs, [{ first: 1, last: 3, peak: 3 }, { first: 6, last: 6, peak: 6 }]);
  assert.equal(nextSuspicious(runs, 0, 1), 3);
  assert.equal(nextSuspicious(runs, 3, 1), 6);
  assert.equal(nextSuspicious(runs, 6, 1), null);
  assert.equal(nextSuspicious(runs, 6, -1), 3);
  assert.equal(nextSuspicious([], 0, -1), null);
});

test('every frame at or above the operating point lies in one run, and a peak is the run’s highest', () => {
  const probabilities = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 80 });
  fc.assert(
    fc.property(probabilities, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, point) => {
      const runs = suspiciousRuns(values, point);
      values.forEach((value, frame) => {
        const inside = runs.filter((run) => run.first <= frame && frame <= run.last);
        if (value !== null) assert.equal(inside.length, value >= point ? 1 : 0);
      });
      for (const run of runs) assert.equal(values[run.peak], Math.max(...values.slice(run.first, run.last + 1).map((value) => value ?? 0)));
    }),
  );
});
