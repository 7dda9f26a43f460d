/** Forward-only migrations: `NNNN-name.sql`, numbered from 1 without gaps, applied together in one transaction; `user_version` counts them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** Reads the migrations of a folder in order; throws when a number is missing or doubled, which only a broken build can cause. */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-[\w-]+\.sql$/.test(name)).toSorted();
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4));
    if (version !== index + 1) throw new Error(`Migration ${name} is out of sequence`);
    return { version, name, sql: readFileSync(join(folder, name), 'utf8') };
  });
}

export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings the database up to the last migration. All or nothing: a failing migration leaves it as it was. Returns how many were applied. */
export function migrate(db: Database, migrations: readonly Migration[]): number {
  const pending = migrations.filter((migration) => migration.version > schemaVersion(db));
  if (pending.length === 0) return 0;
  db.transaction(() => {
    for (const migration of pending) db.exec(migration.sql);
    const broken = db.pragma('foreign_key_check') as readonly unknown[];
    if (broken.length > 0) throw new Error('A migration broke references between tables');
    db.pragma(`user_version = ${String(migrations.length)}`);
  }).immediate();
  return pending.length;
}
