import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplePhantom } from './cases.ts';
import { createMasks } from './masks.ts';
import { renderPhantom } from './render.ts';

for (const probe of ['convex', 'linear'] as const) {
  test(`${probe}: masks lie where the ground truth's lines are, and where the picture is bright`, () => {
    const spec = samplePhantom('b-lines', 12, { probe, frames: 2, ribs: [], text: null });
    const { frames, truth } = renderPhantom(spec);
    const at = createMasks(spec)(1);
    const lines = truth.frames[1]?.bLines ?? [];
    assert.ok(lines.length >= 3);
    for (const { axis: [from, to] } of lines) {
      for (const part of [0.2, 0.5, 0.9]) assert.equal(at(from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)), 'b-line');
      assert.equal(at(from.x, from.y), 'pleura');
      assert.equal(at(from.x, from.y - 0.05 * spec.height), null, 'chest wall above the pleura');
    }
    const sums = { 'b-line': [0, 0], none: [0, 0] };
    const pixels = frames[1] ?? new Uint8Array();
    for (let y = Math.round(spec.height * 0.6); y < spec.height * 0.95; y += 1) {
      for (let x = Math.round(spec.width * 0.3); x < spec.width * 0.7; x += 1) {
        const sum = sums[at(x, y) === 'b-line' ? 'b-line' : 'none'];
        sum[0] = (sum[0] ?? 0) + (pixels[y * spec.width + x] ?? 0);
        sum[1] = (sum[1] ?? 0) + 1;
      }
    }
    const mean = ([sum = 0, count = 1]: readonly number[]): number => sum / count;
    assert.ok(mean(sums['b-line']) > 1.5 * mean(sums.none), `${mean(sums['b-line'])} against ${mean(sums.none)}`);
    assert.equal(at(-5, -5), null);
  });
}
