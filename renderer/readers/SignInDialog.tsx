/** Who reads here: takes over, or unlocks. The PIN where the reader has one, a word of confirmation where not. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { asAppError, request } from '../api.ts';
import type { AppError } from '../../preload/domain.ts';
import type { Reader, ReadersState } from '../../preload/readings.ts';
import { roleWords } from '../labelling/words.ts';

interface SignInDialogProps {
  readonly state: ReadersState;
  /** Null while the window is locked: there is no way around. */
  readonly onClose: (() => void) | null;
}

function useSignIn(done: () => void) {
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const signIn = async (readerId: string, pin: string | null): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await request('readers.signIn', { readerId, pin });
      done();
      return true;
    } catch (thrown) {
      setError(asAppError(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, signIn };
}

function ReaderLabel({ reader }: { readonly reader: Reader }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 2, alignItems: 'baseline' }}>
      <Box component="span" sx={{ fontWeight: 600, minWidth: 36 }}>{reader.initials}</Box>
      {reader.name}
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{roleWords[reader.role]}{reader.hasPin ? ', PIN' : ''}</Box>
    </Box>
  );
}

/** Digits only, as PINs are; spaces and letters are not typed. */
const digits = (text: string): string => text.replaceAll(/\D/g, '').slice(0, 12);

export function SignInDialog({ state, onClose }: SignInDialogProps) {
  const active = state.readers.filter((reader) => reader.active);
  const [chosen, setChosen] = useState(state.current.id);
  const [pin, setPin] = useState('');
  const { error, busy, signIn } = useSignIn(() => onClose?.());
  const reader = active.find(({ id }) => id === chosen) ?? state.current;
  const submit = async (): Promise<void> => {
    if (reader.hasPin && pin.length < 4) return;
    if (!(await signIn(reader.id, reader.hasPin ? pin : null))) setPin('');
  };
  const locked = onClose === null;
  return (
    <Dialog open {...(onClose === null ? {} : { onClose })} aria-labelledby="sign-in-title" slotProps={locked ? { backdrop: { sx: { bgcolor: 'surface.page' } } } : {}}>
      <Box
        component="form"
        onSubmit={(event: React.FormEvent) => {
          event.preventDefault();
          void submit();
        }}
      >
        <DialogTitle id="sign-in-title" variant="h2">{locked ? 'Locked. Who are you?' : 'Who reads now?'}</DialogTitle>
        <DialogContent dividers sx={{ display: 'grid', gap: 3, minWidth: 340 }}>
          <RadioGroup aria-label="Reader" value={chosen} onChange={(_, id) => {
            setChosen(id);
            setPin('');
          }}>
            {active.map((one) => (
              // It is what the dialog asks for.
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              <FormControlLabel key={one.id} value={one.id} control={<Radio size="small" autoFocus={one.id === chosen && !one.hasPin} />} label={<ReaderLabel reader={one} />} />
            ))}
          </RadioGroup>
          {reader.hasPin && (
            <TextField
              key={reader.id} autoFocus label={`PIN of ${reader.initials}`} type="password" value={pin} onChange={(event) => setPin(digits(event.target.value))}
              slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
            />
          )}
          {error !== null && <Box role="alert" sx={{ color: 'error.main' }}>{error.message} {error.hint}</Box>}
        </DialogContent>
        <DialogActions>
          {onClose !== null && <Button color="inherit" onClick={onClose}>Cancel</Button>}
          <Button type="submit" variant="contained" disabled={busy || (reader.hasPin && pin.length < 4)}>{locked ? `Unlock as ${reader.initials}` : `Read as ${reader.initials}`}</Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
