/** What was done to the models on this workstation, newest first. */
import Box from '@mui/material/Box';
import { useEvent, useRequest } from '../api.ts';
import { dayAndTime } from '../format.ts';
import { Problem } from '../shell/Problem.tsx';
import { eventWords } from './model-words.ts';

export function HistoryList() {
  const history = useRequest('models.history', {});
  useEvent('models.changed', history.reload);
  if (history.state === 'failed') return <Problem error={history.error} onRetry={history.reload} />;
  const events = history.value ?? [];
  if (events.length === 0) return <Box sx={{ color: 'text.secondary' }}>{history.state === 'loading' ? 'Loading…' : 'Nothing was changed yet: the model that came with Pleura is in use.'}</Box>;
  return (
    <Box component="ol" aria-label="History of models" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2, maxWidth: 760 }}>
      {events.map((event, index) => (
        <Box component="li" key={`${event.at}-${index}`} sx={{ overflowWrap: 'anywhere' }}>
          <Box sx={{ fontWeight: 550 }}>{eventWords(event)}</Box>
          {event.reason !== '' && <Box>{event.reason}</Box>}
          <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{event.reader}, {dayAndTime(event.at)}, SHA-256 {event.model.sha256.slice(0, 12)}</Box>
        </Box>
      ))}
    </Box>
  );
}
