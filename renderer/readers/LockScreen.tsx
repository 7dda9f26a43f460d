/** Hides everything while the window is locked, and asks who is there. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useWorkstation } from '../state/app-state.ts';
import { SignInDialog } from './SignInDialog.tsx';
import { useIdleLock } from './use-idle-lock.ts';

/** The page stays as it was, unseen and out of reach, and is there again when it is unlocked. */
export function LockScreen({ children }: { readonly children: ReactNode }) {
  const readers = useWorkstation((state) => state.readers);
  useIdleLock();
  const locked = readers?.locked === true;
  return (
    <>
      <Box inert={locked} sx={{ display: 'contents', ...(locked ? { '& > *': { visibility: 'hidden' } } : {}) }}>{children}</Box>
      {locked && <SignInDialog state={readers} onClose={null} />}
    </>
  );
}
