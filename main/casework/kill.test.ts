/** What a reader committed is there after SIGKILL at any moment, and nothing of it half. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createCaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { migrationsFolder } from '../../db/test-case-log.ts';
import type { Committed } from './test-label-process.ts';
import { temporaryFolder } from './test-workstation.ts';

test('killed while readings and decisions are committed: each that was told is there, each has its entry in the audit log', { timeout: 60_000 }, async (context) => {
  for (const after of [7, 40, 101]) {
    const database = join(temporaryFolder(context), 'pleura.db');
    const child = fork(fileURLToPath(new URL('./test-label-process.ts', import.meta.url)), [database], { stdio: 'ignore' });
    const told: Committed[] = [];
    child.on('message', (message) => {
      told.push(message as Committed);
      if (told.length === after) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    assert.ok(told.length >= after && told.length < 1_200, `killed in the middle, after ${told.length}`);
    const opened = openDatabase({ path: database, migrations: readMigrations(migrationsFolder) });
    assert.ok(opened.ok);
    const log = createCaseLog(opened.value);
    const readings = new Map(log.readings.all({}).map((reading) => [reading.id, reading]));
    const decisions = new Map(log.adjudications.standing().map((decision) => [decision.id, decision]));
    const of = (what: Committed['what']) => told.filter((one) => one.what === what);
    for (const { id, text } of of('reading')) assert.equal(readings.get(id)?.comment, text);
    for (const { id, text } of of('decision')) assert.equal(decisions.get(id)?.reason, text);
    assert.equal(log.audit.verify(), null);
    const entries = log.audit.entries();
    assert.equal(entries.filter(({ kind }) => kind === 'adjudication').length, decisions.size);
    assert.equal(entries.filter(({ kind }) => kind === 'reading').length, readings.size);
    const session = log.labelling.openOf(log.readers.list()[0]?.id ?? '');
    const drafts = log.labelling.drafts(session?.id ?? '');
    const last = of('draft').at(-1);
    assert.ok(last !== undefined && drafts.has(last.id), 'the draft in hand is kept');
    opened.value.close();
  }
});
