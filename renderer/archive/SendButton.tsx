/** Opens the dialog that sends an exam's results. */
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ExamId } from '../../preload/domain.ts';
import { useShortcuts } from '../shortcuts.ts';
import { SendDialog } from './SendDialog.tsx';

export function SendButton({ examId }: { readonly examId: ExamId }) {
  const [open, setOpen] = useState(false);
  useShortcuts('send-results', [{ keys: 'Ctrl+Shift+S', label: 'Send results to an archive', group: 'Exam', run: () => setOpen(true) }]);
  return (
    <>
      <Button variant="outlined" color="inherit" aria-keyshortcuts="Control+Shift+S" onClick={() => setOpen(true)}>Send results</Button>
      {open && <SendDialog examId={examId} onClose={() => setOpen(false)} />}
    </>
  );
}
