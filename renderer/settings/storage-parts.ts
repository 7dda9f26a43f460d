/** What takes room on the disk, for the storage bar. */
import type { StorageInfo } from '../../preload/domain.ts';

export interface StoragePart {
  readonly name: string;
  readonly bytes: number;
  /** Of everything Pleura keeps, 0..1. */
  readonly share: number;
}

/** Below this much free room an import of a few dozen clips may fail. */
const lowBytes = 5_000_000_000;

/** Originals, decoded frames and database with their shares. */
export function storageParts(info: StorageInfo): readonly StoragePart[] {
  const parts = [['Original files', info.originalsBytes], ['Decoded frames', info.framesBytes], ['Case log', info.databaseBytes]] as const;
  const total = parts.reduce((sum, [, size]) => sum + size, 0);
  return parts.map(([name, size]) => ({ name, bytes: size, share: total === 0 ? 0 : size / total }));
}

/** True when the reader should make room before importing more. */
export function nearlyFull(info: StorageInfo): boolean {
  return info.freeBytes < lowBytes;
}
