/** Names a track for a finding of the reader's own. */
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';

export function TrackDialog({ onName, onClose }: { readonly onName: (name: string) => void; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const done = (): void => {
    if (name.trim() !== '') onName(name);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="track-title">
      <DialogTitle id="track-title" variant="h2">A track of your own</DialogTitle>
      <DialogContent>
        <TextField
          autoFocus label="What its ranges show" helperText="For example “pleural gap”. Not who the patient is." value={name} sx={{ mt: 2, width: 320 }}
          slotProps={{ htmlInput: { maxLength: 60 } }} onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            done();
          }}
        />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={name.trim() === ''} onClick={done}>Use it</Button>
      </DialogActions>
    </Dialog>
  );
}
