/** The installed models and what can be done to them. */
import { useState } from 'react';
import { droppedItems, request, useEvent, useRequest } from '../api.ts';
import type { Requested } from '../api.ts';
import type { PickedItem } from '../../preload/domain.ts';
import type { BundleList } from '../../preload/models.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';

/** Follows every change. */
export function useModels(): Requested<BundleList> {
  const models = useRequest('models.list', {});
  useEvent('models.changed', models.reload);
  return models;
}

export interface Installer {
  readonly pick: (kind: 'zip' | 'folder') => Promise<void>;
  readonly drop: (files: readonly File[]) => Promise<void>;
}

/** Installs what was picked or dropped; a refusal becomes a toast with the reason. */
export function useInstall(): Installer {
  const attempt = useAttempt();
  const showDone = useNotices((state) => state.showDone);
  const install = async ([item]: readonly PickedItem[]) => {
    if (item === undefined) return;
    const ref = await request('models.install', { token: item.token });
    showDone(`Installed ${ref.id} ${ref.version}. It is not in use yet.`);
  };
  return {
    pick: async (kind) => {
      await attempt(async () => install(await request('models.pick', { kind })));
    },
    drop: async (files) => {
      await attempt(async () => install(await droppedItems(files)));
    },
  };
}

/** How many clips have results of other models only; asked again when a task ends. */
export function useOutdated(): Requested<{ readonly clips: number }> {
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
