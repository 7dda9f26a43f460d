/** One clip's picture on the page: its frames, its maps and the canvas, joined so that a frame is drawn only with what belongs to it. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { AppError, ClipAnalysis, ClipMedia, GradCam, Result } from '../../preload/domain.ts';
import { camsWanted, createCamStore, mapOf } from './cam-store.ts';
import type { CamStore } from './cam-store.ts';
import { createFrameCache } from './frame-cache.ts';
import type { Frame, FrameShape, ReadFrames } from './frames.ts';
import { createFrameView } from './gl/frame-view.ts';
import type { FrameView, Overlay } from './gl/picture.ts';
import { heatGrid } from './heat-grid.ts';
import type { HeatGrid } from './heat-grid.ts';
import type { OverlaySettings, ReviewSettingsStore } from './overlay-settings.ts';
import { FULL_WINDOW, fitted } from './viewport.ts';
import type { Viewport, Window } from './viewport.ts';

/** How this clip's image is shown; starts anew with each clip. */
export interface ImageSettings {
  readonly viewport: Viewport;
  readonly window: Window;
  readonly invert: boolean;
}

/** What can be said of the overlay at a frame. */
export type OverlayState = 'hidden' | 'no-analysis' | 'not-scored' | 'loading' | 'no-evidence' | 'no-evidence-here' | 'shown';

export interface ClipScreenOptions {
  readonly media: ClipMedia;
  readonly read: ReadFrames;
  readonly loadCam: (analysisId: string, frame: number) => Promise<Result<GradCam | null>>;
  readonly settings: ReviewSettingsStore;
  /** A map or a setting has changed what should be on the canvas. */
  readonly onChange: () => void;
  /** Frames have come into memory, or cannot. */
  readonly onFrames: () => void;
}

export interface ClipScreen {
  readonly shape: FrameShape;
  readonly image: StoreApi<ImageSettings>;
  /** Puts the canvas into `host` and follows its size; returns the function that takes it out. */
  attach(host: HTMLElement): () => void;
  /** True when the frame could be drawn now. */
  has(frame: number): boolean;
  /** False while the frame is not in memory. */
  draw(frame: number): boolean;
  lookAhead(frame: number, direction: -1 | 0 | 1): void;
  setAnalysis(analysis: ClipAnalysis | null): void;
  overlayState(frame: number | null): OverlayState;
  clipMaximum(): number;
  failure(frame: number): AppError | null;
  retry(): void;
  dispose(): void;
}

/** Enough for 1,500 frames of 350 x 350; beyond it the oldest blocks give way. */
const FRAME_BUDGET_BYTES = 192 << 20;
/** Maps asked for ahead: about a second of playback, a few on both sides of a still frame. */
const CAMS_AHEAD = 32;
const CAMS_AROUND = 8;

export function shapeOf(media: ClipMedia): FrameShape {
  return { count: media.frames, width: media.width, height: media.height, channels: media.colour ? 3 : 1 };
}

export function initialImage(media: ClipMedia): ImageSettings {
  return { viewport: fitted(media), window: FULL_WINDOW, invert: false };
}

export function createClipScreen({ media, read, loadCam, settings, onChange, onFrames }: ClipScreenOptions): ClipScreen {
  const shape = shapeOf(media);
  const image = createStore<ImageSettings>()(() => initialImage(media));
  const cache = createFrameCache({ shape, budgetBytes: FRAME_BUDGET_BYTES, read, onArrive: onFrames });
  let view: FrameView | null = null;
  let cams: CamStore | null = null;
  let analysis: ClipAnalysis | null = null;
  /** The frame and grid drawn last, kept so that a redraw uploads nothing anew. */
  let latestFrame: Frame | null = null;
  let latestGrid: { readonly key: string; readonly grid: HeatGrid | null } | null = null;
  let position: { frame: number; direction: -1 | 0 | 1 } = { frame: 0, direction: 0 };

  const overlayNow = (): OverlaySettings => settings.getState().overlay;
  const isScored = (frame: number): boolean => (analysis?.frameProbabilities[frame] ?? null) !== null;

  const gridOf = (frame: number): HeatGrid | null => {
    const { map } = overlayNow();
    const cam = cams?.get(frame);
    const values = cam === null || cam === undefined ? null : mapOf(cam, map);
    if (values === null || cams === null) return null;
    const maximum = cams.clipMaximum(map);
    const key = `${analysis?.id} ${frame} ${map.kind === 'fused' ? '' : map.name} ${maximum}`;
    if (latestGrid?.key !== key) latestGrid = { key, grid: heatGrid(values, maximum) };
    return latestGrid.grid;
  };

  const overlayOf = (frame: number): Overlay | null => {
    const { shown, untouched, colourMap, opacity, threshold } = overlayNow();
    if (!shown || untouched) return null;
    const grid = gridOf(frame);
    return grid === null ? null : { grid, sector: media.sector, colourMap, opacity, threshold };
  };

  const wantCams = (): void => {
    if (cams === null || analysis === null || !overlayNow().shown) return;
    cams.want(camsWanted(position.frame, position.direction, analysis.frameProbabilities, position.direction === 0 ? CAMS_AROUND : CAMS_AHEAD));
  };

  // Maps read ahead change nothing on screen, unless they change the scale.
  const onCam = (frame: number, grew: boolean): void => {
    if (grew || frame === position.frame) onChange();
  };

  return {
    shape,
    image,
    attach(host) {
      const made = createFrameView(host, shape);
      view = made.view;
      const stops = [
        made.follow(onChange),
        image.subscribe(onChange),
        settings.subscribe(() => {
          wantCams();
          onChange();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
        made.view?.dispose();
        view = null;
        made.remove();
      };
    },
    has: (index) => view !== null && (latestFrame?.index === index || cache.get(index) !== null),
    draw(index) {
      const frame = latestFrame?.index === index ? latestFrame : cache.get(index);
      if (frame === null || view === null) return false;
      latestFrame = frame;
      const { viewport, window, invert } = image.getState();
      view.draw({ frame, viewport, window, invert, smooth: settings.getState().smooth, overlay: overlayOf(index) });
      return true;
    },
    lookAhead(frame, direction) {
      position = { frame, direction };
      cache.want(frame, direction);
      wantCams();
    },
    setAnalysis(next) {
      if (next?.id !== analysis?.id) {
        cams?.dispose();
        const id = next?.id;
        cams = id === undefined ? null : createCamStore({ load: (frame) => loadCam(id, frame), onArrive: onCam });
      }
      analysis = next;
      wantCams();
      onChange();
    },
    overlayState(frame) {
      const { shown, untouched, map } = overlayNow();
      if (!shown || untouched) return 'hidden';
      if (analysis === null) return 'no-analysis';
      if (frame === null || !isScored(frame)) return 'not-scored';
      const cam = cams?.get(frame) ?? null;
      if (cam === null || cams === null) return 'loading';
      if (!(cams.clipMaximum(map) > 0)) return 'no-evidence';
      return mapOf(cam, map)?.values.some((value) => value > 0) === true ? 'shown' : 'no-evidence-here';
    },
    clipMaximum: () => cams?.clipMaximum(overlayNow().map) ?? 0,
    failure: (frame) => cache.failure(frame),
    retry: () => cache.retry(),
    dispose() {
      cache.dispose();
      cams?.dispose();
      latestFrame = null;
    },
  };
}
