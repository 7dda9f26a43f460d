/** What other models, or earlier runs, said of this clip: kept, and named by model. Nothing where there is only the result shown. */
import Box from '@mui/material/Box';
import { useEffect } from 'react';
import { useRequest } from '../api.ts';
import type { ClipAnalysis, ClipId } from '../../preload/domain.ts';
import type { ClipAnalysisRow } from '../../preload/models.ts';
import { findingLabel } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { count, dayAndTime, probability } from '../format.ts';
import { PanelSection } from './PanelSection.tsx';

function resultWords({ verdict, probability: value, state, scored, frames }: ClipAnalysisRow): string {
  if (verdict === null) return state === 'failed' ? 'Failed' : 'No result';
  const said = value === null ? findingLabel(verdict) : `${findingLabel(verdict)} ${probability(value)}`;
  return scored < frames && verdict !== 'rejected' ? `${said}, from ${scored} of ${frames} frames` : said;
}

/** Asked anew whenever another analysis stands for the clip, or its state changes. */
export function OtherResults({ clipId, analysis }: { readonly clipId: ClipId; readonly analysis: ClipAnalysis | null }) {
  const rows = useRequest('clips.analyses', { clipId });
  const { reload } = rows;
  useEffect(() => reload(), [reload, analysis?.id, analysis?.state]);
  const others = (rows.value ?? []).filter(({ shown }) => !shown);
  if (others.length === 0) return null;
  return (
    <PanelSection title={`Other AI results: ${count(others.length, 'analysis', 'analyses')}`}>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2, fontSize: '0.75rem' }}>
        {others.map((row) => (
          <Box component="li" key={row.id} sx={{ display: 'grid', gridTemplateColumns: '16px 1fr', columnGap: 1.5 }}>
            <FindingMark finding={row.verdict ?? 'not-analysed'} probability={row.probability} size={14} label="" />
            <Box sx={{ overflowWrap: 'anywhere' }}>
              <Box sx={{ fontWeight: 600 }}>{resultWords(row)}</Box>
              <Box sx={{ color: 'text.secondary' }}>{row.model.id} {row.model.version}, {dayAndTime(row.finishedAt ?? row.startedAt)}</Box>
            </Box>
          </Box>
        ))}
      </Box>
    </PanelSection>
  );
}
