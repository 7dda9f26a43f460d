/** A case log in memory for tests, with one exam and one clip made on demand. */
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { ClipMedia } from '../preload/domain.ts';
import { createCaseLog } from './case-log.ts';
import type { CaseLog } from './case-log.ts';
import { migrate, readMigrations } from './migrate.ts';

export const migrationsFolder = join(import.meta.dirname, 'migrations');

export function memoryCaseLog(): CaseLog {
  const db = new SqliteDatabase(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, readMigrations(migrationsFolder));
  return createCaseLog(db);
}

export const testMedia: ClipMedia = {
  sha256: 'ab'.repeat(32), sizeBytes: 1_000, width: 320, height: 240, frames: 12, durationMs: 480, frameTimesMs: Array.from({ length: 12 }, (_, index) => index * 40),
  colour: false, simulated: false, damaged: false, warnings: [], sector: { kind: 'rect', box: { x: 0, y: 0, width: 320, height: 240 } }, gain: 200, thumbnails: 8,
};

const at = '2026-11-23T10:00:00.000Z';

/** Adds exam "e1" (BLUE) with clip "c1" in zone R1. */
export function addExamWithClip(log: CaseLog): void {
  log.exams.insert({ id: 'e1', pseudonym: 'P-TEST', examinedAt: at, protocol: 'blue6', createdAt: at });
  log.clips.insert({ id: 'c1', examId: 'e1', name: 'a clip.mp4', zone: 'R1', importedAt: at, media: testMedia });
}
