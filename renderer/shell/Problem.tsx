/** A page or panel whose request failed: what happened, what to do, and again. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { AppError } from '../../preload/domain.ts';

interface ProblemProps {
  readonly error: AppError;
  readonly onRetry?: () => void;
}

/** Read out when it appears. */
export function Problem({ error, onRetry }: ProblemProps) {
  return (
    <Box role="alert" sx={{ p: 4, display: 'grid', gap: 1, justifyItems: 'start', maxWidth: 640 }}>
      <Box sx={{ fontWeight: 600, color: 'error.main' }}>{error.message}</Box>
      <Box sx={{ color: 'text.secondary' }}>{error.hint}</Box>
      {onRetry !== undefined && <Button variant="outlined" onClick={onRetry} sx={{ mt: 2 }}>Try again</Button>}
    </Box>
  );
}
