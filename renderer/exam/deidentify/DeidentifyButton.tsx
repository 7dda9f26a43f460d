/** Opens the dialog that writes copies of an exam's clips without identity. */
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ExamDetail } from '../../../preload/domain.ts';
import { useShortcuts } from '../../shortcuts.ts';
import { DeidentifyDialog } from './DeidentifyDialog.tsx';

export function DeidentifyButton({ exam }: { readonly exam: ExamDetail }) {
  const [open, setOpen] = useState(false);
  useShortcuts('deidentify', [{ keys: 'Ctrl+Shift+E', label: 'Export clips without identity', group: 'Exam', run: () => exam.clipRows.length > 0 && setOpen(true) }]);
  if (exam.clipRows.length === 0) return null;
  return (
    <>
      <Button variant="outlined" color="inherit" aria-keyshortcuts="Control+Shift+E" sx={{ justifySelf: 'start' }} onClick={() => setOpen(true)}>Export de-identified…</Button>
      {open && <DeidentifyDialog exam={exam} onClose={() => setOpen(false)} />}
    </>
  );
}
