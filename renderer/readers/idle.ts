/** When an untouched window locks itself. Pure. */
import type { ReadersState } from '../../preload/readings.ts';

/** Milliseconds of rest after which the window locks; null: never. With one reader and no PIN there is nothing to keep apart. */
export function lockAfterMs(minutes: number, { readers, locked }: Pick<ReadersState, 'readers' | 'locked'>): number | null {
  const active = readers.filter((reader) => reader.active);
  const apart = active.length > 1 || active.some((reader) => reader.hasPin);
  return minutes <= 0 || locked || !apart ? null : minutes * 60_000;
}
