import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReviewSettings, changeOverlay, initialOverlay, methodIn, nextMap, nextOpacity, nextSuperpixels, showsLime, toggled } from './overlay-settings.ts';

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

test('a method is put on the image alone, and taken away by asking for it again', () => {
  const lime = { ...initialOverlay, ...toggled(initialOverlay, 'lime') };
  assert.deepEqual([lime.shown, lime.method, showsLime(lime)], [true, 'lime', true]);
  assert.equal(toggled(lime, 'lime').shown, false);
  assert.deepEqual(toggled(lime, 'grad-cam'), { shown: true, beside: false, method: 'grad-cam' });
  assert.deepEqual(toggled({ ...lime, beside: true }, 'lime'), { shown: true, beside: false, method: 'lime' });
});

test('side by side, LIME stands beside and leaves Grad-CAM its place', () => {
  const both = { shown: true, beside: true, method: 'lime' as const };
  assert.deepEqual([methodIn(both, 'main'), methodIn(both, 'beside')], ['grad-cam', 'lime']);
  assert.equal(methodIn({ ...both, method: 'summary' }, 'main'), 'summary');
  assert.equal(methodIn({ ...both, beside: false }, 'main'), 'lime');
  assert.equal(showsLime({ ...both, shown: false }), false);
});

test('superpixels are counted within 1 to 20', () => {
  assert.deepEqual([nextSuperpixels(6, 1), nextSuperpixels(1, -1), nextSuperpixels(20, 1)], [7, 1, 20]);
});
