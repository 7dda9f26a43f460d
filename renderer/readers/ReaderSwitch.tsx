/** The present reader in the status bar; opens the switch. */
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';
import { request } from '../api.ts';
import { roleWords } from '../labelling/words.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useAttempt, useWorkstation } from '../state/app-state.ts';
import { SignInDialog } from './SignInDialog.tsx';

export function ReaderSwitch() {
  const attempt = useAttempt();
  const readers = useWorkstation((state) => state.readers);
  const [open, setOpen] = useState(false);
  useShortcuts('readers', [
    { keys: 'Alt+R', label: 'Switch the reader', group: 'Everywhere', once: true, run: () => setOpen(true) },
    { keys: 'Alt+L', label: 'Lock the window', group: 'Everywhere', once: true, run: () => void attempt(() => request('readers.lock', {})) },
  ]);
  if (readers === null) return null;
  const { current, locked } = readers;
  return (
    <>
      <Tooltip title={`${current.name}, ${roleWords[current.role]}. Switch: Alt R, lock: Alt L`}>
        <Button color="inherit" aria-label={`Reader ${current.initials}. Switch the reader`} aria-keyshortcuts="Alt+R" onClick={() => setOpen(true)} sx={{ minHeight: 27, borderRadius: 0, fontSize: '0.75rem', minWidth: 0 }}>
          {current.initials}
        </Button>
      </Tooltip>
      {open && !locked && <SignInDialog state={readers} onClose={() => setOpen(false)} />}
    </>
  );
}
