/** Whom and when to ask for. Enter asks. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import type { StudyQuery } from '../../preload/archive.ts';
import type { Query } from './use-query.ts';

const fields: readonly (readonly [key: keyof StudyQuery, label: string, width: number, type: 'text' | 'date'])[] = [
  ['patientName', 'Name', 168, 'text'], ['patientId', 'Patient id', 120, 'text'], ['accessionNumber', 'Accession no.', 128, 'text'], ['from', 'From', 140, 'date'], ['to', 'To', 140, 'date'],
];

export function QueryForm({ query }: { readonly query: Query }) {
  return (
    <Box component="form" sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'flex-start' }} onSubmit={(event) => {
      event.preventDefault();
      void query.ask();
    }}>
      {fields.map(([key, label, width, type], index) => (
        <TextField key={key} label={label} type={type} value={query.fields[key]} autoFocus={index === 0} onChange={(event) => query.set({ [key]: event.target.value })} sx={{ width }} slotProps={{ inputLabel: { shrink: true }, htmlInput: { autoComplete: 'off', spellCheck: false, maxLength: 200 } }} />
      ))}
      <Button type="submit" variant="contained" disabled={query.busy}>{query.busy ? 'Asking…' : 'Ask'}</Button>
    </Box>
  );
}
