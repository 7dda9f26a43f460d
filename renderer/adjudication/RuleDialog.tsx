/** What counts as a disagreement. */
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { DisagreementRule } from '../../preload/agreement.ts';

interface RuleDialogProps {
  readonly rule: DisagreementRule;
  readonly onClose: () => void;
  readonly onChoose: (rule: DisagreementRule) => void;
}

const steps = [1, 2, 3] as const;

interface LeastProps {
  readonly label: string;
  readonly unit: string;
  readonly value: 1 | 2 | 3 | null;
  readonly onChange: (value: 1 | 2 | 3 | null) => void;
}

function Least({ label, unit, value, onChange }: LeastProps) {
  return (
    <TextField select label={label} value={value ?? 'none'} onChange={(event) => onChange(steps.find((step) => step === Number(event.target.value)) ?? null)}>
      {steps.map((step) => <MenuItem key={step} value={step}>{step} {unit}{step > 1 ? (unit === 'class' ? 'es' : 's') : ''} or more apart</MenuItem>)}
      <MenuItem value="none">do not count</MenuItem>
    </TextField>
  );
}

export function RuleDialog({ rule, onClose, onChoose }: RuleDialogProps) {
  const [draft, setDraft] = useState(rule);
  const none = !draft.verdict && !draft.aLines && draft.bLines === null && draft.severity === null;
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="rule-title">
      <DialogTitle id="rule-title" variant="h2">What counts as a disagreement?</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 3 }}>
        <FormControlLabel control={<Switch size="small" checked={draft.verdict} onChange={(_, verdict) => setDraft({ ...draft, verdict })} />} label="Verdicts that differ" />
        <FormControlLabel control={<Switch size="small" checked={draft.aLines} onChange={(_, aLines) => setDraft({ ...draft, aLines })} />} label="A-lines present against absent" />
        <Least label="B-line classes" unit="class" value={draft.bLines} onChange={(bLines) => setDraft({ ...draft, bLines })} />
        <Least label="Severity, within one scheme" unit="point" value={draft.severity} onChange={(severity) => setDraft({ ...draft, severity })} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={none} onClick={() => {
          onChoose(draft);
          onClose();
        }}>Use this rule</Button>
      </DialogActions>
    </Dialog>
  );
}
