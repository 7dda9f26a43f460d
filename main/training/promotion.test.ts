import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PromotionFigure } from '../../preload/training.ts';
import { mayBePromoted, promotionChecks } from './promotion.ts';
import type { TestedClip } from './promotion.ts';

const points = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };

/** Twenty patients, one clip each; `change` says what the challenger makes of a clip. */
function checked(change: (score: number, positive: boolean, at: number) => number | null) {
  const clips = Array.from({ length: 20 }, (_, at): TestedClip => {
    const positive = at % 2 === 0;
    const champion = (positive ? 0.55 : 0.35) + 0.3 * Math.sin(at * 7.3);
    return { patient: `p${at}`, positive, champion, challenger: change(champion, positive, at) };
  });
  const checks = promotionChecks({ clips, points: { champion: points, challenger: points } });
  const of = (figure: PromotionFigure) => checks.find((check) => check.figure === figure);
  return { checks, of };
}

test('the same scores pass everything, with no difference at all', () => {
  const { checks, of } = checked((score) => score);
  assert.deepEqual(of('auc')?.difference, { value: 0, low: 0, high: 0 });
  assert.ok(mayBePromoted(checks));
});

test('a better model passes; one shown to be worse does not', () => {
  assert.ok(mayBePromoted(checked((score, positive) => (positive ? 0.95 + 0.04 * score : 0.05 * score)).checks));
  const worse = checked((_, positive) => (positive ? 0.1 : 0.9));
  assert.equal(worse.of('auc')?.passed, false);
  assert.equal(mayBePromoted(worse.checks), false);
});

test('each guard by itself stops a promotion', () => {
  const missed = checked((score, positive, at) => (positive && at < 4 ? 0.05 : score));
  assert.equal(missed.of('screening-sensitivity')?.passed, false);
  const rejected = checked((score, _, at) => (at === 1 ? null : score));
  assert.equal(rejected.of('false-reject')?.passed, false);
  // Half as far from 0.35: the order stays, the probabilities no longer mean what they say.
  const bent = checked((score, positive) => (positive ? Math.min(1, score + 0.4) : Math.min(1, score + 0.3)));
  assert.equal(bent.of('calibration')?.passed, false);
  for (const { checks } of [missed, rejected, bent]) assert.equal(mayBePromoted(checks), false);
});

test('a rejected positive counts as missed at screening, and nothing is told from nothing', () => {
  const { of } = checked((score, _, at) => (at === 0 ? null : score));
  assert.ok((of('screening-sensitivity')?.challenger?.value ?? 1) < (of('screening-sensitivity')?.champion?.value ?? 0));
  assert.equal(mayBePromoted([]), false);
  const oneClass = promotionChecks({ clips: [{ patient: 'a', positive: true, champion: 0.4, challenger: 0.5 }], points: { champion: points, challenger: points } });
  assert.equal(oneClass.find(({ figure }) => figure === 'auc')?.passed, null);
  assert.equal(mayBePromoted(oneClass), false);
});
