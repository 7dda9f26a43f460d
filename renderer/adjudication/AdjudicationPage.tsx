/** Where readers disagree: the clips in a list, one of them with its answers side by side, decided by keyboard. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { ClipId } from '../../preload/domain.ts';
import type { AdjudicationQueue, AgreementChoices } from '../../preload/agreement-pages.ts';
import type { ReadersState } from '../../preload/readings.ts';
import { count } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useAttempt, useNotices, useWorkstation } from '../state/app-state.ts';
import { nextToDecide } from './adjudication-draft.ts';
import { CasePlace } from './CasePlace.tsx';
import { QueueList } from './QueueList.tsx';
import { RuleDialog } from './RuleDialog.tsx';

const column = { px: 4, maxWidth: 640, display: 'grid', gap: 1, justifyItems: 'start' } as const;

function Denied() {
  return (
    <Box role="status" sx={column}>
      <Box sx={{ fontWeight: 600 }}>Only adjudicators and admins decide between readers.</Box>
      <Box sx={{ color: 'text.secondary' }}>Here the answers of all readers stand side by side; who still has to read a clip must not see them. Switch to an adjudicator at the bottom left, or ask one.</Box>
    </Box>
  );
}

function NothingToDecide({ queue }: { readonly queue: AdjudicationQueue }) {
  const { open } = useNavigation();
  return (
    <Box role="status" sx={column}>
      <Box sx={{ fontWeight: 600 }}>{queue.sharedClips === 0 ? 'Two readers must have read the same clips: now 0.' : `The readers agree on all ${count(queue.sharedClips, 'clip')} that two of them have read.`}</Box>
      <Box sx={{ color: 'text.secondary' }}>A disagreement is where {queue.rule}. {queue.sharedClips === 0 && 'Assign second reads under Agreement.'}</Box>
      {queue.sharedClips === 0 && <Button variant="outlined" sx={{ mt: 2 }} onClick={() => open({ page: 'labelling', view: 'agreement' })}>Assign second reads</Button>}
    </Box>
  );
}

interface QueuePlaceProps {
  readonly queue: AdjudicationQueue;
  readonly choices: AgreementChoices;
  readonly state: ReadersState;
  readonly onChanged: () => void;
}

function QueuePlace({ queue, choices, state, onChanged }: QueuePlaceProps) {
  const attempt = useAttempt();
  const announce = useNotices((notices) => notices.announce);
  const { items } = queue;
  const [chosen, setChosen] = useState<ClipId | null>(() => nextToDecide(items, null) ?? items[0]?.clipId ?? null);
  const [ruling, setRuling] = useState(false);
  const left = items.filter((item) => item.state !== 'decided').length;
  const choose = async (patch: Partial<AgreementChoices>): Promise<void> => {
    if ((await attempt(() => request('agreement.choose', patch))) !== null) onChanged();
  };
  const step = (direction: 1 | -1): void => {
    const at = items.findIndex(({ clipId }) => clipId === chosen);
    const next = items[at + direction];
    if (next !== undefined) setChosen(next.clipId);
  };
  const decided = (clipId: ClipId): void => {
    const next = nextToDecide(items, clipId);
    announce(next === null ? 'Decided. No clip is left to decide.' : `Decided. ${left - 1} left.`);
    if (next !== null) setChosen(next);
    onChanged();
  };
  // A clip may leave the queue when the rule changes.
  const shown = items.some(({ clipId }) => clipId === chosen) ? chosen : (items[0]?.clipId ?? null);
  return (
    <>
      <PageHeader
        title="Adjudication"
        facts={<Box role="status" aria-label="Left to decide" sx={{ color: 'text.secondary' }}>{items.length === 0 ? '' : left === 0 ? 'All decided' : `${left} of ${count(items.length, 'clip')} to decide`}</Box>}
        actions={
          <>
            <FormControlLabel control={<Switch size="small" checked={choices.anonymous} onChange={(_, anonymous) => void choose({ anonymous })} />} label="Readers anonymous" />
            <Button color="inherit" variant="outlined" title={`Now: ${queue.rule}`} onClick={() => setRuling(true)}>What counts…</Button>
          </>
        }
      />
      {items.length === 0
        ? <NothingToDecide queue={queue} />
        : (
          <Box sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: '184px minmax(0, 1fr)', borderTop: 1, borderColor: 'divider' }}>
            <QueueList items={items} chosen={shown} onChoose={setChosen} />
            {shown !== null && <CasePlace key={`${shown} ${choices.anonymous}`} clipId={shown} state={state} onDecided={() => decided(shown)} onStep={step} />}
          </Box>
        )}
      {ruling && <RuleDialog rule={choices.disagreement} onClose={() => setRuling(false)} onChoose={(disagreement) => void choose({ disagreement })} />}
    </>
  );
}

function ForAdjudicator({ state }: { readonly state: ReadersState }) {
  const queue = useRequest('adjudication.queue', {});
  const overview = useRequest('agreement.overview', {});
  const reload = (): void => {
    queue.reload();
    overview.reload();
  };
  useEvent('clip.changed', queue.reload);
  for (const asked of [queue, overview]) if (asked.state === 'failed') return <><PageHeader title="Adjudication" /><Problem error={asked.error} onRetry={reload} /></>;
  if (queue.value === null || overview.value === null) return <><PageHeader title="Adjudication" /><Box role="status" sx={{ px: 4, color: 'text.secondary' }}>Looking for disagreements</Box></>;
  return <QueuePlace queue={queue.value} choices={overview.value.choices} state={state} onChanged={reload} />;
}

export function AdjudicationPage() {
  const state = useWorkstation((workstation) => workstation.readers);
  if (state === null) return <PageHeader title="Adjudication" />;
  if (!state.may.adjudicate) return <><PageHeader title="Adjudication" /><Denied /></>;
  return <ForAdjudicator key={state.current.id} state={state} />;
}
