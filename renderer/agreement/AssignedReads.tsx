/** Clips that the present reader is asked to read, on the page where a session starts; nothing where there are none. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { request, useRequest } from '../api.ts';
import type { SeverityScheme } from '../../preload/readings.ts';
import { count } from '../format.ts';
import { schemes } from '../labelling/plan.ts';
import { useAttempt } from '../state/app-state.ts';

export function AssignedReads({ scheme: first, onOpen }: { readonly scheme: SeverityScheme; readonly onOpen: () => void }) {
  const attempt = useAttempt();
  const mine = useRequest('assignments.mine', {});
  const [scheme, setScheme] = useState(first);
  const clips = mine.value?.clips ?? 0;
  if (clips === 0) return null;
  const start = async (): Promise<void> => {
    if ((await attempt(() => request('assignments.start', { scheme }))) !== null) onOpen();
  };
  return (
    <Box component="section" aria-label="Assigned to you" sx={{ border: 1, borderColor: 'primary.main', borderRadius: 1, bgcolor: 'surface.panel', p: 4, display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'center', maxWidth: 760 }}>
      <Box sx={{ flex: '1 1 260px' }}>
        <Box sx={{ fontWeight: 600 }}>Assigned to you: {count(clips, 'clip')}</Box>
        <Box sx={{ color: 'text.secondary' }}>Second reads, or clips of yours to read again. Blind, also to your own earlier answer.</Box>
      </Box>
      <TextField select label="Severity 0–3 by" value={scheme} sx={{ width: 200 }} onChange={(event) => setScheme(schemes.find(([one]) => one === event.target.value)?.[0] ?? 'lus')}>
        {schemes.map(([one, label]) => <MenuItem key={one} value={one}>{label}</MenuItem>)}
      </TextField>
      <Button variant="contained" onClick={() => void start()}>Label {count(clips, 'assigned clip')}</Button>
    </Box>
  );
}
