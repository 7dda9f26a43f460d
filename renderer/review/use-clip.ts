/** A clip as main tells it, kept in step with the engine while it is analysed. */
import { useMemo, useState } from 'react';
import { useEvent, useRequest } from '../api.ts';
import type { Requested } from '../api.ts';
import type { ClipAnalysis, ClipDetail, ClipId } from '../../preload/domain.ts';
import { withEarlierScores, withProgress } from './analysis-progress.ts';

export function useClip(clipId: ClipId): Requested<ClipDetail> {
  const asked = useRequest('clips.get', { clipId });
  const stored = asked.value?.analysis ?? null;
  /** The analysis with what was reported since it was read. */
  const [live, setLive] = useState<ClipAnalysis | null>(null);
  useEvent('clip.changed', (event) => {
    if (event.clipId === clipId) asked.reload();
  });
  useEvent('analysis.progress', (report) => {
    if (report.clipId !== clipId) return;
    setLive((earlier) => {
      const analysis = withEarlierScores(stored, earlier);
      return analysis === null ? null : withProgress(analysis, report);
    });
    // An analysis that is new to this page, has begun again or has ended: read it whole.
    if (report.analysisId !== stored?.id || report.state !== stored.state) asked.reload();
  });
  const { value } = asked;
  const current = useMemo(() => (value === null ? null : { ...value, analysis: withEarlierScores(value.analysis, live) }), [value, live]);
  return current === null || asked.state !== 'ready' ? asked : { ...asked, value: current };
}
