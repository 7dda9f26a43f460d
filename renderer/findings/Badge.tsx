/** A word in a thin frame that qualifies what stands beside it: simulated, damaged. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: 'quiet' | 'warning';
}

/** Sits on one line of text. */
export function Badge({ children, tone = 'quiet' }: BadgeProps) {
  const colour = tone === 'warning' ? 'warning.main' : 'text.secondary';
  return (
    <Box component="span" sx={{ flex: 'none', px: 1, bgcolor: 'surface.page', border: 1, borderColor: colour, color: colour, borderRadius: 1, fontSize: '0.6875rem', lineHeight: '16px', fontWeight: 500, whiteSpace: 'nowrap' }}>
      {children}
    </Box>
  );
}
