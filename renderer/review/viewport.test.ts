import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FULL_WINDOW, dragWindow, fitted, panBy, toCanvas, toFrame, windowTable, zoomAt } from './viewport.ts';

const size = fc.record({ width: fc.integer({ min: 1, max: 4000 }), height: fc.integer({ min: 1, max: 4000 }) });
const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(a)), `${a} and ${b}`);

test('fitting shows the whole frame, centred, as large as the canvas allows', () => {
  fc.assert(
    fc.property(size, size, (frame, canvas) => {
      const first = toCanvas(fitted(frame), frame, canvas, -0.5, -0.5);
      const last = toCanvas(fitted(frame), frame, canvas, frame.width - 0.5, frame.height - 0.5);
      assert.ok(first.x > -1e-6 && first.y > -1e-6 && last.x < canvas.width + 1e-6 && last.y < canvas.height + 1e-6);
      near(first.x + last.x, canvas.width);
      assert.ok(Math.min(first.x, first.y) < 1e-6);
    }),
  );
});

test('frame and canvas points map back and forth; a zoom keeps the point under the cursor when the frame stays in sight', () => {
  fc.assert(
    fc.property(size, size, fc.double({ min: 0.3, max: 0.7, noNaN: true }), fc.double({ min: 1, max: 3, noNaN: true }), (frame, canvas, part, factor) => {
      const at = toCanvas(fitted(frame), frame, canvas, frame.width * part, frame.height * part);
      const zoomed = zoomAt(fitted(frame), frame, canvas, at.x, at.y, factor);
      const back = toFrame(zoomed, frame, canvas, at.x, at.y);
      near(back.x, frame.width * part);
      near(back.y, frame.height * part);
    }),
  );
});

test('panning follows the pointer and never loses the frame', () => {
  const frame = { width: 100, height: 100 };
  const canvas = { width: 200, height: 200 };
  assert.deepEqual(panBy(fitted(frame), frame, canvas, 20, -10), { zoom: 1, centreX: 39.5, centreY: 54.5 });
  assert.equal(panBy(fitted(frame), frame, canvas, 1e9, 0).centreX, -0.5);
});

test('the full window leaves grays as they are; inversion mirrors them; a narrow window clips', () => {
  assert.deepEqual([...windowTable(FULL_WINDOW, false)], Array.from({ length: 256 }, (_, i) => i));
  assert.equal(windowTable(FULL_WINDOW, true)[0], 255);
  const narrow = windowTable({ level: 100, width: 20 }, false);
  assert.deepEqual([narrow[90], narrow[100], narrow[110], narrow[255]], [0, 128, 255, 255]);
  assert.deepEqual(dragWindow(FULL_WINDOW, -1000, 1000), { width: 1, level: 255 });
});
