/** A titled part of the right panel. */
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import type { ReactNode } from 'react';

export function PanelSection({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id} sx={{ px: 3, py: 3, borderBottom: 1, borderColor: 'divider', display: 'grid', gap: 2, '&:last-of-type': { borderBottom: 0 } }}>
      <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', minHeight: 20 }}>
        <Typography id={id} variant="h2" sx={{ fontSize: '0.75rem', color: 'text.secondary', fontWeight: 600 }}>{title}</Typography>
        {aside}
      </Box>
      {children}
    </Box>
  );
}
