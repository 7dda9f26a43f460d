/** Counts of the keys that the reader has used, kept from session to session. */
import { useCallback, useState } from 'react';
import { counted, enough, keepCounts, readCounts } from './learnt-keys.ts';
import type { KeyCounts } from './learnt-keys.ts';

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function useKeyCounts(): { readonly counts: KeyCounts; readonly count: (hint: string) => void } {
  const [counts, setCounts] = useState(() => readCounts(storage()));
  const count = useCallback((hint: string) => {
    setCounts((before) => {
      if ((before[hint] ?? 0) >= enough) return before;
      const now = counted(before, hint);
      keepCounts(storage(), now);
      return now;
    });
  }, []);
  return { counts, count };
}
