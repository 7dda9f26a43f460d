/** Requests from buttons. */
import { useState } from 'react';
import { useAttempt } from './app-state.ts';

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
