/** All decisions of the clip, newest first, each with the AI result that was on screen. */
import Box from '@mui/material/Box';
import type { Decision } from '../../preload/domain.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { dayAndTime } from '../format.ts';
import { PanelSection } from './PanelSection.tsx';
import { decisionWords, shownWords } from './review-words.ts';

export function HistorySection({ decisions }: { readonly decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <PanelSection title={decisions.length === 1 ? 'History: 1 decision' : `History: ${decisions.length} decisions`}>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2, fontSize: '0.75rem' }}>
        {decisions.map((decision) => (
          <Box component="li" key={decision.id} sx={{ display: 'grid', gridTemplateColumns: '16px 1fr', columnGap: 1.5 }}>
            {decision.verdict === null ? <span aria-hidden>?</span> : <FindingMark finding={decision.verdict} size={14} label="" />}
            <Box sx={{ overflowWrap: 'anywhere' }}>
              <Box sx={{ fontWeight: 600 }}>{decisionWords(decision)}</Box>
              {decision.comment !== '' && <Box sx={{ whiteSpace: 'pre-wrap' }}>{decision.comment}</Box>}
              <Box sx={{ color: 'text.secondary' }}>{decision.reader}, {dayAndTime(decision.decidedAt)}</Box>
              <Box sx={{ color: 'text.secondary' }}>{shownWords(decision.shown)}</Box>
            </Box>
          </Box>
        ))}
      </Box>
    </PanelSection>
  );
}
