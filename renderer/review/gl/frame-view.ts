/** A canvas in a host element that follows the host's size in device pixels, drawn by WebGL2 where it can be had. */
import type { Size } from '../viewport.ts';
import { createCanvasView } from './canvas-view.ts';
import { createGlView } from './gl-view.ts';
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
  Object.assign(canvas.style, { display: 'block', width: '100%', height: '100%' });
  // The host carries the accessible name; the canvas is its pixels.
  canvas.setAttribute('aria-hidden', 'true');
  host.append(canvas);
  return canvas;
}

export function createFrameView(host: HTMLElement, frame: Size): MountedView {
  let canvas = newCanvas(host);
  let view = createGlView(canvas, frame);
  if (view === null) {
    // A canvas that once gave a WebGL context gives no other.
    canvas.remove();
    canvas = newCanvas(host);
    view = createCanvasView(canvas);
  }
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
    remove: () => canvas.remove(),
  };
}
