/** One file of an import as it is written down with the job. */
import type { JobItem } from '../../db/jobs.ts';
import type { AppError, ZoneId } from '../../preload/domain.ts';

export interface ImportItem {
  readonly path: string;
  /** As shown: the file's own name, without folders. */
  readonly name: string;
  readonly zone: ZoneId | null;
  /** Number of the demo exam's clip, which is drawn first where its file is missing; null for a user's file. */
  readonly demo: number | null;
  /** Known beforehand to fail: only reported. */
  readonly failed: AppError | null;
}

export function itemDetail({ name, zone, demo, failed }: ImportItem): string {
  return JSON.stringify({ name, zone, demo, failed });
}

export function itemOf(item: JobItem): ImportItem {
  const detail: Omit<ImportItem, 'path'> = JSON.parse(item.detail);
  return { ...detail, path: item.subject };
}
