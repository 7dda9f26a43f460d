/** Keys 1-9 and 0 put the clip on screen into a zone of its exam's protocol. */
import { request } from '../api.ts';
import type { ClipDetail, ProtocolId } from '../../preload/domain.ts';
import { zonesOf } from '../cases/zones.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';

/** Bindings for the shortcut sheet; none while the exam is not known. Zones 11 and 12 have no digit: the overlay has their keys here. */
export function useZoneKeys(clip: ClipDetail, protocol: ProtocolId | null): readonly ShortcutBinding[] {
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  if (protocol === null) return [];
  const assign = async (zone: string): Promise<void> => {
    const changed = await attempt(() => request('clips.assignZone', { clipId: clip.id, zone }));
    if (changed !== null) announce(`${changed.name} moved to ${zone}.`);
  };
  return zonesOf(protocol)
    .filter(({ key }) => /^\d$/.test(key))
    .map(({ key, id, label }) => ({ keys: key, label: `Zone ${id}, ${label}`, group: 'Zone', once: true, run: () => void assign(id) }));
}
