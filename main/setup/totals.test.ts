import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGood, playwrightTotals, skipReasons, sum, tapFailures, tapTotals, tapTotalsSoFar, totalsLine, unittestTotals } from './totals.ts';

test('totals of TAP count cancelled tests as failed, and a cut-off report has none', () => {
  const tap = 'TAP version 13\nok 1 - a\nnot ok 2 - b\n# tests 7\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n# duration_ms 5.1\n';
  assert.deepEqual(tapTotals(tap), { passed: 3, failed: 2, skipped: 2 });
  assert.equal(tapTotals('TAP version 13\nok 1 - a\n'), null);
});

test('a run that was ended counts what it had finished and one failure', () => {
  const tap = 'ok 1 - a\n    not ok 1 - inner\nnot ok 2 - b\nok 3 - c # SKIP why\n    ok 1 - in the middle\n';
  assert.deepEqual(tapTotalsSoFar(tap), { passed: 1, failed: 2, skipped: 1 });
  assert.deepEqual(tapFailures(tap), ['inner', 'b']);
});

test('skipped tests are grouped by their reason', () => {
  const tap = 'ok 1 - a # SKIP no ../shared/data\n    ok 2 - b # SKIP no ../shared/data\nok 3 - c # SKIP\nok 4 - d\n';
  assert.deepEqual([...skipReasons(tap)], [['no ../shared/data', 2], ['no reason given', 1]]);
});

test("totals of Playwright count flaky tests as passed and a spec that does not load as failed", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2, duration: 3 };
  assert.deepEqual(playwrightTotals(JSON.stringify({ stats, errors: [{ message: 'x' }] })), { passed: 6, failed: 2, skipped: 2 });
  assert.equal(playwrightTotals('{"stats":'), null);
  assert.equal(playwrightTotals('{}'), null);
});

test("totals of Python's unittest", () => {
  assert.deepEqual(unittestTotals('....\nRan 4 tests in 0.1s\n\nOK\n'), { passed: 4, failed: 0, skipped: 0 });
  assert.deepEqual(unittestTotals('Ran 6 tests in 1s\n\nFAILED (failures=1, errors=2, skipped=1)\n'), { passed: 2, failed: 3, skipped: 1 });
  assert.equal(unittestTotals('Traceback'), null);
});

test('the last line has the form that machines read, and a run of nothing is not good', () => {
  const total = sum([{ passed: 3, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 4 }]);
  assert.equal(totalsLine(total), '5 passed, 1 failed, 4 skipped');
  assert.equal(totalsLine({ passed: 1, failed: 0, skipped: 0 }), '1 passed, 0 failed');
  assert.deepEqual([isGood(total), isGood({ passed: 0, failed: 0, skipped: 3 }), isGood({ passed: 1, failed: 0, skipped: 0 })], [false, false, true]);
});
