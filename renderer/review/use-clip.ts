/** A clip as main tells it, kept in step with the engine while it is analysed. */
import { useEffect, useMemo, useState } from 'react';
import { useEvent, useRequest } from '../api.ts';
import type { Requested } from '../api.ts';
import type { ClipAnalysis, ClipDetail, ClipId } from '../../preload/domain.ts';
import { withEarlierScores, withProgress } from './analysis-progress.ts';

export function useClip(clipId: ClipId): Requested<ClipDetail> {
  const asked = useRequest('clips.get', { clipId });
  const stored = asked.value?.analysis ?? null;
  const [live, setLive] = useState<ClipAnalysis | null>(stored);
  useEffect(() => setLive((earlier) => withEarlierScores(stored, earlier)), [stored]);
  useEvent('clip.changed', (event) => {
    if (event.clipId === clipId) asked.reload();
  });
  useEvent('analysis.progress', (report) => {
    if (report.clipId !== clipId) return;
    setLive((analysis) => (analysis === null ? null : withProgress(analysis, report)));
    // An analysis that is new to this page, or has just ended: read it whole.
    if (report.analysisId !== live?.id || report.state !== 'running') asked.reload();
  });
  return useMemo(() => {
    if (asked.value === null) return asked;
    return { ...asked, value: { ...asked.value, analysis: live?.id === stored?.id ? live : stored } };
  }, [asked, live, stored]);
}
