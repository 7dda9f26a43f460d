/** React's hold on a review session. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { StepMode } from './in-step.ts';
import { createReviewSession } from './review-session.ts';
import type { ReviewSession, SessionClip } from './review-session.ts';

/** A session for the component's life. Give the component a key for other clips or another mode. */
export function useReviewSession(clips: readonly SessionClip[], mode: StepMode): ReviewSession {
  const [session] = useState(() => createReviewSession(clips, mode));
  useEffect(() => {
    session.player.seek(0);
    return () => session.dispose();
  }, [session]);
  return session;
}

/** Re-renders when the selected value changes; it must be a plain value (number, string, boolean, null) or an object that is kept while unchanged. */
export function useSessionValue<T>(session: ReviewSession, select: (session: ReviewSession) => T): T {
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  return useSyncExternalStore(subscribe, () => select(session));
}
