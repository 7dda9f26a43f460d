/** Clips ready to be shown: the one on screen, the one after and the one before are read ahead, so that Enter shows the next one at once. */
import type { ClipId } from '../../preload/domain.ts';
import type { LabelClip } from '../../preload/labelling.ts';
import { createReviewSettings } from '../review/overlay-settings.ts';
import { createReviewSession } from '../review/review-session.ts';
import type { ReviewSession } from '../review/review-session.ts';

export interface Deck {
  /** Begins to read the clip's frames; the same session until `keepOnly` drops it. */
  ready(clip: LabelClip): ReviewSession;
  /** Gives up what other clips hold in memory. */
  keepOnly(clipIds: readonly ClipId[]): void;
  dispose(): void;
}

/** One settings store for all: zoom starts anew with each clip, smoothing does not. No overlay can be switched on. */
export function createDeck(): Deck {
  const settings = createReviewSettings();
  const held = new Map<ClipId, ReviewSession>();
  return {
    ready({ clipId, media }) {
      const known = held.get(clipId);
      if (known !== undefined) return known;
      const session = createReviewSession([{ id: clipId, media, settings }], 'frame');
      // Asks for the first frames before there is a canvas to draw them on.
      session.player.seek(0);
      held.set(clipId, session);
      return session;
    },
    keepOnly(clipIds) {
      for (const [clipId, session] of held) {
        if (clipIds.includes(clipId)) continue;
        held.delete(clipId);
        session.dispose();
      }
    },
    dispose() {
      for (const session of held.values()) session.dispose();
      held.clear();
    },
  };
}
