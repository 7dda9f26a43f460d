/** React's hold on a review session. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { StepMode } from './in-step.ts';
import { createReviewSession } from './review-session.ts';
import type { ReviewSession, SessionClip } from './review-session.ts';

/** A session for the component's life; null before the first effect. Give the component a key for other clips or another mode. */
export function useReviewSession(clips: readonly SessionClip[], mode: StepMode, startFrame = 0): ReviewSession | null {
  const [first] = useState({ clips, mode, startFrame });
  const [session, setSession] = useState<ReviewSession | null>(null);
  useEffect(() => {
    const made = createReviewSession(first.clips, first.mode);
    made.player.seek(first.startFrame);
    setSession(made);
    return () => made.dispose();
  }, [first]);
  return session;
}

/** Re-renders when the selected value changes; it must be a plain value (number, string, boolean, null) or an object that is kept while unchanged. */
export function useSessionValue<T>(session: ReviewSession, select: (session: ReviewSession) => T): T {
  return useSyncExternalStore(session.subscribe, () => select(session));
}
