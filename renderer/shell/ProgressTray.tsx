/** Bottom right: one button that sums up the work in progress, and the tray that it opens. */
import ExpandLess from '@mui/icons-material/ExpandLess';
import ExpandMore from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { Job } from '../../preload/domain.ts';
import { useNavigation } from '../navigation.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useJobs, useNotices } from '../state/app-state.ts';
import { isActive, overallProgress, trayJobs } from '../state/jobs.ts';
import { trayWords } from './job-words.ts';
import { JobLine } from './JobLine.tsx';
import { StatusBar } from './StatusBar.tsx';

/** Opens when an import starts and when something needs attention, closes when all is done; never over a clip by itself. */
function useTrayOpen(importing: boolean, needsAttention: boolean, empty: boolean) {
  const { route } = useNavigation();
  const [open, setOpen] = useState(false);
  const overImage = route.page === 'clip' || route.page === 'compare';
  const appear = useEffectEvent(() => setOpen(!overImage));
  useEffect(() => {
    if (importing || needsAttention) appear();
  }, [importing, needsAttention]);
  useEffect(() => {
    if (empty || overImage) setOpen(false);
  }, [empty, overImage]);
  return [open, setOpen] as const;
}

/** Tells screen readers when work begins and ends. */
function useSpokenProgress(active: number): void {
  const announce = useNotices((state) => state.announce);
  const [before, setBefore] = useState(0);
  useEffect(() => {
    if (active === before) return;
    if (active === 0) announce('All tasks ended.');
    if (before === 0) announce('Work has started.');
    setBefore(active);
  }, [active, before, announce]);
}

interface TrayProps {
  readonly jobs: readonly Job[];
  readonly onClose: () => void;
}

function Tray({ jobs, onClose }: TrayProps) {
  return (
    <Box
      id="progress-tray"
      component="section"
      aria-label="Progress"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      sx={{
        position: 'absolute', right: 12, bottom: 'calc(100% + 12px)', width: 'min(440px, calc(100vw - 24px))', maxHeight: 'min(420px, 60vh)', overflowY: 'auto', zIndex: 'drawer',
        bgcolor: 'surface.raised', border: 1, borderColor: 'divider', borderRadius: 1, color: 'text.primary', fontSize: '0.8125rem',
      }}
    >
      {jobs.length === 0 && <Box sx={{ p: 3, color: 'text.secondary' }}>Imports and analyses show here while they run.</Box>}
      <Box component="ul" aria-label="Tasks" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {jobs.map((job) => <JobLine key={job.id} job={job} />)}
      </Box>
    </Box>
  );
}

/** The status bar with the button that sums up the work, and the tray above it. */
export function ProgressTray() {
  const all = useJobs((state) => state.list);
  const jobs = useMemo(() => trayJobs(all), [all]);
  const progress = overallProgress(jobs);
  const importing = jobs.some((job) => job.kind === 'import' && isActive(job));
  const attention = jobs.some((job) => !isActive(job));
  const [open, setOpen] = useTrayOpen(importing, attention, jobs.length === 0);
  useSpokenProgress(jobs.filter(isActive).length);
  useShortcuts('tray', [{ keys: 'Ctrl+J', label: 'Show or hide tasks in progress', group: 'Everywhere', run: () => setOpen(!open) }]);
  return (
    <Box sx={{ position: 'relative', flex: 'none' }}>
      {open && <Tray jobs={jobs} onClose={() => setOpen(false)} />}
      <StatusBar>
        <Button
          color={attention && progress === null ? 'warning' : 'inherit'}
          aria-expanded={open}
          aria-controls={open ? 'progress-tray' : undefined}
          endIcon={open ? <ExpandMore /> : <ExpandLess />}
          onClick={() => setOpen(!open)}
          sx={{ minHeight: 27, borderRadius: 0, fontSize: '0.75rem' }}
        >
          {trayWords(jobs, progress)}
        </Button>
      </StatusBar>
    </Box>
  );
}
