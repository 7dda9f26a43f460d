import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZoneFinding, ZoneSummary } from '../../preload/domain.ts';
import { aiWords, resultFinding, resultWords } from './case-row.ts';

const zones = (...ai: readonly ZoneFinding[]): readonly ZoneSummary[] => ai.map((finding, index) => ({ zone: `R${index + 1}`, clips: 1, ai: finding, read: null }));

test('AI counts its positive zones among those it has a verdict for', () => {
  assert.equal(aiWords({ zones: zones('IS', 'healthy', 'indeterminate', 'not-analysed', 'not-examined'), clips: 4 }), '1 of 3 zones IS');
  assert.equal(aiWords({ zones: zones('not-analysed'), clips: 1 }), 'not analysed');
  assert.equal(aiWords({ zones: zones('not-examined'), clips: 0 }), 'no clips');
});

test('an incomplete exam has no finding’s mark', () => {
  assert.equal(resultFinding('incomplete'), 'not-examined');
  assert.equal(resultWords('not-IS'), 'Not IS');
});
