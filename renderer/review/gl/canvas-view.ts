/** The frame view without WebGL2: painted at frame resolution, then scaled by the 2D canvas. Slower, the same picture. */
import { toCanvas } from '../viewport.ts';
import { createPainter } from './blend.ts';
import type { FrameView, Picture } from './picture.ts';

/** Null where even a 2D context cannot be had. */
export function createCanvasView(canvas: HTMLCanvasElement): FrameView | null {
  const context = canvas.getContext('2d', { alpha: false });
  const buffer = document.createElement('canvas');
  const inner = buffer.getContext('2d', { alpha: false });
  if (context === null || inner === null) return null;
  const painter = createPainter();
  const render = (picture: Picture): void => {
    const { frame, viewport } = picture;
    if (buffer.width !== frame.width || buffer.height !== frame.height) Object.assign(buffer, { width: frame.width, height: frame.height });
    inner.putImageData(new ImageData(painter.paint(picture), frame.width, frame.height), 0, 0);
    const corner = toCanvas(viewport, frame, canvas, -0.5, -0.5);
    const opposite = toCanvas(viewport, frame, canvas, frame.width - 0.5, frame.height - 0.5);
    context.imageSmoothingEnabled = picture.smooth;
    context.fillStyle = '#000000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(buffer, corner.x, corner.y, opposite.x - corner.x, opposite.y - corner.y);
  };
  return {
    kind: 'canvas2d',
    resize(width, height) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    draw: render,
    dispose: () => undefined,
  };
}
