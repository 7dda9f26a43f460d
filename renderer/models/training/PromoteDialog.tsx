/** A person signs the promotion with a reason; without a locked test set they say that they know it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { PromotionView } from '../../../preload/training.ts';
import { request } from '../../api.ts';
import { modelName } from '../model-words.ts';
import { useNotices, useWorkstation } from '../../state/app-state.ts';
import { useBusy } from '../../state/use-busy.ts';

export function PromoteDialog({ view, onClose }: { readonly view: PromotionView; readonly onClose: () => void }) {
  const reader = useWorkstation((state) => state.readers?.current.name ?? state.settings?.readerName ?? '');
  const showDone = useNotices((state) => state.showDone);
  const { busy, run } = useBusy();
  const [reason, setReason] = useState('');
  const [untested, setUntested] = useState(false);
  const { challenger, champion, test } = view;
  const ready = reason.trim() !== '' && (test !== null || untested) && !busy;
  const confirm = async () => {
    await run(async () => {
      await request('training.promote', { challenger: challenger.sha256, reason, untested });
      showDone(`${modelName(challenger)} is in use.`);
    });
    onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="promote-title">
      <DialogTitle id="promote-title" variant="h2">Promote {modelName(challenger)}?</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4 }}>
        <Box>It takes the place of {modelName(champion)} for all clips analysed from now on. Results that exist keep their model; on the Models page you can roll back at any time.</Box>
        <TextField label="Reason (kept in the history)" value={reason} autoFocus required fullWidth slotProps={{ htmlInput: { maxLength: 400 } }} onChange={(event) => setReason(event.target.value)} />
        {test === null && <FormControlLabel sx={{ ml: 0, gap: 2 }} control={<Checkbox checked={untested} onChange={(event) => setUntested(event.target.checked)} />} label="I know that no locked test set has compared the two models." />}
        <Box sx={{ color: 'text.secondary' }}>Signed by {reader}. It is tried on its self-test first; if it does not pass, nothing changes.</Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={busy} onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={!ready} onClick={() => void confirm()}>{busy ? 'Testing…' : `Promote ${modelName(challenger)}`}</Button>
      </DialogActions>
    </Dialog>
  );
}
