/** The session's head: which clip, how far, how fast, whether all is kept, undo and redo by name. */
import Redo from '@mui/icons-material/Redo';
import Undo from '@mui/icons-material/Undo';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { PageHeader } from '../shell/PageHeader.tsx';
import { IconAction } from '../review/IconAction.tsx';
import type { LabelSession } from './label-session.ts';
import { clipsPerMinute } from './pace.ts';
import { useLabelState } from './use-open-session.ts';

interface SessionHeaderProps {
  readonly session: LabelSession;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onLeave: () => void;
}

function Kept({ session }: { readonly session: LabelSession }) {
  const saving = useLabelState(session, (state) => state.saving);
  if (saving.kind === 'failed') {
    return <Box role="alert" sx={{ color: 'error.main' }} title={saving.error.hint}>Not saved: {saving.error.message} Trying again.</Box>;
  }
  return <Box component="span" data-testid="saving" data-state={saving.kind} sx={{ color: 'text.secondary', fontSize: '0.75rem', minWidth: 48 }}>{saving.kind === 'saving' ? 'Saving' : 'Saved'}</Box>;
}

export function SessionHeader({ session, onUndo, onRedo, onLeave }: SessionHeaderProps) {
  const queue = useLabelState(session, (state) => state.queue);
  const position = useLabelState(session, (state) => state.position);
  const commits = useLabelState(session, (state) => state.commits);
  const { entries, applied } = useLabelState(session, (state) => state.history);
  const committed = queue.filter(({ state }) => state === 'committed' || state === 'revealed').length;
  const pace = clipsPerMinute(commits);
  const undo = entries[applied - 1];
  const redo = entries[applied];
  return (
    <PageHeader
      title={queue[position]?.zone ?? 'Zone unknown'}
      facts={
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, minWidth: 0 }}>
          <span data-testid="progress">Clip {position + 1} of {queue.length} · {committed} committed{pace === null ? '' : `, ${pace.toFixed(1)} a minute`}</span>
          <LinearProgress variant="determinate" value={(100 * committed) / Math.max(1, queue.length)} aria-label={`${committed} of ${queue.length} clips committed`} sx={{ width: 120 }} />
          <Kept session={session} />
        </Box>
      }
      actions={
        <>
          <IconAction label={undo === undefined ? 'Nothing to undo' : `Undo: ${undo.label}`} keys="Ctrl+Z" icon={<Undo />} disabled={undo === undefined} onClick={onUndo} />
          <IconAction label={redo === undefined ? 'Nothing to redo' : `Redo: ${redo.label}`} keys="Ctrl+Shift+Z" icon={<Redo />} disabled={redo === undefined} onClick={onRedo} />
          <Button color="inherit" onClick={onLeave}>Leave</Button>
        </>
      }
    />
  );
}
