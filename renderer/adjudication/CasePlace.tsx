/** One clip that readers answered differently: image, answers, decision. The AI's result stays hidden. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { request, useRequest } from '../api.ts';
import type { ClipDetail, ClipId } from '../../preload/domain.ts';
import type { AdjudicationCase } from '../../preload/agreement-pages.ts';
import type { ReaderId, ReadersState, SeverityScheme } from '../../preload/readings.ts';
import { questionNames } from '../agreement/agreement-words.ts';
import { dayAndTime } from '../format.ts';
import { KeyCap } from '../labelling/ChoiceRow.tsx';
import { verdictWords } from '../labelling/words.ts';
import { CineView } from '../review/CineView.tsx';
import { createReviewSettings } from '../review/overlay-settings.ts';
import { PanelSection } from '../review/PanelSection.tsx';
import { FrameReadout, Transport } from '../review/Transport.tsx';
import { useReviewSession } from '../review/use-session.ts';
import { Problem } from '../shell/Problem.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { useAttempt } from '../state/app-state.ts';
import { emptyDraft, follow, leftOpen, saysSomething } from './adjudication-draft.ts';
import type { AdjudicationDraft } from './adjudication-draft.ts';
import { adjudicationKeys } from './adjudication-keys.ts';
import { AnswerTable } from './AnswerTable.tsx';
import { OwnAnswer } from './OwnAnswer.tsx';

interface CasePlaceProps {
  readonly clipId: ClipId;
  readonly state: ReadersState;
  readonly onDecided: () => void;
  readonly onStep: (direction: 1 | -1) => void;
}

export function CasePlace(props: CasePlaceProps) {
  const clip = useRequest('clips.get', { clipId: props.clipId });
  const shown = useRequest('adjudication.open', { clipId: props.clipId });
  for (const asked of [clip, shown]) if (asked.state === 'failed') return <Problem error={asked.error} onRetry={asked.reload} />;
  if (clip.value === null || shown.value === null) return <Box role="status" sx={{ p: 4, color: 'text.secondary' }}>Opening the clip</Box>;
  return <LoadedCase {...props} clip={clip.value} shown={shown.value} onReload={shown.reload} />;
}

interface LoadedProps extends CasePlaceProps {
  readonly clip: ClipDetail;
  readonly shown: AdjudicationCase;
  readonly onReload: () => void;
}

function Earlier({ shown, initials }: { readonly shown: AdjudicationCase; readonly initials: (reader: ReaderId) => string }) {
  if (shown.earlier.length === 0) return null;
  return (
    <PanelSection title="Decided before">
      {shown.earlier.map(({ id, adjudicator, decidedAt, verdict, reason }) => (
        <Box key={id}>
          <b>{verdict === null ? 'Findings only' : verdictWords[verdict]}</b> by {initials(adjudicator)}, {dayAndTime(decidedAt)}
          {reason !== '' && <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>{reason}</Box>}
        </Box>
      ))}
    </PanelSection>
  );
}

/** What is still to be known before the decision is taken. */
function Notes({ shown, draft }: { readonly shown: AdjudicationCase; readonly draft: AdjudicationDraft }) {
  const open = saysSomething(draft) ? leftOpen(draft, shown.differences) : [];
  return (
    <>
      {shown.ownRead && <Box role="note" sx={{ color: 'warning.main' }}>You have read this clip yourself: one of the answers is yours. The decision says so.</Box>}
      {open.length > 0 && <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>Left open: {open.map((question) => questionNames[question].replace(/,.*/, '')).join(', ')}. There the readers’ answers count as the consensus policy says.</Box>}
    </>
  );
}

function schemesOf(shown: AdjudicationCase): readonly SeverityScheme[] {
  const used = new Set(shown.answers.flatMap(({ findings }) => findings.severity?.scheme ?? []));
  return (['lus', 'soldati'] as const).filter((scheme) => used.has(scheme));
}

