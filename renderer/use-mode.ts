/** Dark or light, by the reader's setting or the system's. */
import { useSyncExternalStore } from 'react';
import { useWorkstation } from './state/app-state.ts';
import type { Mode } from './theme.ts';

const query = '(prefers-color-scheme: light)';

function followSystem(changed: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** Dark until settings are known: a flash of white hurts in a dark room, the opposite does not. */
export function useMode(): Mode {
  const setting = useWorkstation((state) => state.settings?.theme ?? 'dark');
  const system = useSyncExternalStore(followSystem, () => (window.matchMedia(query).matches ? 'light' : 'dark'));
  return setting === 'system' ? system : setting;
}
