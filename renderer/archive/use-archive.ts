/** The archives and the receiver, followed live. */
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { Requested } from '../api.ts';
import type { ArchiveState, ListenerStatus } from '../../preload/archive.ts';

export interface Archive {
  readonly state: Requested<ArchiveState>;
  /** Newer than that in `state`. */
  readonly status: ListenerStatus | null;
}

export function useArchive(): Archive {
  const state = useRequest('archive.state', {});
  const [told, setTold] = useState<ListenerStatus | null>(null);
  useEvent('archive.listener', setTold);
  return { state, status: told ?? state.value?.status ?? null };
}

/** Saves a change of the receiver and shows the state that follows. */
export function useListenerChange({ state }: Archive) {
  return async (change: Parameters<typeof request<'archive.setListener'>>[1]): Promise<void> => {
    state.set(await request('archive.setListener', change));
  };
}
