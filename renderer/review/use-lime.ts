/** LIME of the frame on screen, for the page. */
import { useStore } from 'zustand';
import type { AppError, Lime } from '../../preload/domain.ts';
import { isEmpty, strongest } from './lime-patches.ts';
import type { LimeState } from './overlay-words.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { useSessionValue } from './use-session.ts';

export interface LimeOnScreen {
  readonly state: LimeState;
  readonly lime: Lime | null;
  readonly error: AppError | null;
  /** Weights of the superpixels that are drawn, strongest first; none where the map explains nothing. */
  readonly weights: readonly number[];
}

export function useLime(session: ReviewSession, part: ReviewPart): LimeOnScreen {
  const { overlays } = part.screen;
  const superpixels = useStore(part.settings, (state) => state.overlay.superpixels);
  const state = useSessionValue(session, () => overlays.limeState(part.wanted()));
  const lime = useSessionValue(session, () => overlays.lime(part.wanted()));
  const error = useSessionValue(session, () => overlays.limeError(part.wanted()));
  const weights = lime === null || isEmpty(lime) ? [] : strongest(lime.weights, superpixels).map((superpixel) => lime.weights[superpixel] ?? 0);
  return { state, lime, error, weights };
}
