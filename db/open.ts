/** Opens the case log safely: refuses what a newer Pleura wrote, keeps a backup before changing the layout, checks integrity. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import type { AppError, Result } from '../preload/domain.ts';
import { damaged, databaseError } from './failure.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';

export interface OpenOptions {
  /** Path of the database file; its folder is made where missing. */
  readonly path: string;
  readonly migrations: readonly Migration[];
}

/**
 * Opens or creates the database. Errors: `database-newer` (written by a later version; nothing is touched), `store-corrupt` (integrity),
 * `disk-full`, `storage-failed`. Before migrating, the old file is kept as `<path>.v<version>.backup`.
 */
export function openDatabase({ path, migrations }: OpenOptions): Result<Database> {
  let db: Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    db = new SqliteDatabase(path);
    const version = schemaVersion(db);
    if (version > migrations.length) {
      db.close();
      const message = 'The case log was written by a newer version of Pleura.';
      return { ok: false, error: { code: 'database-newer', message, hint: 'Install the newer version; nothing was changed.' } };
    }
    configure(db);
    const unsound = integrity(db);
    if (unsound) {
      db.close();
      return { ok: false, error: unsound };
    }
    if (version > 0 && version < migrations.length) backUp(db, `${path}.v${String(version)}.backup`);
    migrate(db, migrations);
    return { ok: true, value: db };
  } catch (error) {
    db?.close();
    return { ok: false, error: databaseError(error) };
  }
}

function configure(db: Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  db.pragma('synchronous = FULL');
  db.pragma('busy_timeout = 2000');
  db.pragma('cache_size = -32000');
  db.pragma('temp_store = MEMORY');
  // Keeps the write-ahead log from staying as large as the largest batch ever was.
  db.pragma('journal_size_limit = 16777216');
}

/** Small tables that carry what people did. Frame scores and evidence, which are large and can be made again, would hold the start. */
const checked = ['exams', 'clips', 'decisions', 'settings', 'readers', 'readings', 'report_versions', 'report_drafts'] as const;

function integrity(db: Database): AppError | null {
  if (schemaVersion(db) === 0) return null;
  const present = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const sound = checked.every((table) => !present.includes(table) || db.pragma(`quick_check('${table}')`, { simple: true }) === 'ok');
  return sound ? null : damaged;
}

function backUp(db: Database, target: string): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  db.prepare('VACUUM INTO ?').run(partial);
  renameSync(partial, target);
}

/**
 * Runs a write that can be redone (frame scores) without waiting for the disk to confirm. Everything else stays synchronous FULL.
 * A power cut may lose the last second of it; the database stays whole.
 */
export function relaxed<T>(db: Database, write: () => T): T {
  if (db.inTransaction) throw new Error('A relaxed write cannot be part of a transaction');
  db.pragma('synchronous = NORMAL');
  try {
    return write();
  } finally {
    db.pragma('synchronous = FULL');
  }
}
