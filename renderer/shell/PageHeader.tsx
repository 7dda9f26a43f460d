/** The strip at the top of a page: heading, facts beside it, actions at the right. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading.tsx';

interface PageHeaderProps {
  readonly title: ReactNode;
  readonly facts?: ReactNode;
  readonly actions?: ReactNode;
}

/** Wraps onto a second line where the window is narrow. */
export function PageHeader({ title, facts, actions }: PageHeaderProps) {
  return (
    <Box component="header" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, rowGap: 1, px: 4, py: 2, minHeight: 48, flex: 'none' }}>
      <PageHeading>{title}</PageHeading>
      {facts}
      <Box sx={{ flex: 1 }} />
      {actions}
    </Box>
  );
}
