/** Confirms a change of the model in use: names what changes, asks for a reason, and says who signs. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { request } from '../api.ts';
import type { BundleInfo } from '../../preload/models.ts';
import { probability } from '../format.ts';
import { useNotices, useWorkstation } from '../state/app-state.ts';
import { figure, modelName } from './model-words.ts';
import { useBusy } from '../state/use-busy.ts';

export interface ModelChange {
  readonly kind: 'activate' | 'roll-back';
  readonly to: BundleInfo;
  readonly from: BundleInfo | null;
}

interface ChangeDialogProps {
  readonly change: ModelChange;
  readonly onClose: () => void;
}

const rows: readonly (readonly [label: string, words: (model: BundleInfo) => string])[] = [
  ['Model', modelName],
  ['AUC, by its maker', (model) => figure(model.auc)],
  ['Balanced threshold', (model) => probability(model.operatingPoints.balanced)],
  ['Indeterminate', ({ operatingPoints: { indeterminate: { low, high } } }) => `${probability(low)} to ${probability(high)}`],
  ['Licence', (model) => model.licence],
];

function Differences({ from, to }: Pick<ModelChange, 'from' | 'to'>) {
  return (
    <Box component="table" sx={{ borderCollapse: 'collapse', width: 1, '& th, & td': { borderBottom: 1, borderColor: 'divider', py: 1, pr: 3, textAlign: 'left', fontWeight: 450, verticalAlign: 'top', overflowWrap: 'anywhere' }, '& th': { color: 'text.secondary' } }}>
      <thead><tr><th scope="col">Changes</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
      <tbody>
        {rows.map(([label, words]) => <tr key={label}><th scope="row">{label}</th><td>{from === null ? '–' : words(from)}</td><td>{words(to)}</td></tr>)}
      </tbody>
    </Box>
  );
}

export function ChangeDialog({ change, onClose }: ChangeDialogProps) {
  const reader = useWorkstation((state) => state.settings?.readerName ?? '');
  const showDone = useNotices((state) => state.showDone);
  const { busy, run } = useBusy();
  const [reason, setReason] = useState('');
  const { kind, to, from } = change;
  const name = modelName(to);
  const confirm = async () => {
    const done = run(async () => {
      await (kind === 'activate' ? request('models.activate', { sha256: to.sha256, reason }) : request('models.rollBack', { reason }));
      showDone(`${name} is in use.`);
    });
    await done;
    onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="change-title">
      <DialogTitle id="change-title" variant="h2">{kind === 'activate' ? `Use ${name}?` : `Roll back to ${name}?`}</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4 }}>
        <Box>From now on clips are analysed with it. Clips that it has analysed show its results; all others go on showing what they have, with the name of the model that said it. No result is lost.</Box>
        <Differences from={from} to={to} />
        <TextField label="Reason (kept in the history)" value={reason} autoFocus fullWidth slotProps={{ htmlInput: { maxLength: 400 } }} onChange={(event) => setReason(event.target.value)} onKeyDown={(event) => {
          if (event.key === 'Enter' && !busy) void confirm();
        }} />
        <Box sx={{ color: 'text.secondary' }}>Signed by {reader}. It is tried on its self-test first; if it does not pass, nothing changes.</Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={busy} onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={busy} onClick={() => void confirm()}>{busy ? 'Testing…' : kind === 'activate' ? `Use ${name}` : `Roll back to ${name}`}</Button>
      </DialogActions>
    </Dialog>
  );
}
