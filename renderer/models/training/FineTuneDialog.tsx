/** Fine-tuning the networks themselves: the dataset's folder is written, and the command that trains on it is shown. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { FineTuning } from '../../../preload/training.ts';
import { request } from '../../api.ts';
import { useBusy } from '../../state/use-busy.ts';

function Written({ command, bundle }: FineTuning) {
  return (
    <>
      <Alert severity="info" variant="outlined">The folder is being written; Progress tells when it is whole.</Alert>
      <TextField
        label="Run this in the folder of Pleura's sources" value={command} multiline fullWidth autoFocus onFocus={(event) => event.target.select()}
        slotProps={{ htmlInput: { readOnly: true, spellCheck: false, style: { fontFamily: 'monospace', overflowWrap: 'anywhere' } } }} helperText="Ctrl+C copies it."
      />
      <Box>When it has ended, choose <strong>Install a model</strong>, <strong>From a folder</strong> on the Installed page, and there <Box component="span" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>{bundle}</Box>. It is checked and tried like any model from outside, and not used before someone chooses it.</Box>
    </>
  );
}

interface FineTuneDialogProps {
  readonly datasetId: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function FineTuneDialog({ datasetId, name, onClose }: FineTuneDialogProps) {
  const { busy, run } = useBusy();
  const [written, setWritten] = useState<FineTuning | null>(null);
  const write = () => run(async () => setWritten(await request('training.fineTune', { datasetId })));
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="fine-tune-title">
      <DialogTitle id="fine-tune-title" variant="h2">Fine-tune the networks on {name}</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4 }}>
        <Box>A head is trained here in minutes; the networks under it take hours, quicker with a GPU, and train outside of this window. The dataset is written into a folder that you choose, de-identified; the command that trains on it leaves the test side alone. It needs Pleura's sources and Python with PyTorch: see models/train/README.md.</Box>
        {written !== null && <Written {...written} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={busy} onClick={onClose}>{written === null ? 'Cancel' : 'Close'}</Button>
        {written === null && <Button variant="contained" autoFocus disabled={busy} onClick={() => void write()}>Choose a folder and write the data…</Button>}
      </DialogActions>
    </Dialog>
  );
}
