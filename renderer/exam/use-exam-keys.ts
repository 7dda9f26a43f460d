/** Keys of the exam page. */
import type { ClipId } from '../../preload/domain.ts';
import { useShortcuts } from '../shortcuts.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { clipsInOrder, neighbour } from './exam-clips.ts';
import type { ClipsByZone } from './exam-clips.ts';
import type { ZoneActions } from './zone-actions.ts';

interface ExamKeys {
  readonly groups: ClipsByZone;
  readonly selected: ClipId | null;
  readonly select: (clipId: ClipId | null) => void;
  readonly actions: ZoneActions;
}

const group = 'Exam';

/** Zone keys move the selected clip where one is selected, and go to the zone otherwise. */
export function useExamKeys({ groups, selected, select, actions }: ExamKeys): void {
  const clips = clipsInOrder(groups);
  const step = (by: number) => () => select(neighbour(clips, selected, by)?.id ?? null);
  const zoneKeys = groups.zones.map<ShortcutBinding>(({ zone }) => ({
    keys: zone.key,
    label: `Zone ${zone.id}: go there, or move the selected clip there`,
    group,
    run: () => (selected === null ? actions.go(zone.id) : actions.assign(selected, zone.id)),
  }));
  const withSelected: readonly ShortcutBinding[] = selected === null ? [] : [
    { keys: 'Delete', label: 'Take the selected clip’s zone away', group, run: () => actions.assign(selected, null) },
    { keys: 'Escape', label: 'Select no clip', group, run: () => select(null) },
  ];
  useShortcuts('exam', [
    { keys: 'ArrowRight', label: 'Next clip', group, run: step(1) },
    { keys: 'ArrowDown', label: 'Next clip', group, run: step(1) },
    { keys: 'ArrowLeft', label: 'Previous clip', group, run: step(-1) },
    { keys: 'ArrowUp', label: 'Previous clip', group, run: step(-1) },
    ...withSelected,
    ...zoneKeys,
  ]);
}
