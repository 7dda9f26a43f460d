/** Locks a test side for ever: says what that means, asks for a reason, names who signs. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { request } from '../../api.ts';
import type { DatasetRow } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';
import { useBusy } from '../../state/use-busy.ts';
import { useNotices, useWorkstation } from '../../state/app-state.ts';

export function LockDialog({ dataset, onClose }: { readonly dataset: DatasetRow; readonly onClose: () => void }) {
  const reader = useWorkstation((state) => state.readers?.current.name ?? '');
  const showDone = useNotices((state) => state.showDone);
  const { busy, run } = useBusy();
  const [reason, setReason] = useState('');
  const side = dataset.counts.sides.find((one) => one.side === 'test');
  const ready = reason.trim() !== '' && !busy;
  const confirm = async () => {
    const locked = await run(() => request('datasets.lock', { datasetId: dataset.id, reason }));
    if (locked === null) return;
    showDone('The test set is locked.');
    onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="lock-title">
      <DialogTitle id="lock-title" variant="h2">Lock the test set of {dataset.name}?</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4 }}>
        <Box>The {count(side?.patients ?? 0, 'patient')} of its test side ({count(side?.clips ?? 0, 'clip')}) can never again train or tune a model, in this dataset or any other, under this name or another. Every evaluation on them is recorded. This cannot be undone.</Box>
        <TextField label="Reason (kept with the lock)" value={reason} autoFocus required fullWidth slotProps={{ htmlInput: { maxLength: 400 } }} onChange={(event) => setReason(event.target.value)} onKeyDown={(event) => {
          if (event.key === 'Enter' && ready) void confirm();
        }} />
        <Box sx={{ color: 'text.secondary' }}>Signed by {reader}.</Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={busy} onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={!ready} onClick={() => void confirm()}>Lock {count(side?.patients ?? 0, 'patient')}</Button>
      </DialogActions>
    </Dialog>
  );
}
