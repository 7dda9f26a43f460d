/** Asks the engine to score the frame that the reader rests on, when it has no score yet. */
import { useEffect } from 'react';
import { request } from '../api.ts';
import type { ClipAnalysis } from '../../preload/domain.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { useSessionValue } from './use-session.ts';

/** Long enough not to follow a scrub, short enough to be there when the eye is. */
const REST_MS = 150;

export function useLook(session: ReviewSession, part: ReviewPart, analysis: ClipAnalysis | null): void {
  const frame = useSessionValue(session, () => (session.player.state().direction === 0 ? part.shown() : null));
  const running = analysis?.state === 'running';
  const waiting = running && frame !== null && (analysis.frameProbabilities[frame] ?? null) === null;
  useEffect(() => {
    if (!waiting || frame === null) return undefined;
    // A hint only: when it fails, the frame is scored in its turn.
    const timer = setTimeout(() => void request('analysis.look', { clipId: part.clipId, frame }).catch(() => undefined), REST_MS);
    return () => clearTimeout(timer);
  }, [waiting, frame, part.clipId]);
}
