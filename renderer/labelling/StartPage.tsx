/** Where a labelling session starts, and how far the reader has come. */
import Box from '@mui/material/Box';
import { useRequest } from '../api.ts';
import { count } from '../format.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';

export function StartPage() {
  const overview = useRequest('labelling.overview', {});
  return (
    <>
      <PageHeader title="Labelling" />
      <Box sx={{ px: 4, color: 'text.secondary' }} aria-busy={overview.state === 'loading'}>
        {overview.state === 'failed' && <Problem error={overview.error} onRetry={overview.reload} />}
        {overview.state === 'ready' && (overview.value.clips === 0 ? 'Import clips first: they are labelled here.' : `You have read ${overview.value.read} of ${count(overview.value.clips, 'clip')}.`)}
      </Box>
    </>
  );
}
