/** An exam without clips: being imported, or waiting for some. */
import Box from '@mui/material/Box';
import type { ExamId } from '../../preload/domain.ts';
import { jobState } from '../shell/job-words.ts';
import { useJobs } from '../state/app-state.ts';
import { isActive } from '../state/jobs.ts';

/** Says what the import is doing, or what to do. */
export function NoClips({ examId }: { readonly examId: ExamId }) {
  const importing = useJobs((state) => state.list.find((job) => job.kind === 'import' && job.examId === examId && isActive(job)));
  return (
    <Box sx={{ p: 8, display: 'grid', gap: 1 }}>
      <Box sx={{ fontWeight: 600 }}>{importing === undefined ? 'No clips yet' : importing.title}</Box>
      <Box sx={{ color: 'text.secondary' }}>{importing === undefined ? 'Drop clips anywhere in the window, or use “Add clips”.' : `Clips show here as soon as they are whole. Now: ${jobState(importing)}.`}</Box>
    </Box>
  );
}
