/** The page's h1. It takes the focus when its page opens, so that keyboard and screen reader start there. */
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

interface PageHeadingProps {
  readonly children: ReactNode;
  /** True where the heading is for screen readers only, because the page says it otherwise. */
  readonly hidden?: boolean;
}

/** One on each page. */
export function PageHeading({ children, hidden = false }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Typography
      ref={heading}
      variant="h1"
      tabIndex={-1}
      className={hidden ? 'spoken-only' : ''}
      sx={{ outline: 'none', '&:focus-visible': { outline: 'none' }, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
    >
      {children}
    </Typography>
  );
}
