/** A reader's name, initials and role. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { asAppError, request } from '../api.ts';
import type { AppError } from '../../preload/domain.ts';
import type { Reader, ReaderRole } from '../../preload/readings.ts';
import { roleWords } from '../labelling/words.ts';

const roles: readonly (readonly [role: ReaderRole, may: string])[] = [
  ['sonographer', 'Reads clips and signs reports.'], ['annotator', 'Reads and labels clips.'], ['adjudicator', 'Also decides where readers disagree.'], ['admin', 'Also manages readers.'],
];

/** As main makes them for the first profile: first letters of the first and the last word. */
function suggested(name: string): string {
  const words = name.match(/\p{L}+/gu) ?? [];
  return [words[0], words.length > 1 ? words.at(-1) : words[0]?.slice(1)].map((word) => word?.slice(0, 1) ?? '').join('').toUpperCase();
}

export function ProfileDialog({ reader, onClose }: { readonly reader: Reader | null; readonly onClose: () => void }) {
  const [name, setName] = useState(reader?.name ?? '');
  const [typed, setTyped] = useState<string | null>(reader?.initials ?? null);
  const [role, setRole] = useState<ReaderRole>(reader?.role ?? 'annotator');
  const [error, setError] = useState<AppError | null>(null);
  const initials = typed ?? suggested(name);
  const fit = name.trim() !== '' && /^\p{L}{1,4}$/u.test(initials);
  const save = async (): Promise<void> => {
    if (!fit) return;
    try {
      await (reader === null ? request('readers.add', { name, initials, role, pin: null }) : request('readers.update', { readerId: reader.id, name, initials, role }));
      onClose();
    } catch (thrown) {
      setError(asAppError(thrown));
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="profile-title">
      <Box component="form" onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        void save();
      }}>
        <DialogTitle id="profile-title" variant="h2">{reader === null ? 'Add a reader' : `Edit ${reader.initials}`}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 4, width: 380 }}>
          <TextField autoFocus label="Name" value={name} sx={{ mt: 2 }} slotProps={{ htmlInput: { maxLength: 80 } }} onChange={(event) => setName(event.target.value)} />
          <TextField label="Initials" helperText="One to four letters; they stand for the reader in lists." value={initials} slotProps={{ htmlInput: { maxLength: 4 } }} onChange={(event) => setTyped(event.target.value.toUpperCase())} />
          <TextField select label="Role" value={role} helperText={roles.find(([one]) => one === role)?.[1]} onChange={(event) => setRole(roles.find(([one]) => one === event.target.value)?.[0] ?? role)}>
            {roles.map(([one]) => <MenuItem key={one} value={one}>{roleWords[one]}</MenuItem>)}
          </TextField>
          {error !== null && <Box role="alert" sx={{ color: 'error.main' }}>{error.message} {error.hint}</Box>}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!fit}>{reader === null ? 'Add the reader' : 'Save'}</Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
