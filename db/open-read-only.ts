/** Opens the case log for reading alone, beside a running app too: nothing is migrated, nothing can be written. */
import { existsSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import type { Result } from '../preload/domain.ts';
import { databaseError } from './failure.ts';
import { schemaVersion } from './migrate.ts';
import type { OpenOptions } from './open.ts';

/** Errors: `file-not-found`, `database-newer`, `conflict` (of an older version: the app brings it up to date), `store-corrupt`, `storage-failed`. */
export function openReadOnly({ path, migrations }: OpenOptions): Result<Database> {
  if (!existsSync(path)) return { ok: false, error: { code: 'file-not-found', message: 'There is no case log here.', hint: 'Name the data folder that Settings shows under Storage.' } };
  let db: Database | undefined;
  try {
    db = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
    db.pragma('busy_timeout = 2000');
    const version = schemaVersion(db);
    if (version === migrations.length) return { ok: true, value: db };
    db.close();
    return version > migrations.length
      ? { ok: false, error: { code: 'database-newer', message: 'The case log was written by a newer version of Pleura.', hint: 'Install the newer version; nothing was changed.' } }
      : { ok: false, error: { code: 'conflict', message: 'The case log is of an older version of Pleura.', hint: 'Open Pleura once; it brings the case log up to date and keeps a backup.' } };
  } catch (error) {
    db?.close();
    return { ok: false, error: databaseError(error) };
  }
}
