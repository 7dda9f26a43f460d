/** The installed models, followed as they change. */
import { useEvent, useRequest } from '../api.ts';
import type { Requested } from '../api.ts';
import type { BundleList } from '../../preload/models.ts';

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
