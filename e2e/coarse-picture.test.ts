import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { compare, contrast, reduce } from './coarse-picture.ts';

/** Gray 20 with a brighter box at the left of the given width. */
function picture(boxWidth: number, level: number, noise = 0): PNG {
  const image = new PNG({ width: 960, height: 600 });
  for (let at = 0; at < image.data.length; at += 4) {
    const x = (at / 4) % image.width;
    const value = (x < boxWidth ? level : 20) + ((at / 4) % 2) * noise;
    image.data.set([value, value, value, 255], at);
  }
  return image;
}

test('fine grain disappears, a missing panel does not', () => {
  const whole = reduce(picture(200, 120));
  assert.equal(whole.width, 96);
  assert.equal(whole.height, 60);
  const grainy = compare(whole, reduce(picture(200, 120, 10)));
  assert.ok(grainy.mean < 6 && grainy.changedShare === 0);
  const missing = compare(whole, reduce(picture(0, 120)));
  assert.ok(missing.changedShare > 0.15);
});

test('another size is another picture, and a blank one has no contrast', () => {
  assert.equal(compare(reduce(picture(10, 99)), reduce(new PNG({ width: 960, height: 500 }))).changedShare, 1);
  assert.equal(contrast(reduce(picture(0, 0))), 0);
  assert.ok(contrast(reduce(picture(200, 120))) > 20);
});
