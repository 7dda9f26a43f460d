/** A titled group of settings. */
import Box from '@mui/material/Box';
import { useId } from 'react';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Title at the left, content at the right; stacked where narrow. */
export function Section({ title, children }: SectionProps) {
  const id = useId();
  return (
    <Box component="section" aria-labelledby={id} sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', md: '180px minmax(0, 680px)' }, columnGap: 6, rowGap: 2, py: 5, borderTop: 1, borderColor: 'divider' }}>
      <Box component="h2" id={id} sx={{ m: 0, fontSize: '0.8125rem', fontWeight: 600, pt: 1 }}>{title}</Box>
      <Box sx={{ display: 'grid', gap: 3, justifyItems: 'start', minWidth: 0 }}>{children}</Box>
    </Box>
  );
}
