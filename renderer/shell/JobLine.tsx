/** One line of the progress tray: what runs, how far, how long still, and stop; below it what failed and what to do. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useId, useState } from 'react';
import { request } from '../api.ts';
import type { Job } from '../../preload/domain.ts';
import { count } from '../format.ts';
import { useAttempt, useJobs } from '../state/app-state.ts';
import { isActive } from '../state/jobs.ts';
import { jobState, percent } from './job-words.ts';

function JobActions({ job }: { readonly job: Job }) {
  const attempt = useAttempt();
  const remove = useJobs((state) => state.remove);
  const act = (work: () => Promise<unknown>) => () => void attempt(work);
  const dismiss = async () => {
    await request('jobs.dismiss', { jobId: job.id });
    remove(job.id);
  };
  if (isActive(job)) return <Button aria-label={`Stop: ${job.title}`} onClick={act(() => request('jobs.cancel', { jobId: job.id }))}>Stop</Button>;
  return (
    <>
      {job.state === 'interrupted' && (
        <Button aria-label={`Resume: ${job.title}`} onClick={act(() => request('jobs.resume', { jobId: job.id }))}>Resume</Button>
      )}
      <Button color="inherit" aria-label={`Dismiss: ${job.title}`} onClick={act(dismiss)}>Dismiss</Button>
    </>
  );
}

function Failures({ job }: { readonly job: Job }) {
  return (
    <Box component="ul" aria-label={`What failed in: ${job.title}`} sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5, pb: 1.5, maxHeight: 240, overflowY: 'auto' }} tabIndex={0}>
      {job.state === 'failed' && <Box component="li" sx={{ color: 'text.secondary' }}>{job.error.hint}</Box>}
      {job.failures.map(({ item, error }, index) => (
        <Box component="li" key={`${index}-${item}`} sx={{ overflowWrap: 'anywhere' }}>
          <Box sx={{ fontWeight: 600 }}>{item}</Box>
          <Box sx={{ color: 'error.main' }}>{error.message}</Box>
          <Box sx={{ color: 'text.secondary' }}>{error.hint} <span translate="no">({error.code})</span></Box>
        </Box>
      ))}
    </Box>
  );
}

/** `job` as main last told it. */
export function JobLine({ job }: { readonly job: Job }) {
  const [open, setOpen] = useState(false);
  const detail = useId();
  // A failed job without failed items has its own error to show; otherwise the items say it all.
  const problems = Math.max(job.failures.length, job.state === 'failed' ? 1 : 0);
  return (
    <Box component="li" sx={{ px: 3, pt: 1, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0 } }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ fontWeight: 550, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{job.title}</Box>
          <Box sx={{ fontSize: '0.75rem', color: job.state === 'failed' ? 'error.main' : 'text.secondary' }}>{jobState(job)}</Box>
        </Box>
        {isActive(job) && <Box sx={{ color: 'text.secondary' }}>{percent(job.progress)}</Box>}
        {problems > 0 && (
          <Button color="inherit" aria-expanded={open} aria-controls={detail} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : `${count(problems, 'problem')}`}
          </Button>
        )}
        <JobActions job={job} />
      </Box>
      <Box sx={{ height: 7, pt: 0.5 }}>
        {isActive(job) && <LinearProgress variant="determinate" value={job.progress * 100} aria-label={job.title} />}
      </Box>
      <div id={detail}>{open && problems > 0 && <Failures job={job} />}</div>
    </Box>
  );
}
