/** Mouse, pen and touchpad on the image: wheel zooms at the cursor, drag moves, right drag (or the window tool) changes window and level, double click fits. */
import type { StoreApi } from 'zustand';
import type { ImageSettings } from './clip-screen.ts';
import { dragWindow, fitted, panBy, zoomAt } from './viewport.ts';
import type { Size } from './viewport.ts';

export interface GestureOptions {
  readonly host: HTMLElement;
  readonly frame: Size;
  readonly image: StoreApi<ImageSettings>;
  readonly windowTool: () => boolean;
}

interface Drag {
  readonly kind: 'pan' | 'window';
  x: number;
  y: number;
}

/** Zoom a wheel notch of 100 units: about 16%. A pinch on a touchpad arrives as a wheel with Ctrl and small steps. */
function wheelFactor(event: WheelEvent): number {
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
  return Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0015));
}

/** Starts listening on the host; returns the function that stops. */
export function listenForGestures({ host, frame, image, windowTool }: GestureOptions): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  let drag: Drag | null = null;
  const size = (): Size => ({ width: host.clientWidth, height: host.clientHeight });
  const change = (next: (settings: ImageSettings) => Partial<ImageSettings>): void => image.setState(next(image.getState()));

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const box = host.getBoundingClientRect();
    change(({ viewport }) => ({ viewport: zoomAt(viewport, frame, size(), event.clientX - box.left, event.clientY - box.top, wheelFactor(event)) }));
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button === 1) return;
    drag = { kind: event.button === 2 || windowTool() ? 'window' : 'pan', x: event.clientX, y: event.clientY };
    host.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    if (drag === null) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (drag.kind === 'pan') change(({ viewport }) => ({ viewport: panBy(viewport, frame, size(), dx, dy) }));
    // Up brightens: a lower level shows the same gray lighter.
    else change(({ window }) => ({ window: dragWindow(window, dx, dy) }));
  };
  const onEnd = (): void => {
    drag = null;
  };
  host.addEventListener('wheel', onWheel, { ...options, passive: false });
  host.addEventListener('pointerdown', onDown, options);
  host.addEventListener('pointermove', onMove, options);
  host.addEventListener('pointerup', onEnd, options);
  host.addEventListener('pointercancel', onEnd, options);
  host.addEventListener('contextmenu', (event) => event.preventDefault(), options);
  host.addEventListener('dblclick', () => change(() => ({ viewport: fitted(frame) })), options);
  return () => stop.abort();
}
