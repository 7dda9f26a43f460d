/** How the reader wants images and overlays shown; kept from clip to clip while the window is open. */
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { CamChoice } from './cam-store.ts';
import type { ColourMapName } from './colour-maps.ts';
import { SUPERPIXELS } from './lime-patches.ts';

/** What is laid over the image: Grad-CAM of the frame, its mean over the clip's suspicious frames, or LIME. */
export type OverlayMethod = 'grad-cam' | 'summary' | 'lime';

/** Where an image is drawn: alone or on the left, or beside it. */
export type Pane = 'main' | 'beside';

export interface OverlaySettings {
  readonly shown: boolean;
  readonly method: OverlayMethod;
  /** LIME stands in a second image beside the first one, which keeps Grad-CAM. */
  readonly beside: boolean;
  /** Of Grad-CAM and of the summary. */
  readonly map: CamChoice;
  readonly colourMap: ColourMapName;
  /** 0..1 */
  readonly opacity: number;
  /** Relative to the clip's maximum, 0..1. */
  readonly threshold: number;
  /** How many of LIME's superpixels are drawn, the strongest. */
  readonly superpixels: number;
  /** Held key: the untouched image, whatever else is set. */
  readonly untouched: boolean;
}

export interface ReviewSettings {
  readonly overlay: OverlaySettings;
  readonly smooth: boolean;
  /** Dragging changes window and level instead of moving the image. */
  readonly windowTool: boolean;
  readonly panelOpen: boolean;
}

export type ReviewSettingsStore = StoreApi<ReviewSettings>;

export const initialOverlay: OverlaySettings = {
  shown: false, method: 'grad-cam', beside: false, map: { kind: 'fused' }, colourMap: 'inferno', opacity: 0.5, threshold: 0.2, superpixels: 6, untouched: false,
};

export function createReviewSettings(): ReviewSettingsStore {
  return createStore<ReviewSettings>()(() => ({ overlay: initialOverlay, smooth: true, windowTool: false, panelOpen: true }));
}

/** One for the window; tests provide their own. */
export const ReviewSettingsContext = createContext<ReviewSettingsStore>(createReviewSettings());

export function useReviewSettings(): { readonly store: ReviewSettingsStore; readonly settings: ReviewSettings } {
  const store = useContext(ReviewSettingsContext);
  return { store, settings: useStore(store) };
}

export function changeOverlay(store: ReviewSettingsStore, change: Partial<OverlaySettings>): void {
  store.setState(({ overlay }) => ({ overlay: { ...overlay, ...change } }));
}

/** Fused, then each branch in turn, then fused again. */
export function nextMap(map: CamChoice, branches: readonly string[]): CamChoice {
  const at = map.kind === 'fused' ? -1 : branches.indexOf(map.name);
  const name = map.kind === 'branch' && at === -1 ? undefined : branches[at + 1];
  return name === undefined ? { kind: 'fused' } : { kind: 'branch', name };
}

/** Opacity moved by tenths, held within 0.1..1. */
export function nextOpacity(opacity: number, direction: 1 | -1): number {
  return Math.min(1, Math.max(0.1, Math.round(opacity * 10 + direction) / 10));
}

/** What a pane shows of the overlay. */
export function methodIn({ method, beside }: Pick<OverlaySettings, 'method' | 'beside'>, pane: Pane): OverlayMethod {
  if (pane === 'beside') return 'lime';
  return beside && method === 'lime' ? 'grad-cam' : method;
}

/** True while one pane or the other shows LIME. */
export function showsLime({ shown, method, beside }: Pick<OverlaySettings, 'shown' | 'method' | 'beside'>): boolean {
  return shown && (beside || method === 'lime');
}

/** Puts a method alone on the image; once more takes the overlay away. */
export function toggled(overlay: OverlaySettings, method: OverlayMethod): Partial<OverlaySettings> {
  const isThere = overlay.shown && !overlay.beside && overlay.method === method;
  return { shown: !isThere, beside: false, method };
}

/** One superpixel more (1) or fewer (-1), held within its bounds. */
export function nextSuperpixels(count: number, direction: 1 | -1): number {
  return Math.min(SUPERPIXELS.max, Math.max(SUPERPIXELS.min, count + direction));
}
