/** Intended use, version and licences. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { useRequest } from '../api.ts';
import { Problem } from '../shell/Problem.tsx';
import { useWorkstation } from '../state/app-state.ts';
import { Section } from './Section.tsx';

function Notices() {
  const { value, state, error, reload } = useRequest('app.notices', {});
  if (state === 'failed') return <Problem error={error} onRetry={reload} />;
  return <Box component="pre" sx={{ m: 0, whiteSpace: 'pre-wrap', fontSize: '0.75rem', fontFamily: 'ui-monospace, monospace', overflowWrap: 'anywhere' }}>{value ?? 'Loading…'}</Box>;
}

/** The notices are long: they load when asked for. */
export function AboutSection() {
  const info = useWorkstation((state) => state.info);
  const [open, setOpen] = useState(false);
  return (
    <Section title="About">
      {info !== null && (
        <>
          <Box><strong>Pleura {info.version}</strong> <Box component="span" sx={{ color: 'text.secondary' }}>on {info.runtime}</Box></Box>
          <Box sx={{ maxWidth: 640 }}>{info.intendedUse}</Box>
        </>
      )}
      <Box sx={{ color: 'text.secondary' }}>Apache License 2.0. Model bundles and third-party parts carry their own licences.</Box>
      <Button variant="outlined" color="inherit" onClick={() => setOpen(true)}>Show licences</Button>
      <Dialog open={open} onClose={() => setOpen(false)} maxWidth="md" fullWidth aria-labelledby="notices-title">
        <DialogTitle id="notices-title" variant="h2">Licences</DialogTitle>
        <DialogContent dividers tabIndex={0}>{open && <Notices />}</DialogContent>
        <DialogActions><Button onClick={() => setOpen(false)}>Close</Button></DialogActions>
      </Dialog>
    </Section>
  );
}
