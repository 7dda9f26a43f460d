/** Every bundle in this folder explained by LIME on a simulated frame with one B-line: the weight lies where the B-line is. Few samples, so that it stays quick. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { listBundles, loadBundle } from '../../main/inference/bundle.ts';
import { createHead } from '../../main/inference/heads.ts';
import { limeMap } from '../../main/inference/lime/lime.ts';
import { createScorer } from '../../main/inference/lime/scorer.ts';
import { onnxRuntime } from '../../main/inference/onnx.ts';
import { INPUT_SIZE, inputImage } from '../../main/inference/preprocess.ts';
import { openExtractor } from '../../main/inference/session.ts';
import { clipGain } from '../../main/media/gain.ts';
import { samplePhantom } from '../phantom/cases.ts';
import { renderPhantom } from '../phantom/render.ts';

const oneBLine = samplePhantom('few-b-lines', 31, {
  probe: 'linear', width: 240, height: 320, margin: 0, frames: 1, ribs: [], text: null, gain: -4,
  bLines: [{ place: 0.45, width: 0.07, strength: 22, confluent: false }],
});

/** The frame's input image, and where its B-line lies in it. */
function frameWithTruth(): { readonly image: Uint8Array; readonly isBLine: (pixel: number) => boolean } {
  const { frames, truth } = renderPhantom(oneBLine);
  const [gray] = frames;
  const line = truth.frames[0]?.bLines[0];
  const { sector, width, height } = truth;
  assert.ok(gray !== undefined && line !== undefined && sector.kind === 'rect');
  const { box } = sector;
  const column = (x: number): number => ((x - box.x) / box.width) * INPUT_SIZE;
  const [left, right] = [column(line.left[0].x), column(line.right[0].x)];
  const top = ((line.axis[0].y - box.y) / box.height) * INPUT_SIZE;
  const isBLine = (pixel: number): boolean => pixel % INPUT_SIZE >= left && pixel % INPUT_SIZE <= right && pixel / INPUT_SIZE >= top;
  return { image: inputImage(gray, width, height, sector, clipGain([gray], width, height, sector)), isBLine };
}

const { image, isBLine } = frameWithTruth();

for (const { id, dir } of await listBundles(path.join(import.meta.dirname))) {
  test(`${id}: LIME finds the B-line`, async () => {
    const bundle = await loadBundle(dir);
    assert.ok(bundle.ok);
    const variant = bundle.value.variants.find(({ providers }) => providers.includes('cpu'));
    assert.ok(variant);
    const extractor = await openExtractor(onnxRuntime, bundle.value, variant, 'cpu', 1);
    const map = await limeMap({ image, background: null, seed: 1, ofSamples: 101 }, createScorer(extractor, createHead(bundle.value.head)));
    await extractor.release();
    const own = new Float64Array(map.weights.length);
    const sizes = new Float64Array(map.weights.length);
    map.labels.forEach((label, pixel) => {
      sizes[label] = (sizes[label] ?? 0) + 1;
      if (isBLine(pixel)) own[label] = (own[label] ?? 0) + 1;
    });
    // Weight a pixel of the B-line against weight a pixel of all else. Superpixels are wider than the line, so much of its weight lies beside it.
    const inside = map.weights.reduce((sum, weight, label) => sum + weight * ((own[label] ?? 0) / (sizes[label] ?? 1)), 0) / own.reduce((sum, count) => sum + count, 0);
    const outside = map.weights.reduce((sum, weight, label) => sum + weight * (1 - (own[label] ?? 0) / (sizes[label] ?? 1)), 0) / (image.length - own.reduce((sum, count) => sum + count, 0));
    assert.ok(inside > 0 && inside > 1.5 * outside, `${inside} on the B-line, ${outside} beside it (logit ${map.logit}, fit ${map.fit})`);
  });
}
