import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZoneFinding, ZoneSummary } from '../../preload/domain.ts';
import { aiWords, resultFinding, resultWords } from './case-row.ts';

const zones = (...ai: readonly ZoneFinding[]): readonly ZoneSummary[] => ai.map((finding, index) => ({ zone: `R${index + 1}`, clips: 1, ai: finding, read: null }));

const none = { IS: 0, analysed: 0, rejected: 0 };

test('AI counts its positive zones among those it has a verdict for', () => {
  assert.equal(aiWords({ zones: zones('IS', 'healthy', 'indeterminate', 'not-analysed', 'not-examined'), zoneless: none, clips: 4 }), '1 of 3 zones IS');
  assert.equal(aiWords({ zones: zones('not-analysed'), zoneless: none, clips: 1 }), 'not analysed');
  assert.equal(aiWords({ zones: zones('not-examined'), zoneless: none, clips: 0 }), 'no clips');
});

test('clips whose zone is unknown are told of as clips', () => {
  const of = (zoneless: Partial<typeof none>, ...ai: readonly ZoneFinding[]): string => aiWords({ zones: zones(...ai), zoneless: { ...none, ...zoneless }, clips: 3 });
  assert.equal(of({ IS: 1, analysed: 3 }, 'not-examined'), '1 of 3 clips IS');
  assert.equal(of({ analysed: 1 }, 'not-analysed'), '0 of 1 clip IS');
  assert.equal(of({ IS: 1, analysed: 2 }, 'healthy', 'healthy'), '0 of 2 zones IS, 1 clip without a zone IS');
  assert.equal(of({ analysed: 2 }, 'healthy', 'healthy'), '0 of 2 zones IS');
  assert.equal(of({ rejected: 3 }, 'not-examined'), 'rejected');
  assert.equal(of({}, 'rejected'), 'rejected');
});

test('an incomplete exam has no finding’s mark', () => {
  assert.equal(resultFinding('incomplete'), 'not-examined');
  assert.equal(resultWords('not-IS'), 'Not IS');
});
