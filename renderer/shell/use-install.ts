/** Ways to a new model: dialog and drop. */
import { droppedItems, request } from '../api.ts';
import type { PickedItem } from '../../preload/domain.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';

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
