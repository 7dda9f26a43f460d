/** The line at the window's foot: intended use, what runs in Electron's place, the engine, the reader, and work in progress. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { ReaderSwitch } from '../readers/ReaderSwitch.tsx';
import { useWorkstation } from '../state/app-state.ts';
import { EngineNotice } from './EngineNotice.tsx';

/** Always visible; `children` is the progress button. */
export function StatusBar({ children }: { readonly children: ReactNode }) {
  const standIn = useWorkstation((state) => state.info?.standIn ?? false);
  return (
    <Box
      component="footer"
      aria-label="Status"
      sx={{
        display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: 3, minHeight: 28, pl: 3, flex: 'none',
        bgcolor: 'surface.panel', borderTop: 1, borderColor: 'divider', fontSize: '0.75rem', color: 'text.secondary',
      }}
    >
      <span>Research use. Decision support, not a diagnosis.</span>
      {standIn && (
        <Box component="span" title="The app runs in a browser in Electron’s place: for development and tests only." sx={{ px: 1.5, border: 1, borderColor: 'warning.main', color: 'warning.main', borderRadius: 1, lineHeight: 1.5 }}>
          Stand-in for Electron
        </Box>
      )}
      <Box sx={{ flex: 1 }} />
      <EngineNotice />
      <ReaderSwitch />
      {children}
    </Box>
  );
}
