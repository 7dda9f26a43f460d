import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReviewSettings, changeOverlay, nextMap, nextOpacity } from './overlay-settings.ts';

test('B walks fused and branches round, and comes back from a branch that is gone', () => {
  const branches = ['mobilenet', 'resnet'];
  let map = nextMap({ kind: 'fused' }, branches);
  assert.deepEqual(map, { kind: 'branch', name: 'mobilenet' });
  map = nextMap(nextMap(map, branches), branches);
  assert.deepEqual(map, { kind: 'fused' });
  assert.deepEqual(nextMap({ kind: 'branch', name: 'gone' }, branches), { kind: 'fused' });
  assert.deepEqual(nextMap({ kind: 'fused' }, []), { kind: 'fused' });
});

test('opacity moves by tenths within its bounds; other settings stay', () => {
  assert.equal(nextOpacity(0.5, 1), 0.6);
  assert.equal(nextOpacity(0.1, -1), 0.1);
  assert.equal(nextOpacity(1, 1), 1);
  const store = createReviewSettings();
  changeOverlay(store, { opacity: 0.9 });
  assert.deepEqual([store.getState().overlay.opacity, store.getState().overlay.colourMap], [0.9, 'inferno']);
});
