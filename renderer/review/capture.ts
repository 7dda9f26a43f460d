/** A frame with what lies over it, as a PNG of the frame's own size: what was seen, whatever the zoom. */
import { createPainter } from './gl/blend.ts';
import { createPatchInk } from './gl/patch-ink.ts';
import type { Picture } from './gl/picture.ts';
import { fitted } from './viewport.ts';

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  return canvas;
}

/** Null where the browser cannot draw or encode it. */
export async function pngOf(picture: Picture): Promise<Uint8Array<ArrayBuffer> | null> {
  const { width, height } = picture.frame;
  const canvas = canvasOf(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return null;
  context.putImageData(new ImageData(createPainter().paint(picture), width, height), 0, 0);
  if (picture.patches !== null) {
    const above = canvasOf(width, height);
    createPatchInk(above)?.draw(picture.patches, fitted(picture.frame), picture.frame);
    context.drawImage(above, 0, 0);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
