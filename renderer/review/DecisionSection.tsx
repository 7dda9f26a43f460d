/** The reader's answer to the AI result on screen. Each answer is a record of its own; nothing is overwritten. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { request } from '../api.ts';
import type { ClipDetail, DecisionAnswer, Verdict } from '../../preload/domain.ts';
import { findingLabel } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { dayAndTime } from '../format.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { PanelSection } from './PanelSection.tsx';
import { decisionWords } from './review-words.ts';

type Reading = Verdict | 'not-readable';

const readings: readonly Reading[] = ['IS', 'healthy', 'indeterminate', 'not-readable'];

/** What the decision keys and buttons do; shared so that both mean the same. */
export interface Deciding {
  readonly comment: string;
  readonly setComment: (comment: string) => void;
  /** True while the reader is asked what the clip is instead. */
  readonly choosing: boolean;
  /** The AI's verdict to agree with; null where there is none. */
  readonly verdict: Verdict | null;
  readonly agree: () => void;
  readonly disagree: () => void;
  readonly choose: (reading: Reading) => void;
  readonly unsure: () => void;
  readonly cancel: () => void;
}

export function useDeciding(clip: ClipDetail, onDecided: () => void): Deciding {
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  const [comment, setComment] = useState('');
  const [choosing, setChoosing] = useState(false);
  const { analysis } = clip;
  const said = analysis?.probability === null ? null : (analysis?.verdict ?? null);
  const verdict = said === 'rejected' ? null : said;
  const record = async (answer: DecisionAnswer, reading: Reading | null): Promise<void> => {
    const analysisId = verdict === null ? null : (analysis?.id ?? null);
    const decision = await attempt(() => request('clips.decide', { clipId: clip.id, analysisId, answer, verdict: reading, comment: comment.trim() }));
    if (decision === null) return;
    setComment('');
    setChoosing(false);
    announce(`Recorded. ${decisionWords(decision)}`);
    onDecided();
  };
  return {
    comment,
    setComment,
    choosing,
    verdict,
    agree: () => {
      if (verdict === null) announce('There is no AI result to agree with.');
      else void record('agree', verdict);
    },
    disagree: () => setChoosing(true),
    choose: (reading) => void record('disagree', reading),
    unsure: () => void record('unsure', null),
    cancel: () => setChoosing(false),
  };
}

function ReadingChoice({ deciding }: { readonly deciding: Deciding }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // It closes the choice, and nothing else that the page would stop by it.
    event.preventDefault();
    deciding.cancel();
  };
  return (
    <Box role="group" aria-label="What is it?" sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1 }} onKeyDown={onKeyDown}>
      <Box sx={{ gridColumn: '1 / -1', color: 'text.secondary' }}>What is it?</Box>
      {readings.filter((reading) => reading !== deciding.verdict).map((reading, index) => (
        <Button
          key={reading}
          variant="outlined"
          color="inherit"
          // The choice was just called for by key or click: it is where the reader goes next.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={index === 0}
          onClick={() => deciding.choose(reading)}
          startIcon={<FindingMark finding={reading} label="" />}
          sx={{ justifyContent: 'flex-start', px: 2 }}
        >
          {findingLabel(reading)}
        </Button>
      ))}
      <Button color="inherit" onClick={deciding.cancel} sx={{ gridColumn: '1 / -1', justifySelf: 'start' }}>Cancel</Button>
    </Box>
  );
}

export function DecisionSection({ clip, deciding }: { readonly clip: ClipDetail; readonly deciding: Deciding }) {
  const latest = clip.decisions[0] ?? null;
  const { verdict } = deciding;
  const answer = latest?.answer ?? null;
  const look = (own: DecisionAnswer) => ({ variant: answer === own ? ('contained' as const) : ('outlined' as const), 'aria-pressed': answer === own, sx: { px: 1, minWidth: 0 } });
  return (
    <PanelSection title="Your decision">
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: 1 }}>
        <Button {...look('agree')} disabled={verdict === null} aria-keyshortcuts="A" onClick={deciding.agree}>Agree</Button>
        <Button {...look('disagree')} aria-expanded={deciding.choosing} aria-keyshortcuts="D" onClick={deciding.disagree}>{verdict === null ? 'Read as' : 'Disagree'}</Button>
        <Button {...look('unsure')} aria-keyshortcuts="U" onClick={deciding.unsure}>Unsure</Button>
      </Box>
      {deciding.choosing && <ReadingChoice deciding={deciding} />}
      <TextField
        multiline
        sx={{ '& textarea': { fieldSizing: 'content', minHeight: '1lh', maxHeight: '6lh' } }}
        placeholder="Comment for the next answer"
        value={deciding.comment}
        onChange={(event) => deciding.setComment(event.target.value.slice(0, 4000))}
        onKeyDown={(event) => {
          // Back to the page, where the answer keys work.
          if (event.key !== 'Escape' || !(event.target instanceof HTMLElement)) return;
          event.preventDefault();
          event.target.blur();
        }}
        slotProps={{ htmlInput: { 'aria-label': 'Comment' }, input: { inputComponent: 'textarea' } }}
      />
      {latest === null ? (
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>Unread.</Box>
      ) : (
        <Box data-testid="latest-decision" sx={{ fontSize: '0.75rem' }}>
          <Box sx={{ fontWeight: 600 }}>{decisionWords(latest)}</Box>
          <Box sx={{ color: 'text.secondary' }}>{latest.reader}, {dayAndTime(latest.decidedAt)}</Box>
        </Box>
      )}
    </PanelSection>
  );
}
