/** Counts of tests, read from what the runners report. */
import { z } from 'zod';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Totals = { passed: 0, failed: 0, skipped: 0 };
export const oneFailure: Totals = { passed: 0, failed: 1, skipped: 0 };

export function sum(all: readonly Totals[]): Totals {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), nothing);
}

/** The last line of a test run, in the form that machines read too. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run is good when something ran and nothing failed. */
export function isGood({ passed, failed }: Totals): boolean {
  return failed === 0 && passed > 0;
}

/** Totals of node:test's TAP; null when its summary is missing (the runner was ended). */
export function tapTotals(tap: string): Totals | null {
  const count = (name: string) => {
    const found = new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1];
    return found === undefined ? null : Number(found);
  };
  const passed = count('pass');
  const failed = count('fail');
  if (passed === null || failed === null) return null;
  return { passed, failed: failed + (count('cancelled') ?? 0), skipped: (count('skipped') ?? 0) + (count('todo') ?? 0) };
}

/** What a runner that was ended had finished: its outermost tests, and one failure for what it was at. */
export function tapTotalsSoFar(tap: string): Totals {
  const count = (pattern: RegExp) => [...tap.matchAll(pattern)].length;
  const skipped = count(/^ok \d+ .*# (?:SKIP|TODO)/gm);
  return { passed: count(/^ok \d+ /gm) - skipped, failed: count(/^not ok \d+ /gm) + 1, skipped };
}

/** Names of the tests that failed, nested ones too. */
export function tapFailures(tap: string): string[] {
  return [...tap.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map((match) => match[1] ?? '');
}

/** Why tests were skipped, with how many for each reason. */
export function skipReasons(tap: string): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const [, reason] of tap.matchAll(/^\s*ok \d+ .*# SKIP ?(.*)$/gm)) {
    const name = reason === undefined || reason === '' ? 'no reason given' : reason;
    reasons.set(name, (reasons.get(name) ?? 0) + 1);
  }
  return reasons;
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()).optional(),
});

/** Totals of Playwright's JSON report; null when it is none. Errors outside of tests (a spec that does not load) count as one failure each. */
export function playwrightTotals(json: string): Totals | null {
  try {
    const { stats, errors } = playwrightReport.parse(JSON.parse(json));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected + (errors?.length ?? 0), skipped: stats.skipped };
  } catch {
    return null;
  }
}

/** Totals of Python's unittest; null when its summary is missing. */
export function unittestTotals(output: string): Totals | null {
  const ran = /^Ran (\d+) tests? in/m.exec(output)?.[1];
  if (ran === undefined) return null;
  const count = (name: string) => Number(new RegExp(`^(?:OK|FAILED) \\(.*\\b${name}=(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: Math.max(0, Number(ran) - failed - skipped), failed, skipped };
}
