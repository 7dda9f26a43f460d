/** The mean map of a clip's suspicious frames, asked for when its analysis has ended, and handed to the picture. */
import { useEffect } from 'react';
import { useRequest } from '../api.ts';
import type { ClipAnalysis, ClipSummary } from '../../preload/domain.ts';
import type { ReviewPart } from './review-session.ts';

/** `undefined` while it is not known, null where no frame is suspicious. */
export function useSummary(part: ReviewPart, analysis: ClipAnalysis | null): ClipSummary | null | undefined {
  const asked = useRequest('analysis.summary', analysis === null || analysis.state === 'running' ? null : { analysisId: analysis.id });
  const summary = asked.state === 'ready' ? asked.value : undefined;
  const id = analysis?.id;
  useEffect(() => part.screen.overlays.setSummary(summary), [part, summary, id]);
  return summary;
}
