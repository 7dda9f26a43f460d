/** After the commit: the AI's result and the other readers' answers beside one's own, to keep or to revise. */
import Box from '@mui/material/Box';
import type { ClipAnalysis } from '../../preload/domain.ts';
import type { OtherReading, RevealedClip } from '../../preload/labelling.ts';
import type { ReadingContent } from '../../preload/readings.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { findingLabel } from '../findings/finding.ts';
import { probability } from '../format.ts';
import { PanelSection } from '../review/PanelSection.tsx';
import { VerdictMark } from './VerdictMark.tsx';
import { findingsLine, modeWords, verdictWords } from './words.ts';

function AiLine({ analysis }: { readonly analysis: ClipAnalysis | null }) {
  if (analysis === null) return <Box>The AI has not analysed this clip.</Box>;
  const { verdict, probability: value, model } = analysis;
  return (
    <Box data-testid="revealed-ai">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, fontWeight: 600 }}>
        {verdict !== null && <FindingMark finding={verdict} probability={value} label="" />}
        <span>AI: {verdict === null ? 'no result yet' : findingLabel(verdict)}</span>
        {value !== null && <Box component="span" sx={{ ml: 'auto' }}>{probability(value)}</Box>}
      </Box>
      <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{model.id} {model.version}</Box>
    </Box>
  );
}

function OtherLine({ other, own }: { readonly other: OtherReading; readonly own: ReadingContent }) {
  const differs = other.verdict !== own.verdict;
  const line = findingsLine(other.findings);
  return (
    <Box component="li" sx={{ display: 'grid', gap: 0.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <VerdictMark verdict={other.verdict} />
        <Box component="span" sx={{ fontWeight: 600 }}>{other.initials}</Box>
        <span>{other.verdict === null ? 'no verdict' : verdictWords[other.verdict]}</span>
        {differs && <Box component="span" sx={{ ml: 'auto', fontSize: '0.75rem', color: 'warning.main' }}>differs</Box>}
      </Box>
      <Box sx={{ fontSize: '0.75rem', color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {[modeWords[other.mode], line, other.comment].filter((part) => part !== '').join(' · ')}
      </Box>
    </Box>
  );
}

export function RevealPanel({ reveal, own, answered }: { readonly reveal: RevealedClip; readonly own: ReadingContent; readonly answered: boolean }) {
  return (
    <PanelSection title="Shown after your commit">
      <AiLine analysis={reveal.analysis} />
      {reveal.others.length === 0 ? <Box sx={{ color: 'text.secondary' }}>No other reader has read this clip.</Box> : (
        <Box component="ul" aria-label="Other readers" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
          {reveal.others.map((other, index) => <OtherLine key={index} other={other} own={own} />)}
        </Box>
      )}
      <Box role="status" sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>
        {answered ? 'Your answer after seeing this is kept beside the blind one.' : 'Enter keeps your answer. Or change it first: both are kept.'}
      </Box>
    </PanelSection>
  );
}
