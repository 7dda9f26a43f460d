/** What is going on with the models, above the table: a stand-in for a damaged one, a change being made, results that are behind. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import type { ReactNode } from 'react';
import { request } from '../api.ts';
import type { BundleTask, DamagedBundle } from '../../preload/models.ts';
import { count } from '../format.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { taskWords } from './model-words.ts';
import { useBusy } from '../state/use-busy.ts';
import { useOutdated } from './use-models.ts';

function Strip({ children, role, tone = 'quiet' }: { readonly children: ReactNode; readonly role?: 'alert' | 'status'; readonly tone?: 'quiet' | 'warning' }) {
  return (
    <Box role={role} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, rowGap: 1, px: 3, py: 1.5, border: 1, borderColor: tone === 'warning' ? 'warning.main' : 'divider', borderRadius: 1 }}>
      {children}
    </Box>
  );
}

/** Says what is done, and how far; an installation can be stopped. */
export function TaskStrip({ task }: { readonly task: BundleTask }) {
  const attempt = useAttempt();
  const words = taskWords(task);
  return (
    <Strip role="status">
      <Box sx={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>{words}</Box>
      <Box sx={{ width: 160 }}>
        {task.fraction === null ? <LinearProgress aria-label={words} /> : <LinearProgress variant="determinate" value={100 * task.fraction} aria-label={words} />}
      </Box>
      {task.kind !== 'remove' && <Button aria-label={`Stop: ${words}`} onClick={() => void attempt(() => request('models.stop', {}))}>Stop</Button>}
    </Strip>
  );
}

/** Offers to bring older results up to the model in use; the older ones stay. */
export function OutdatedStrip({ active }: { readonly active: string }) {
  const outdated = useOutdated();
  const announce = useNotices((state) => state.announce);
  const { busy, run } = useBusy();
  const { clips, running } = outdated.value ?? { clips: 0, running: false };
  if (clips === 0) return null;
  const start = async () => {
    if ((await run(() => request('models.reanalyse', {}))) !== null) announce('Analysing older clips in the background.');
    outdated.reload();
  };
  return (
    <Strip>
      <Box sx={{ flex: '1 1 320px', minWidth: 0 }}>{count(clips, 'analysed clip has', 'analysed clips have')} no complete result of {active} yet. Older results stay and are kept in each clip's history.</Box>
      {running
        ? <Box role="status" sx={{ color: 'text.secondary' }}>Being analysed in the background; the tray shows how far.</Box>
        : <Button variant="outlined" disabled={busy} onClick={() => void start()}>Analyse {count(clips, 'clip')} in the background</Button>}
    </Strip>
  );
}

/** A folder among the models that is none any more. */
export function DamagedStrip({ damaged }: { readonly damaged: DamagedBundle }) {
  const { busy, run } = useBusy();
  return (
    <Strip tone="warning">
      <Box sx={{ flex: '1 1 320px', minWidth: 0, overflowWrap: 'anywhere' }}><strong>Damaged: {damaged.name}.</strong> {damaged.problem}</Box>
      {damaged.origin === 'installed' && <Button color="inherit" variant="outlined" disabled={busy} aria-label={`Remove ${damaged.name}`} onClick={() => void run(() => request('models.remove', { sha256: damaged.sha256 }))}>Remove</Button>}
    </Strip>
  );
}
