/** How far a training is, with a stop. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import type { RunningTraining } from '../../../preload/training.ts';
import { request } from '../../api.ts';
import { count } from '../../format.ts';
import { useAttempt } from '../../state/app-state.ts';
import { timeLeft } from './training-words.ts';

export function TrainingProgress({ running }: { readonly running: RunningTraining }) {
  const attempt = useAttempt();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, rowGap: 1, px: 3, py: 2, border: 1, borderColor: 'divider', borderRadius: 1 }}>
      <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
        <Box role="status" sx={{ fontWeight: 600 }}>{running.words}</Box>
        <Box sx={{ color: 'text.secondary' }}>{count(running.clips, 'clip')} of {count(running.patients, 'patient')} {timeLeft(running.secondsLeft)}</Box>
      </Box>
      <Box sx={{ width: 220, display: 'flex', alignItems: 'center', gap: 2 }}>
        <LinearProgress variant="determinate" value={100 * running.share} aria-label={running.words} sx={{ flex: 1 }} />
        <Box sx={{ fontVariantNumeric: 'tabular-nums', width: 40, textAlign: 'right' }}>{Math.floor(100 * running.share)}%</Box>
      </Box>
      <Button variant="outlined" color="inherit" onClick={() => void attempt(() => request('training.stop', {}))}>Stop training</Button>
    </Box>
  );
}
