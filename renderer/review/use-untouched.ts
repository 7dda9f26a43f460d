/** H toggles the overlay; while Space is held it shows the untouched image until a key is let go. */
import { useEffect, useRef } from 'react';
import { changeOverlay } from './overlay-settings.ts';
import type { ReviewSettingsStore } from './overlay-settings.ts';
import type { Player } from './player.ts';

export interface UntouchedKeys {
  readonly onSpace: () => void;
  readonly onH: () => void;
}

export function useUntouched(player: Player, stores: readonly ReviewSettingsStore[]): UntouchedKeys {
  const held = useRef(new Set<string>());
  const latest = useRef(stores);
  useEffect(() => {
    latest.current = stores;
  });
  useEffect(() => {
    const keys = held.current;
    const release = (): void => {
      for (const store of latest.current) if (store.getState().overlay.untouched) changeOverlay(store, { untouched: false });
    };
    const down = (event: KeyboardEvent): void => void keys.add(event.code);
    const up = (event: KeyboardEvent): void => {
      keys.delete(event.code);
      if (event.code === 'Space' || event.code === 'KeyH') release();
    };
    // A key let go in another window never tells this one.
    const leave = (): void => {
      keys.clear();
      release();
    };
    window.addEventListener('keydown', down, true);
    window.addEventListener('keyup', up, true);
    window.addEventListener('blur', leave);
    return () => {
      window.removeEventListener('keydown', down, true);
      window.removeEventListener('keyup', up, true);
      window.removeEventListener('blur', leave);
      release();
    };
  }, []);
  return {
    onSpace: () => player.toggle(),
    onH: () => {
      if (!held.current.has('Space')) {
        for (const store of latest.current) changeOverlay(store, { shown: !store.getState().overlay.shown });
        return;
      }
      // Space had already played or paused: the hold was meant, so that is taken back.
      player.toggle();
      for (const store of latest.current) changeOverlay(store, { untouched: true });
    },
  };
}
