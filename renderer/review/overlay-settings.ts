/** How the reader wants images and overlays shown; kept from clip to clip while the window is open. */
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { CamChoice } from './cam-store.ts';
import type { ColourMapName } from './colour-maps.ts';

export interface OverlaySettings {
  readonly shown: boolean;
  readonly map: CamChoice;
  readonly colourMap: ColourMapName;
  /** 0..1 */
  readonly opacity: number;
  /** Relative to the clip's maximum, 0..1. */
  readonly threshold: number;
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
  shown: false, map: { kind: 'fused' }, colourMap: 'inferno', opacity: 0.5, threshold: 0.2, untouched: false,
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
