/** Where a labelling session starts: which clips, in which order, and how the answers are kept apart from the AI's. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { LabellingOverview, LabellingProgress } from '../../preload/labelling.ts';
import type { SeverityScheme } from '../../preload/readings.ts';
import { count, dayAndTime } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useAttempt, useWorkstation } from '../state/app-state.ts';
import { firstPlan, previewWords, schemes, sessionSize } from './plan.ts';
import type { Plan } from './plan.ts';
import { PlanFields } from './PlanFields.tsx';

const section = { border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'surface.panel', p: 4, display: 'grid', gap: 4, maxWidth: 760 } as const;

function Continue({ open, onOpen }: { readonly open: LabellingProgress; readonly onOpen: () => void }) {
  return (
    <Box component="section" aria-label="Open session" sx={{ ...section, gridTemplateColumns: 'minmax(0, 1fr) auto', alignItems: 'center' }}>
      <Box>
        <Box sx={{ fontWeight: 600 }}>{open.committed} of {count(open.clips, 'clip')} committed</Box>
        <Box sx={{ color: 'text.secondary' }}>Begun {dayAndTime(open.createdAt)}. It goes on where you left it, with everything that can be undone.</Box>
      </Box>
      {/* It is what one comes here for. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <Button variant="contained" autoFocus onClick={onOpen}>Continue</Button>
    </Box>
  );
}

/** Second reads and repeats that an adjudicator has asked for. */
function Asked({ asked, first, onOpen }: { readonly asked: number; readonly first: boolean; readonly onOpen: () => void }) {
  const attempt = useAttempt();
  const [scheme, setScheme] = useState<SeverityScheme>('lus');
  const start = async (): Promise<void> => {
    if ((await attempt(() => request('labelling.start', { ...firstPlan, scheme, askedOnly: true, limit: 10_000 }))) !== null) onOpen();
  };
  return (
    <Box component="section" aria-label="Asked of you" sx={{ ...section, gridTemplateColumns: 'minmax(0, 1fr) auto auto', alignItems: 'center' }}>
      <Box>
        <Box sx={{ fontWeight: 600 }}>You are asked to read {count(asked, 'clip')}</Box>
        <Box sx={{ color: 'text.secondary' }}>Second reads, or clips to read once more. As blind as any others.{first ? '' : ' It ends the open session; what is committed stays.'}</Box>
      </Box>
      <TextField select label="Severity 0–3 by" value={scheme} sx={{ width: 200 }} onChange={(event) => setScheme(schemes.find(([one]) => one === event.target.value)?.[0] ?? 'lus')}>
        {schemes.map(([one, label]) => <MenuItem key={one} value={one}>{label}</MenuItem>)}
      </TextField>
      <Button variant={first ? 'contained' : 'outlined'} onClick={() => void start()}>Read {count(asked, 'clip')}</Button>
    </Box>
  );
}

function NewSession({ overview, onOpen }: { readonly overview: LabellingOverview; readonly onOpen: () => void }) {
  const attempt = useAttempt();
  const [plan, setPlan] = useState<Plan>(() => (overview.open === null ? firstPlan : { ...overview.open.plan, seed: null, askedOnly: false, zones: [...overview.open.plan.zones], examIds: [...overview.open.plan.examIds] }));
  const [starting, setStarting] = useState(false);
  const preview = useRequest('labelling.preview', plan);
  const size = preview.value === null ? 0 : sessionSize(preview.value, plan);
  const start = async (): Promise<void> => {
    setStarting(true);
    const started = await attempt(() => request('labelling.start', plan));
    setStarting(false);
    if (started !== null) onOpen();
  };
  return (
    <Box component="section" aria-label="New session" sx={section}>
      <Box component="h2" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 600 }}>New session</Box>
      <PlanFields plan={plan} onChange={(patch) => setPlan({ ...plan, ...patch })} />
      {preview.state === 'failed' && <Problem error={preview.error} onRetry={preview.reload} />}
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, flexWrap: 'wrap' }}>
        <Button variant={overview.open === null ? 'contained' : 'outlined'} disabled={size === 0 || starting} onClick={() => void start()}>{size === 0 ? 'Label clips' : `Label ${count(size, 'clip')}`}</Button>
        <Box role="status" sx={{ color: 'text.secondary' }}>{preview.value === null ? '' : previewWords(preview.value, plan)}</Box>
      </Box>
      {overview.open !== null && <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>A new session ends the open one. What is committed stays.</Box>}
    </Box>
  );
}

function NoClips() {
  const { open } = useNavigation();
  return (
    <Box sx={section}>
      <Box sx={{ fontWeight: 600 }}>There are no clips yet.</Box>
      <Box sx={{ color: 'text.secondary' }}>Clips are imported under Cases. Here they are labelled one after the other: blind to the AI and to other readers, with the hands on the keyboard.</Box>
      <Button variant="contained" sx={{ justifySelf: 'start' }} onClick={() => open({ page: 'cases' })}>Go to cases</Button>
    </Box>
  );
}

export function StartPage() {
  const { open } = useNavigation();
  const reader = useWorkstation((state) => state.readers?.current ?? null);
  // Another reader has other unread clips: asked anew.
  return <StartFor key={reader?.id} name={reader?.name ?? ''} onOpen={() => open({ page: 'labelling', view: 'session' })} />;
}

function StartFor({ name, onOpen }: { readonly name: string; readonly onOpen: () => void }) {
  const overview = useRequest('labelling.overview', {});
  useEvent('exam.changed', overview.reload);
  return (
    <>
      <PageHeader title="Labelling" facts={overview.value === null ? undefined : <Box sx={{ color: 'text.secondary' }}>{name} has read {overview.value.read} of {count(overview.value.clips, 'clip')}</Box>} />
      <Box aria-busy={overview.state === 'loading'} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 4, pb: 8, display: 'grid', gap: 4, alignContent: 'start' }}>
        {overview.state === 'failed' && <Problem error={overview.error} onRetry={overview.reload} />}
        {overview.value?.clips === 0 && <NoClips />}
        {overview.value !== null && overview.value.open !== null && <Continue open={overview.value.open} onOpen={onOpen} />}
        {overview.value !== null && overview.value.asked > 0 && <Asked asked={overview.value.asked} first={overview.value.open === null} onOpen={onOpen} />}
        {overview.value !== null && overview.value.clips > 0 && <NewSession overview={overview.value} onOpen={onOpen} />}
      </Box>
    </>
  );
}
