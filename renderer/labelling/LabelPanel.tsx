/** What the reader says, the commit, and after it what AI and others said. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { LabelClip } from '../../preload/labelling.ts';
import type { ReadingContent } from '../../preload/readings.ts';
import { PanelSection } from '../review/PanelSection.tsx';
import type { Change } from './content.ts';
import { FindingsFields } from './FindingsFields.tsx';
import { openAnswer } from './label-session.ts';
import type { LabelSession } from './label-session.ts';
import { RevealPanel } from './RevealPanel.tsx';
import { useLabelState } from './use-open-session.ts';

interface LabelPanelProps {
  readonly session: LabelSession;
  readonly clip: LabelClip;
  readonly content: ReadingContent;
  readonly problem: string | null;
  readonly onChange: (change: Change | null) => void;
  readonly onCommit: (compare: boolean) => void;
  readonly commentRef: React.Ref<HTMLTextAreaElement | null>;
}

const commitWords = { 'nothing said': 'Commit and next', changed: 'Commit the change', 'to keep or revise': 'Keep and next', committed: 'Next' } as const;
const standWords = {
  'nothing said': 'Not committed yet.', changed: 'Changed since your commit.', 'to keep or revise': 'Committed blind. Keep it, or revise it.', committed: 'Committed.',
} as const;

export function LabelPanel({ session, clip, content, problem, onChange, onCommit, commentRef }: LabelPanelProps) {
  const answer = useLabelState(session, (state) => openAnswer(state, clip.clipId));
  const scheme = useLabelState(session, (state) => state.plan.scheme);
  return (
    <Box component="aside" aria-label="Reading" sx={{ gridArea: 'panel', display: 'flex', flexDirection: 'column', minHeight: 0, bgcolor: 'surface.panel', borderLeft: 1, borderColor: 'divider' }}>
      <Box sx={{ flex: 1, overflowY: 'auto', minHeight: 0 }}>
        {clip.reveal !== null && <RevealPanel reveal={clip.reveal} own={content} answered={clip.committed?.mode === 'revealed'} />}
        <PanelSection title="Your reading"><FindingsFields content={content} scheme={scheme} onChange={onChange} showKeys commentRef={commentRef} /></PanelSection>
      </Box>
      <Box sx={{ borderTop: 1, borderColor: 'divider', p: 3, display: 'grid', gap: 1.5 }}>
        <Box data-testid="stand" sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{standWords[answer]}</Box>
        {problem !== null && <Box role="alert" sx={{ color: 'warning.main' }}>{problem}</Box>}
        <Button variant="contained" aria-keyshortcuts="Enter" onClick={() => onCommit(false)}>{commitWords[answer]}</Button>
        {clip.reveal === null && <Button color="inherit" variant="outlined" aria-keyshortcuts="Shift+Enter" onClick={() => onCommit(true)}>Commit and compare</Button>}
      </Box>
    </Box>
  );
}
