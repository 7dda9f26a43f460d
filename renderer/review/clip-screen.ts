/** One clip's picture on the page: its frames, its maps and the canvas, joined so that a frame is drawn only with what belongs to it. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { AppError, ClipMedia, GradCam, Result } from '../../preload/domain.ts';
import { createFrameCache } from './frame-cache.ts';
import type { Frame, FrameShape, ReadFrames } from './frames.ts';
import { createFrameView } from './gl/frame-view.ts';
import type { FrameView, Picture } from './gl/picture.ts';
import type { Pane, ReviewSettingsStore } from './overlay-settings.ts';
import { createOverlaySource } from './overlay-source.ts';
import type { LimeLine, OverlaySource } from './overlay-source.ts';
import { FULL_WINDOW, fitted } from './viewport.ts';
import type { Viewport, Window } from './viewport.ts';

/** How this clip's image is shown; starts anew with each clip. */
export interface ImageSettings {
  readonly viewport: Viewport;
  readonly window: Window;
  readonly invert: boolean;
}

export interface ClipScreenOptions {
  readonly media: ClipMedia;
  readonly read: ReadFrames;
  readonly loadCam: (analysisId: string, frame: number) => Promise<Result<GradCam | null>>;
  readonly lime: LimeLine | null;
  readonly settings: ReviewSettingsStore;
  /** A map or a setting has changed what should be on the canvas. */
  readonly onChange: () => void;
  /** Frames have come into memory, or cannot. */
  readonly onFrames: () => void;
}

export interface ClipScreen {
  readonly shape: FrameShape;
  readonly image: StoreApi<ImageSettings>;
  readonly overlays: OverlaySource;
  /** Puts the pane's canvas into `host` and follows its size; returns the function that takes it out. */
  attach(host: HTMLElement, pane: Pane): () => void;
  /** True when the frame could be drawn now. */
  has(frame: number): boolean;
  /** False while the frame is not in memory. */
  draw(frame: number): boolean;
  /** What the main pane draws at the frame, without zoom; null while the frame is not in memory. */
  picture(frame: number, withOverlay: boolean): Picture | null;
  lookAhead(frame: number, direction: -1 | 0 | 1): void;
  failure(frame: number): AppError | null;
  retry(): void;
  dispose(): void;
}

/** Enough for 1,500 frames of 350 x 350; beyond it the oldest blocks give way. */
const FRAME_BUDGET_BYTES = 192 << 20;

export function shapeOf(media: ClipMedia): FrameShape {
  return { count: media.frames, width: media.width, height: media.height, channels: media.colour ? 3 : 1 };
}

export function initialImage(media: ClipMedia): ImageSettings {
  return { viewport: fitted(media), window: FULL_WINDOW, invert: false };
}

export function createClipScreen({ media, read, loadCam, lime, settings, onChange, onFrames }: ClipScreenOptions): ClipScreen {
  const shape = shapeOf(media);
  const image = createStore<ImageSettings>()(() => initialImage(media));
  const cache = createFrameCache({ shape, budgetBytes: FRAME_BUDGET_BYTES, read, onArrive: onFrames });
  const overlays = createOverlaySource({ sector: media.sector, settings, loadCam, lime, onChange });
  const views = new Map<Pane, FrameView>();
  /** The frame drawn last, kept so that a redraw uploads nothing anew. */
  let latestFrame: Frame | null = null;

  return {
    shape,
    image,
    overlays,
    attach(host, pane) {
      const made = createFrameView(host, shape);
      if (made.view !== null) views.set(pane, made.view);
      const stops = [
        made.follow(onChange),
        image.subscribe(onChange),
        settings.subscribe(() => {
          overlays.refresh();
          onChange();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
        made.view?.dispose();
        views.delete(pane);
        made.remove();
      };
    },
    has: (index) => views.size > 0 && (latestFrame?.index === index || cache.get(index) !== null),
    draw(index) {
      const frame = latestFrame?.index === index ? latestFrame : cache.get(index);
      if (frame === null || views.size === 0) return false;
      latestFrame = frame;
      const { viewport, window, invert } = image.getState();
      const { smooth } = settings.getState();
      for (const [pane, view] of views) view.draw({ frame, viewport, window, invert, smooth, ...overlays.overlay(pane, index) });
      return true;
    },
    picture(index, withOverlay) {
      const frame = latestFrame?.index === index ? latestFrame : cache.get(index);
      if (frame === null) return null;
      const { window, invert } = image.getState();
      const laid = withOverlay ? overlays.overlay('main', index) : { overlay: null, patches: null };
      return { frame, viewport: fitted(media), window, invert, smooth: true, ...laid };
    },
    lookAhead(frame, direction) {
      cache.want(frame, direction);
      overlays.look(frame, direction);
    },
    failure: (frame) => cache.failure(frame),
    retry: () => cache.retry(),
    dispose() {
      cache.dispose();
      overlays.dispose();
      latestFrame = null;
    },
  };
}
