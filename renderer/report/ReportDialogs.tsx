/** Signing and amending: what it means, and what is asked for. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { ReportState } from '../../preload/report.ts';
import { useWorkstation } from '../state/app-state.ts';

interface SignDialogProps {
  readonly report: ReportState;
  readonly onClose: () => void;
  /** Answers whether it was signed. */
  readonly onSign: (pin: string | null) => Promise<boolean>;
}

export function SignDialog({ report, onClose, onSign }: SignDialogProps) {
  const reader = useWorkstation((state) => state.readers?.current ?? null);
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const asked = reader?.hasPin === true;
  const number = (report.versions[0]?.number ?? 0) + 1;
  const sign = async () => {
    setBusy(true);
    const signed = await onSign(asked ? pin : null);
    setBusy(false);
    if (signed) onClose();
    else setPin('');
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="sign-title">
      <DialogTitle id="sign-title" variant="h2">Sign version {number}?</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 3 }}>
        <Box>{report.content.completeness.words} {report.content.total.value === null ? report.content.total.reason : `Score ${report.content.total.value} of ${report.content.total.of}.`}</Box>
        {report.amends !== null && <Box>It amends version {report.amends.number}: {report.amends.reason}</Box>}
        <Box>A signed version cannot be changed. Later corrections make a new version that names this one.</Box>
        {asked && (
          <TextField
            label={`PIN of ${reader.name}`} type="password" value={pin} autoFocus autoComplete="off"
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { inputMode: 'numeric', maxLength: 12 } }}
            onChange={(event) => setPin(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !busy) void sign();
            }}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={busy} onClick={onClose}>Go on writing</Button>
        <Button variant="contained" disabled={busy} autoFocus={!asked} onClick={() => void sign()}>Sign as {reader?.name ?? 'reader'}</Button>
      </DialogActions>
    </Dialog>
  );
}

interface DiscardDialogProps {
  readonly report: ReportState;
  readonly onClose: () => void;
  readonly onDiscard: () => Promise<boolean>;
}

/** Asks before what was written goes; Escape and the first button keep it. */
export function DiscardDialog({ report: { amends }, onClose, onDiscard }: DiscardDialogProps) {
  const anew = amends === null;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="discard-title">
      <DialogTitle id="discard-title" variant="h2">{anew ? 'Begin the report anew?' : 'Discard the amendment?'}</DialogTitle>
      <DialogContent dividers>
        {anew
          ? 'All texts, corrected findings, evidence frames and key images of this draft go. Findings are taken anew from the readings.'
          : `What was changed since version ${amends.number} goes, with its reason: ${amends.reason}. Version ${amends.number} stays signed.`}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" autoFocus onClick={onClose}>Keep the draft</Button>
        <Button variant="contained" color="error" onClick={() => void onDiscard().then((gone) => gone && onClose())}>{anew ? 'Begin anew' : 'Discard'}</Button>
      </DialogActions>
    </Dialog>
  );
}

interface AmendDialogProps {
  readonly number: number;
  readonly onClose: () => void;
  readonly onAmend: (reason: string) => Promise<boolean>;
}

export function AmendDialog({ number, onClose, onAmend }: AmendDialogProps) {
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '';
  const amend = async () => {
    if (ready && (await onAmend(reason))) onClose();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="amend-title">
      <DialogTitle id="amend-title" variant="h2">Amend version {number}?</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 3 }}>
        <Box>Version {number} stays as it is signed. A new version begins with its content and names the reason.</Box>
        <TextField
          label="Reason" value={reason} autoFocus fullWidth slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 400 } }}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void amend();
          }}
        />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={!ready} onClick={() => void amend()}>Begin version {number + 1}</Button>
      </DialogActions>
    </Dialog>
  );
}
