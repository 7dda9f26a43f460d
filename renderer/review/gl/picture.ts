/** What a frame view draws, independent of how it draws. */
import type { Sector } from '../../../preload/domain.ts';
import type { ColourMapName } from '../colour-maps.ts';
import type { Frame } from '../frames.ts';
import type { HeatGrid } from '../heat-grid.ts';
import type { Patch } from '../lime-patches.ts';
import type { Viewport, Window } from '../viewport.ts';

export interface Overlay {
  readonly grid: HeatGrid;
  readonly sector: Sector;
  readonly colourMap: ColourMapName;
  /** 0..1 */
  readonly opacity: number;
  /** Evidence relative to the clip's maximum below which the image stays untouched, 0..1. */
  readonly threshold: number;
}

/** LIME's superpixels; no change of the array means no change of the shapes. */
export interface PatchOverlay {
  readonly patches: readonly Patch[];
  readonly sector: Sector;
  /** 0..1 */
  readonly opacity: number;
}

export interface Picture {
  readonly frame: Frame;
  readonly viewport: Viewport;
  readonly window: Window;
  readonly invert: boolean;
  /** Linear interpolation between frame pixels; otherwise each pixel is a square. */
  readonly smooth: boolean;
  readonly overlay: Overlay | null;
  readonly patches: PatchOverlay | null;
}

export interface FrameView {
  readonly kind: 'webgl2' | 'canvas2d';
  /** Device pixels. */
  resize(width: number, height: number): void;
  /** Draws now; the frame on the canvas is the one given, or none at all while the graphics context is lost. */
  draw(picture: Picture): void;
  dispose(): void;
}
