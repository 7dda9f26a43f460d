/** Starts the analysis of the clip on screen. */
import { request } from '../api.ts';
import type { ClipDetail } from '../../preload/domain.ts';
import { useAttempt } from '../state/app-state.ts';

export interface AnalysisWish {
  /** From the beginning, though there is a result. */
  readonly again: boolean;
  /** To the end, though the guard takes the clip for no lung ultrasound. */
  readonly despiteGuard: boolean;
}

export function useAnalyse(clipId: string): (wish: AnalysisWish) => void {
  const attempt = useAttempt();
  return (wish) => void attempt(() => request('analysis.start', { clipIds: [clipId], ...wish }));
}

/** Null unless the guard has rejected the clip. */
export function useAnalyseAnyway(clip: ClipDetail): (() => void) | null {
  const analyse = useAnalyse(clip.id);
  return clip.analysis?.verdict === 'rejected' ? () => analyse({ again: true, despiteGuard: true }) : null;
}
