/** The image's canvas in a host element, drawn by WebGL2 where it can be had, and the superpixels' canvas above it; both follow the host's size in device pixels. */
import type { Size } from '../viewport.ts';
import { createCanvasView } from './canvas-view.ts';
import { createGlView } from './gl-view.ts';
import { createPatchInk } from './patch-ink.ts';
import type { FrameView } from './picture.ts';

export interface MountedView {
  /** Null where the browser gives no drawing context at all. */
  readonly view: FrameView | null;
  /** Keeps the canvas as large as its host; `onResize` is called after each change, when the canvas is empty. */
  follow(onResize: () => void): () => void;
  remove(): void;
}

function newCanvas(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { display: 'block', position: 'absolute', inset: '0', width: '100%', height: '100%' });
  // The host carries the accessible name; the canvas is its pixels.
  canvas.setAttribute('aria-hidden', 'true');
  host.append(canvas);
  return canvas;
}

/** What is drawn goes to the image, then to the superpixels above it. */
function withInk(view: FrameView, above: HTMLCanvasElement): FrameView {
  const ink = createPatchInk(above);
  return {
    kind: view.kind,
    resize(width, height) {
      view.resize(width, height);
      ink?.resize(width, height);
    },
    draw(picture) {
      view.draw(picture);
      ink?.draw(picture.patches, picture.viewport, picture.frame);
    },
    dispose: () => view.dispose(),
  };
}

export function createFrameView(host: HTMLElement, frame: Size): MountedView {
  let canvas = newCanvas(host);
  let image = createGlView(canvas, frame);
  if (image === null) {
    // A canvas that once gave a WebGL context gives no other.
    canvas.remove();
    canvas = newCanvas(host);
    image = createCanvasView(canvas);
  }
  const above = newCanvas(host);
  const view = image === null ? null : withInk(image, above);
  host.dataset['renderer'] = view?.kind ?? 'none';
  const resize = (width: number, height: number): void => view?.resize(Math.max(1, width), Math.max(1, height));
  return {
    view,
    follow(onResize) {
      const observer = new ResizeObserver((entries) => {
        const exact = entries[0]?.devicePixelContentBoxSize?.[0];
        const ratio = window.devicePixelRatio;
        if (exact === undefined) resize(Math.round(host.clientWidth * ratio), Math.round(host.clientHeight * ratio));
        else resize(exact.inlineSize, exact.blockSize);
        onResize();
      });
      // The exact size in device pixels avoids blur at fractional scales, where the browser tells it.
      if ('devicePixelContentBoxSize' in ResizeObserverEntry.prototype) observer.observe(host, { box: 'device-pixel-content-box' });
      else observer.observe(host);
      return () => observer.disconnect();
    },
    remove() {
      canvas.remove();
      above.remove();
    },
  };
}
