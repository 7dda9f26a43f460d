/** The readers of this workstation: profiles, roles, PINs. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { request } from '../api.ts';
import type { Reader, ReadersState } from '../../preload/readings.ts';
import { roleWords } from '../labelling/words.ts';
import { useAttempt, useWorkstation } from '../state/app-state.ts';
import { PinDialog } from './PinDialog.tsx';
import { ProfileDialog } from './ProfileDialog.tsx';
import { Section } from './Section.tsx';

type Editing = { readonly kind: 'profile'; readonly reader: Reader | null } | { readonly kind: 'pin'; readonly reader: Reader };

interface RowProps {
  readonly reader: Reader;
  readonly state: ReadersState;
  readonly onEdit: (editing: Editing) => void;
}

function ReaderLine({ reader, state, onEdit }: RowProps) {
  const attempt = useAttempt();
  const own = reader.id === state.current.id;
  const { manageReaders } = state.may;
  const setActive = (active: boolean) => void attempt(() => request('readers.setActive', { readerId: reader.id, active }));
  return (
    <TableRow sx={{ '& td, & th': { color: reader.active ? 'text.primary' : 'text.secondary' } }}>
      <TableCell component="th" scope="row" sx={{ fontWeight: 600 }}>{reader.initials}</TableCell>
      <TableCell>{reader.name}{own && <Box component="span" sx={{ color: 'text.secondary' }}> (you)</Box>}</TableCell>
      <TableCell>{reader.active ? roleWords[reader.role] : 'Retired'}</TableCell>
      <TableCell>{reader.hasPin ? 'Set' : 'None'}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }} align="right">
        {manageReaders && reader.active && <Button color="inherit" aria-label={`Edit ${reader.initials}`} onClick={() => onEdit({ kind: 'profile', reader })}>Edit</Button>}
        {(own || manageReaders) && reader.active && <Button color="inherit" aria-label={`PIN of ${reader.initials}`} onClick={() => onEdit({ kind: 'pin', reader })}>PIN</Button>}
        {manageReaders && !own && <Button color="inherit" aria-label={`${reader.active ? 'Retire' : 'Take back'} ${reader.initials}`} onClick={() => setActive(!reader.active)}>{reader.active ? 'Retire' : 'Take back'}</Button>}
      </TableCell>
    </TableRow>
  );
}

export function ReadersSection() {
  const state = useWorkstation((one) => one.readers);
  const [editing, setEditing] = useState<Editing | null>(null);
  if (state === null) return null;
  const close = (): void => setEditing(null);
  return (
    <Section title="Readers">
      <Box sx={{ color: 'text.secondary' }}>Every reading and decision carries its reader. A PIN keeps others from reading under your name; it does not encrypt anything.</Box>
      <Table size="small" aria-label="Readers" sx={{ width: 1 }}>
        <TableHead><TableRow><TableCell>Initials</TableCell><TableCell>Name</TableCell><TableCell>Role</TableCell><TableCell>PIN</TableCell><TableCell><Box component="span" sx={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }}>Actions</Box></TableCell></TableRow></TableHead>
        <TableBody>{state.readers.map((reader) => <ReaderLine key={reader.id} reader={reader} state={state} onEdit={setEditing} />)}</TableBody>
      </Table>
      {state.may.manageReaders ? <Button variant="outlined" onClick={() => setEditing({ kind: 'profile', reader: null })}>Add a reader</Button> : <Box sx={{ color: 'text.secondary' }}>Only an admin may add or change readers.</Box>}
      {editing?.kind === 'profile' && <ProfileDialog reader={editing.reader} onClose={close} />}
      {editing?.kind === 'pin' && <PinDialog reader={editing.reader} own={editing.reader.id === state.current.id} onClose={close} />}
    </Section>
  );
}
