/** One archive: by DICOM's own protocol or by DICOMweb. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { request } from '../api.ts';
import type { ArchiveNode } from '../../preload/archive.ts';
import { useAttempt } from '../state/app-state.ts';
import { beginNode, nodeProblems, nodeRequest } from './node-form.ts';
import type { NodeForm } from './node-form.ts';

interface NodeDialogProps {
  readonly passwordsLast: boolean;
  /** Null for a new one. */
  readonly node: ArchiveNode | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

interface FieldsProps {
  readonly form: NodeForm;
  readonly problems: Partial<Record<keyof NodeForm, string>>;
  readonly set: (change: Partial<NodeForm>) => void;
}

function DimseFields({ form, problems, set }: FieldsProps) {
  const field = (key: 'aeTitle' | 'host' | 'port', label: string) => (
    <TextField label={label} value={form[key]} error={problems[key] !== undefined} helperText={problems[key]} onChange={(event) => set({ [key]: event.target.value })} slotProps={{ htmlInput: { spellCheck: false } }} />
  );
  return (
    <>
      {field('aeTitle', 'AE title of the archive')}
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 120px', columnGap: 3 }}>{field('host', 'Host')}{field('port', 'Port')}</Box>
      <FormControl size="small">
        <InputLabel htmlFor="node-retrieve" shrink>Studies come</InputLabel>
        <NativeSelect value={form.retrieve} input={<OutlinedInput label="Studies come" notched />} inputProps={{ id: 'node-retrieve' }} onChange={(event) => set({ retrieve: event.target.value === 'move' ? 'move' : 'get' })}>
          <option value="get">on the same connection (C-GET)</option>
          <option value="move">to our receiver (C-MOVE)</option>
        </NativeSelect>
      </FormControl>
      <Box>
        <FormControlLabel control={<Checkbox size="small" checked={form.worklist} onChange={(_, worklist) => set({ worklist })} />} label="It has a worklist" />
        <FormControlLabel control={<Checkbox size="small" checked={form.tls} onChange={(_, tls) => set({ tls })} />} label="Encrypt (TLS)" />
      </Box>
    </>
  );
}

function WebFields({ form, problems, set, hasPassword, passwordsLast }: FieldsProps & { readonly hasPassword: boolean; readonly passwordsLast: boolean }) {
  return (
    <>
      <TextField label="Address of the service" placeholder="https://archive/dicom-web" value={form.url} error={problems.url !== undefined} helperText={problems.url ?? 'Without /studies at its end. With http the network can read along.'} onChange={(event) => set({ url: event.target.value })} slotProps={{ htmlInput: { spellCheck: false } }} />
      <TextField label="User (where it asks for one)" value={form.user} onChange={(event) => set({ user: event.target.value })} slotProps={{ htmlInput: { autoComplete: 'off', spellCheck: false } }} />
      <TextField label="Password" type="password" value={form.password ?? ''} placeholder={hasPassword && form.password === null ? 'unchanged' : ''} helperText={passwordsLast ? 'Kept encrypted by this system, for this user.' : 'Kept until Pleura is closed: this system has no keychain to encrypt it.'} onChange={(event) => set({ password: event.target.value })} slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'new-password' } }} />
    </>
  );
}

export function NodeDialog({ node, passwordsLast, onClose, onSaved }: NodeDialogProps) {
  const attempt = useAttempt();
  const [form, setForm] = useState<NodeForm>(() => beginNode(node));
  const [tried, setTried] = useState(false);
  const set = (change: Partial<NodeForm>) => setForm((now) => ({ ...now, ...change }));
  const all = nodeProblems(form);
  const problems = tried ? all : {};
  const save = async () => {
    setTried(true);
    if (Object.keys(all).length > 0) return;
    const saved = await attempt(() => request('archive.saveNode', nodeRequest(node?.id ?? null, form)));
    if (saved !== null) onSaved();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="node-title" onKeyDown={(event) => {
      if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) void save();
    }}>
      <DialogTitle id="node-title" variant="h2">{node === null ? 'Add an archive' : `Change ${node.name}`}</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4 }}>
        <RadioGroup row aria-label="Way" value={form.kind} onChange={(_, kind) => set({ kind: kind === 'web' ? 'web' : 'dimse' })}>
          <FormControlLabel value="dimse" control={<Radio size="small" />} label="DICOM (AE title)" />
          <FormControlLabel value="web" control={<Radio size="small" />} label="DICOMweb" />
        </RadioGroup>
        <TextField label="Name" autoFocus value={form.name} error={problems.name !== undefined} helperText={problems.name} onChange={(event) => set({ name: event.target.value })} />
        {form.kind === 'dimse' ? <DimseFields form={form} problems={problems} set={set} /> : <WebFields form={form} problems={problems} set={set} passwordsLast={passwordsLast} hasPassword={node?.address.kind === 'web' && node.address.hasPassword} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>Cancel</Button>
        <Button variant="contained" onClick={() => void save()}>{node === null ? 'Add' : 'Save'}</Button>
      </DialogActions>
    </Dialog>
  );
}
