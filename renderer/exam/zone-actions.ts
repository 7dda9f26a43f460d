/** What can be done with a zone, and how a dragged clip is named. */
import type { ClipId, ZoneId } from '../../preload/domain.ts';

export interface ZoneActions {
  /** Brings the zone's clips into view. */
  readonly go: (zone: ZoneId) => void;
  /** Moves a clip to the zone; null takes its zone away. */
  readonly assign: (clipId: ClipId, zone: ZoneId | null) => void;
}

/** Type of the drag data that carries a clip's id, inside this window only. */
export const clipDragType = 'application/x-pleura-clip';

/** The clip that a drag carries, or null for files and anything else; readable only on drop. */
export function draggedClip(transfer: DataTransfer | null): ClipId | null {
  const id = transfer?.getData(clipDragType) ?? '';
  return id === '' ? null : id;
}

/** True while a clip, not a file, hovers. */
export function carriesClip(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes(clipDragType) ?? false;
}