function useDeciding({ clipId, shown, onDecided, onReload }: LoadedProps) {
  const attempt = useAttempt();
  const [draft, setDraft] = useState<AdjudicationDraft>(emptyDraft);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: AdjudicationDraft): void => {
    setDraft(next);
    setProblem(null);
  };
  const decide = async (): Promise<void> => {
    if (busy) return;
    if (!saysSomething(draft)) {
      setProblem('Take a reader’s answer with its letter first, or give your own.');
      return;
    }
    setBusy(true);
    const made = await attempt(() => request('adjudication.decide', { clipId, ...draft, considered: shown.answers.map(({ readingId }) => readingId) }));
    setBusy(false);
    // Where the page stays on this clip, it shows the decision; after a conflict, the new answers.
    onReload();
    if (made === null) return;
    change(emptyDraft);
    onDecided();
  };
  return { draft, change, busy, problem, decide };
}

function LoadedCase(props: LoadedProps) {
  const { clip, shown, state, onStep } = props;
  const [settings] = useState(createReviewSettings);
  const session = useReviewSession([{ id: clip.id, media: clip.media, settings }], 'frame');
  const [reason, setReason] = useState<HTMLTextAreaElement | null>(null);
  const { draft, change, busy, problem, decide } = useDeciding(props);
  const [part] = session.parts;
  useEffect(() => session.player.play(1), [session]);
  useShortcuts('adjudication', part === undefined ? [] : adjudicationKeys({
    shown, draft, scheme: schemesOf(shown)[0] ?? null, change, decide: () => void decide(), step: onStep, editReason: () => reason?.focus(), session, part,
  }));
  if (part === undefined) return null;
  const initials = (reader: ReaderId): string => state.readers.find(({ id }) => id === reader)?.initials ?? '?';
  return (
    <Box sx={{ minWidth: 0, minHeight: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) clamp(400px, 38%, 720px)', gridTemplateRows: 'minmax(0, 1fr) auto', gridTemplateAreas: '"image panel" "foot panel"' }}>
      <Box sx={{ gridArea: 'image', display: 'grid', minWidth: 0, minHeight: 0 }}><CineView session={session} part={part} label={`Clip of zone ${clip.zone ?? 'unknown'}`} /></Box>
      <Box sx={{ gridArea: 'foot', borderTop: 1, borderColor: 'divider', minWidth: 0 }}><Transport session={session} onSuspicious={null}><FrameReadout session={session} part={part} /></Transport></Box>
      <Box component="aside" aria-label="Answers and decision" sx={{ gridArea: 'panel', display: 'grid', gridTemplateRows: 'minmax(0, 1fr) auto', minHeight: 0, bgcolor: 'surface.panel', borderLeft: 1, borderColor: 'divider' }}>
        <Box sx={{ overflowY: 'auto', minHeight: 0 }}>
          <PanelSection title="Answers"><AnswerTable shown={shown} draft={draft} initials={initials} onFollow={(answer) => change(follow(draft, answer))} /></PanelSection>
          <PanelSection title="Own answer"><OwnAnswer draft={draft} schemes={schemesOf(shown)} onChange={change} /></PanelSection>
          <Earlier shown={shown} initials={initials} />
        </Box>
        <Box sx={{ borderTop: 1, borderColor: 'divider', p: 3, display: 'grid', gap: 2 }}>
          <Notes shown={shown} draft={draft} />
          <TextField
            label="Reason (Shift+C)" multiline maxRows={3} value={draft.reason} inputRef={setReason} onChange={(event) => change({ ...draft, reason: event.target.value.slice(0, 2_000) })}
            onKeyDown={(event) => {
              // Back to the keys of the page; the decision itself is a second Enter.
              if (event.key !== 'Escape' && !(event.key === 'Enter' && !event.shiftKey)) return;
              event.preventDefault();
              event.stopPropagation();
              if (event.target instanceof HTMLElement) event.target.blur();
            }}
          />
          {problem !== null && <Box role="alert" sx={{ color: 'error.main' }}>{problem}</Box>}
          <Button variant="contained" disabled={busy} aria-keyshortcuts="Enter" onClick={() => void decide()} sx={{ gap: 2, '& kbd': { color: 'inherit', borderColor: 'currentColor' } }}>Decide, and on to the next clip <KeyCap keys="Enter" /></Button>
        </Box>
      </Box>
    </Box>
  );
}
