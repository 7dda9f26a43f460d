/** Locks the window when nobody has touched it for the set time. */
import { useEffect } from 'react';
import { request } from '../api.ts';
import { useWorkstation } from '../state/app-state.ts';
import { lockAfterMs } from './idle.ts';

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
const lookMs = 5_000;

export function useIdleLock(): void {
  const limit = useWorkstation(({ settings, readers }) => (settings === null || readers === null ? null : lockAfterMs(settings.lockAfterMinutes, readers)));
  useEffect(() => {
    if (limit === null) return undefined;
    // The wall clock goes on while the computer sleeps: a lid closed for an hour is an hour of rest.
    let last = Date.now();
    const stop = new AbortController();
    for (const touch of touches) window.addEventListener(touch, () => (last = Date.now()), { capture: true, passive: true, signal: stop.signal });
    const timer = setInterval(() => {
      // Tried again at the next look where it fails.
      if (Date.now() - last >= limit) void request('readers.lock', {}).catch(() => undefined);
    }, lookMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [limit]);
}
