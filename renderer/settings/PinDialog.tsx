/** Sets, changes or removes a PIN. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { asAppError, request } from '../api.ts';
import type { AppError } from '../../preload/domain.ts';
import type { Reader } from '../../preload/readings.ts';

const digits = (text: string): string => text.replaceAll(/\D/g, '').slice(0, 12);

function PinField({ label, value, onChange, helper, first = false }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void; readonly helper?: string; readonly first?: boolean }) {
  return (
    <TextField
      // The dialog was opened to type it.
      autoFocus={first} type="password" label={label} value={value} onChange={(event) => onChange(digits(event.target.value))} sx={{ mt: first ? 2 : 0 }}
      slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }} {...(helper === undefined ? {} : { helperText: helper })}
    />
  );
}

export function PinDialog({ reader, own, onClose }: { readonly reader: Reader; readonly own: boolean; readonly onClose: () => void }) {
  const asksPresent = own && reader.hasPin;
  const [present, setPresent] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<AppError | null>(null);
  const known = !asksPresent || present.length >= 4;
  const fit = known && pin.length >= 4 && pin === again;
  const set = async (next: string | null): Promise<void> => {
    try {
      await request('readers.setPin', { readerId: reader.id, pin: next, present: asksPresent ? present : null });
      onClose();
    } catch (thrown) {
      setPresent('');
      setError(asAppError(thrown));
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="pin-title">
      <Box component="form" onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        if (fit) void set(pin);
      }}>
        <DialogTitle id="pin-title" variant="h2">PIN of {reader.initials}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 4, width: 340 }}>
          {asksPresent && <PinField first label="Present PIN" value={present} onChange={setPresent} />}
          <PinField first={!asksPresent} label="New PIN" value={pin} onChange={setPin} helper="4 to 12 digits" />
          <PinField label="New PIN again" value={again} onChange={setAgain} {...(again !== '' && again !== pin ? { helper: 'Not the same yet.' } : {})} />
          {error !== null && <Box role="alert" sx={{ color: 'error.main' }}>{error.message} {error.hint}</Box>}
        </DialogContent>
        <DialogActions>
          {reader.hasPin && <Button color="inherit" disabled={!known} onClick={() => void set(null)} sx={{ mr: 'auto' }}>Remove the PIN</Button>}
          <Button color="inherit" onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!fit}>Set the PIN</Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
