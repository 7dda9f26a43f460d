/** Where the frame lies on the canvas, and how its grays are shown. Pure; canvas lengths are device pixels, frame lengths frame pixels. */

/** Zoom 1 fits the frame into the canvas; the centre is the frame point (pixel centres at integers) at the canvas's middle. */
export interface Viewport {
  readonly zoom: number;
  readonly centreX: number;
  readonly centreY: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Grays from `level - width / 2` to `level + width / 2` are spread from black to white (DICOM PS3.3 C.11.2.1.2, 8 bit). */
export interface Window {
  readonly level: number;
  readonly width: number;
}

export const FULL_WINDOW: Window = { level: 127.5, width: 255 };
const MAX_ZOOM = 40;

export function fitted(frame: Size): Viewport {
  return { zoom: 1, centreX: (frame.width - 1) / 2, centreY: (frame.height - 1) / 2 };
}

/** Canvas pixels a frame pixel at zoom 1. */
export function fitScale(frame: Size, canvas: Size): number {
  return Math.min(canvas.width / Math.max(1, frame.width), canvas.height / Math.max(1, frame.height));
}

export function toFrame(view: Viewport, frame: Size, canvas: Size, x: number, y: number): { readonly x: number; readonly y: number } {
  const scale = fitScale(frame, canvas) * view.zoom;
  return { x: view.centreX + (x - canvas.width / 2) / scale, y: view.centreY + (y - canvas.height / 2) / scale };
}

export function toCanvas(view: Viewport, frame: Size, canvas: Size, x: number, y: number): { readonly x: number; readonly y: number } {
  const scale = fitScale(frame, canvas) * view.zoom;
  return { x: (x - view.centreX) * scale + canvas.width / 2, y: (y - view.centreY) * scale + canvas.height / 2 };
}

/** Keeps some of the frame in sight: its edge may reach the canvas's middle, no further. */
export function contained(view: Viewport, frame: Size): Viewport {
  const zoom = Math.min(MAX_ZOOM, Math.max(0.25, view.zoom));
  const hold = (value: number, length: number): number => Math.min(length - 0.5, Math.max(-0.5, value));
  return { zoom, centreX: hold(view.centreX, frame.width), centreY: hold(view.centreY, frame.height) };
}

/** Zooms so that the frame point under canvas point (x, y) stays there. */
export function zoomAt(view: Viewport, frame: Size, canvas: Size, x: number, y: number, factor: number): Viewport {
  const before = toFrame(view, frame, canvas, x, y);
  const zoom = Math.min(MAX_ZOOM, Math.max(0.25, view.zoom * factor));
  const after = toFrame({ ...view, zoom }, frame, canvas, x, y);
  return contained({ zoom, centreX: view.centreX + before.x - after.x, centreY: view.centreY + before.y - after.y }, frame);
}

export function panBy(view: Viewport, frame: Size, canvas: Size, dx: number, dy: number): Viewport {
  const scale = fitScale(frame, canvas) * view.zoom;
  return contained({ ...view, centreX: view.centreX - dx / scale, centreY: view.centreY - dy / scale }, frame);
}

/** Right widens the window, up brightens, as DICOM viewers do; one CSS pixel is one gray level. */
export function dragWindow(window: Window, dx: number, dy: number): Window {
  return { width: Math.min(510, Math.max(1, window.width + dx)), level: Math.min(255, Math.max(0, window.level + dy)) };
}

/** 8-bit lookup of the window, and of the inversion after it. */
export function windowTable(window: Window, invert: boolean): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256);
  for (let gray = 0; gray < 256; gray += 1) {
    const shown = Math.min(255, Math.max(0, ((gray - window.level) / window.width + 0.5) * 255));
    table[gray] = invert ? 255 - shown : shown;
  }
  return table;
}
