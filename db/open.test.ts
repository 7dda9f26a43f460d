import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { createCaseLog } from './case-log.ts';
import { migrate, readMigrations, schemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { openDatabase, relaxed } from './open.ts';
import { migrationsFolder } from './test-case-log.ts';

const migrations = readMigrations(migrationsFolder);

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'pleura-db-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('a new database opens with the stated safety settings, and opens again', (context) => {
  const path = join(folder(context), 'deep', 'pleura.db');
  for (const round of [1, 2]) {
    const opened = openDatabase({ path, migrations });
    assert.ok(opened.ok, `round ${round}`);
    const db = opened.value;
    assert.equal(db.pragma('journal_mode', { simple: true }), 'wal');
    assert.equal(db.pragma('foreign_keys', { simple: true }), 1);
    assert.equal(relaxed(db, () => db.pragma('synchronous', { simple: true })), 1);
    assert.equal(db.pragma('synchronous', { simple: true }), 2);
    assert.equal(schemaVersion(db), migrations.length);
    const loose = db.prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'exam_search%'").all();
    assert.deepEqual(loose, []);
    db.close();
  }
});

test('a database of a newer version is refused and not touched', (context) => {
  const path = join(folder(context), 'pleura.db');
  const newer = new SqliteDatabase(path);
  newer.pragma('user_version = 999');
  newer.close();
  const before = readFileSync(path);
  const opened = openDatabase({ path, migrations });
  assert.equal(opened.ok ? 'opened' : opened.error.code, 'database-newer');
  assert.deepEqual(readFileSync(path), before);
});

test('a file that is no database is called damaged, and kept', (context) => {
  const path = join(folder(context), 'pleura.db');
  writeFileSync(path, 'certainly not a database, but long enough to look at. '.repeat(100));
  const opened = openDatabase({ path, migrations });
  assert.equal(opened.ok ? 'opened' : opened.error.code, 'store-corrupt');
  assert.ok(existsSync(path));
});

test('every fixture of an older version migrates with its rows', async (context) => {
  const fixtures = readdirSync(join(import.meta.dirname, 'fixtures')).filter((name) => name.endsWith('.sql'));
  assert.ok(fixtures.length > 0);
  for (const name of fixtures) {
    await context.test(name, () => {
      const db = new SqliteDatabase(':memory:');
      const version = Number(name.slice(0, 4));
      migrate(db, migrations.slice(0, version));
      db.exec(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8'));
      assert.equal(migrate(db, migrations), migrations.length - version);
      const log = createCaseLog(db);
      assert.equal(log.exams.get('exam-fixture')?.pseudonym, 'P-F1X7');
      assert.equal(log.clips.ofExam('exam-fixture').length, 1);
      assert.equal(log.decisions.latest('clip-fixture')?.verdict, 'IS');
      const analysed = log.analyses.get('analysis-fixture');
      assert.deepEqual([analysed?.verdict, analysed?.probability, analysed?.rejection, analysed?.guardOverridden], ['IS', 0.7, null, false]);
      assert.equal(log.audit.verify(), null);
      assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    });
  }
});

test('a rejected analysis has the reason and no verdict; an overridden one has both', () => {
  const db = new SqliteDatabase(':memory:');
  migrate(db, migrations);
  db.exec(readFileSync(join(import.meta.dirname, 'fixtures', '0002.sql'), 'utf8'));
  const { analyses } = createCaseLog(db);
  const rejection = { reason: 'dark', message: 'Too dark to read.' };
  const said = (id: string) => {
    const { verdict, probability, rejection: reason } = analyses.get(id) ?? {};
    return { verdict, probability, rejection: reason };
  };
  assert.deepEqual(said('analysis-rejected'), { verdict: 'rejected', probability: null, rejection });
  assert.deepEqual(said('analysis-overridden'), { verdict: 'IS', probability: 0.7, rejection });
  for (const sql of ["UPDATE model_events SET kind = 'removed'", 'DELETE FROM model_events', 'INSERT OR REPLACE INTO model_events SELECT * FROM model_events']) assert.throws(() => db.exec(sql), /append-only/);
});

const steps: readonly Migration[] = [1, 2, 3, 4].map((version) => ({
  version, name: `${version}`, sql: version === 1 ? 'CREATE TABLE t (a INTEGER NOT NULL) STRICT; INSERT INTO t VALUES (7);' : `ALTER TABLE t ADD COLUMN c${version} TEXT;`,
}));

test('migrating step by step ends where migrating at once does, and keeps rows', () => {
  fc.assert(
    fc.property(fc.subarray([1, 2, 3]), (stops) => {
      const db = new SqliteDatabase(':memory:');
      for (const stop of [...stops, 4]) migrate(db, steps.slice(0, stop));
      assert.equal(schemaVersion(db), 4);
      assert.deepEqual(db.prepare('SELECT * FROM t').all(), [{ a: 7, c2: null, c3: null, c4: null }]);
      assert.equal(migrate(db, steps), 0);
    }),
    { numRuns: 20 },
  );
});

test('a failing migration leaves the database as it was, with a backup beside it', (context) => {
  const path = join(folder(context), 'pleura.db');
  const first = openDatabase({ path, migrations: steps.slice(0, 2) });
  assert.ok(first.ok);
  first.value.close();
  const broken = [...steps.slice(0, 3), { version: 4, name: 'broken', sql: 'ALTER TABLE missing ADD COLUMN x TEXT;' }];
  assert.equal(openDatabase({ path, migrations: broken }).ok, false);
  for (const file of [path, `${path}.v2.backup`]) {
    const db = new SqliteDatabase(file, { readonly: true });
    assert.deepEqual(db.prepare('SELECT * FROM t').all(), [{ a: 7, c2: null }]);
    assert.equal(schemaVersion(db), 2);
    db.close();
  }
});
