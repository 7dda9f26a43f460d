import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingLabel, mixColours, zoneWords } from './finding.ts';

test('zones in words name the AI and the reader', () => {
  assert.equal(zoneWords('R1', 'IS', null), 'R1: interstitial syndrome by AI, unread');
  assert.equal(zoneWords('R1', 'IS', 'healthy'), 'R1: interstitial syndrome by AI, read as healthy');
  assert.equal(zoneWords('L3', 'not-examined', null), 'L3: not examined');
  assert.equal(zoneWords('L3', 'not-analysed', 'not-readable'), 'L3: not analysed, read as not readable');
});

test('short labels', () => {
  assert.equal(findingLabel('IS'), 'IS');
  assert.equal(findingLabel('not-readable'), 'Not readable');
});

test('colours mix between their ends and no further', () => {
  assert.equal(mixColours('#000000', '#FFFFFF', 0.5), '#808080');
  assert.equal(mixColours('#F2A93B', '#FF6A52', -1), '#F2A93B');
  assert.equal(mixColours('#F2A93B', '#FF6A52', 2), '#FF6A52');
});
