/** When every clip is committed, or the last one is left with some open: what to do next. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { request } from '../api.ts';
import { count } from '../format.ts';
import { useAttempt } from '../state/app-state.ts';
import type { LabelSession } from './label-session.ts';
import { useLabelState } from './use-open-session.ts';

export function EndOfQueue({ session, onLeave }: { readonly session: LabelSession; readonly onLeave: () => void }) {
  const attempt = useAttempt();
  const queue = useLabelState(session, (state) => state.queue);
  const sessionId = useLabelState(session, (state) => state.sessionId);
  const position = useLabelState(session, (state) => state.position);
  const commits = useLabelState(session, (state) => state.commits.length);
  const [lookedAgain, setLookedAgain] = useState(-1);
  const open = queue.findIndex(({ state }) => state === 'unread' || state === 'begun');
  // Shown at the end of a sitting that committed something, until the reader looks again.
  const atEnd = position === queue.length - 1 && commits > 0 && queue[position]?.state !== 'unread' && queue[position]?.state !== 'begun';
  if (!atEnd || lookedAgain === commits) return null;
  const left = queue.filter(({ state }) => state === 'unread' || state === 'begun').length;
  const finish = async (): Promise<void> => {
    await session.settled();
    const finished = await attempt(async () => {
      await request('labelling.finish', { sessionId });
      return true;
    });
    if (finished === true) onLeave();
  };
  return (
    <Box role="region" aria-label="End of the queue" sx={{ position: 'absolute', top: 44, left: '50%', transform: 'translateX(-50%)', bgcolor: 'surface.panel', border: 1, borderColor: 'divider', borderRadius: 1, p: 4, display: 'grid', gap: 3, minWidth: 300 }}>
      <Box sx={{ fontWeight: 600 }}>{left === 0 ? `All ${count(queue.length, 'clip')} are committed.` : `This was the last clip; ${count(left, 'clip')} are still open.`}</Box>
      <Box sx={{ display: 'flex', gap: 2, justifyContent: 'flex-end' }}>
        <Button color="inherit" onClick={() => setLookedAgain(commits)}>Look again</Button>
        {left > 0 && <Button variant="outlined" onClick={() => session.go(open)}>Go to the first open one</Button>}
        <Button variant="contained" onClick={() => void finish()}>Finish the session</Button>
      </Box>
    </Box>
  );
}
