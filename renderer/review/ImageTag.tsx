/** A word on the image. The image is dark in both themes, so its colours are fixed. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { schemes } from '../theme.ts';

const { surface, text, warning } = schemes.dark;

export function ImageTag({ attention = false, children }: { readonly attention?: boolean; readonly children: ReactNode }) {
  const colour = attention ? warning : text.primary;
  return (
    <Box component="span" sx={{ px: 1.5, lineHeight: '20px', fontSize: '0.75rem', fontWeight: 550, color: colour, bgcolor: `${surface.page}D0`, border: `1px solid ${attention ? warning : surface.edge}`, borderRadius: 1 }}>
      {children}
    </Box>
  );
}
