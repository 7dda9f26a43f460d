/** The installed models, followed as they change. */
import { useState } from 'react';
import { useEvent, useRequest } from '../api.ts';
import type { Requested } from '../api.ts';
import type { BundleList } from '../../preload/models.ts';
import { useAttempt } from '../state/app-state.ts';

/** Follows every change. */
export function useModels(): Requested<BundleList> {
  const models = useRequest('models.list', {});
  useEvent('models.changed', models.reload);
  return models;
}

/** How many clips have results of other models only; asked again when a task ends. */
export function useOutdated(): Requested<{ readonly clips: number; readonly running: boolean }> {
  const outdated = useRequest('models.outdated', {});
  useEvent('models.changed', outdated.reload);
  useEvent('job.changed', ({ state }) => {
    if (state !== 'running' && state !== 'queued') outdated.reload();
  });
  return outdated;
}

/** A request from a button: runs once at a time. */
export function useBusy(): { readonly busy: boolean; readonly run: <T>(work: () => Promise<T>) => Promise<T | null> } {
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    run: async (work) => {
      setBusy(true);
      try {
        return await attempt(work);
      } finally {
        setBusy(false);
      }
    },
  };
}
