import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleWords } from './scale-words.ts';

const box = { x: 0, y: 0, width: 100, height: 100 };

test('each region says its scale, and px where it has none', () => {
  assert.deepEqual(scaleWords([]), ['Scale unknown: px only']);
  assert.deepEqual(scaleWords([
    { kind: 'tissue', box, millimetresPerPixel: { x: 0.1054, y: 0.1054 } }, { kind: 'm-mode', box, millimetresPerPixel: null }, { kind: 'other', box, millimetresPerPixel: { x: 0.1, y: 0.25 } },
  ]), ['Tissue: 0.105 mm/px', 'M-mode: no scale, px only', 'Image: 0.100 × 0.250 mm/px']);
});
