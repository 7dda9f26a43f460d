import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createCaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { migrationsFolder } from '../../db/test-case-log.ts';
import type { LabellingPlan } from '../../preload/labelling.ts';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { fillCaseLog } from './fill-case-log.ts';
import { chooseHere, createLabellingChoice, labellingWorkerEntry } from './labelling-choice.ts';
import { temporaryFolder } from './test-workstation.ts';

const plan: LabellingPlan = { order: 'uncertainty', protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: 50, repeat: false, askedOnly: false, revealEach: true, scheme: 'lus', seed: 7 };

function filled(context: TestContext) {
  const database = join(temporaryFolder(context), 'pleura.db');
  const opened = openDatabase({ path: database, migrations: readMigrations(migrationsFolder) });
  assert.ok(opened.ok);
  context.after(() => opened.value.close());
  const log = createCaseLog(opened.value);
  fillCaseLog(log, 60, 3);
  return { log, database };
}

test('a helper chooses the very clips that are chosen without one', { timeout: 30_000 }, async (context) => {
  const { log, database } = filled(context);
  const helped = createLabellingChoice(log, database, undefined, 0);
  const here = chooseHere(log);
  assert.deepEqual(await helped.preview('anyone', plan), await here.preview('anyone', plan));
  const queue = await helped.queue('anyone', plan);
  assert.deepEqual(queue, await here.queue('anyone', plan));
  assert.equal(queue.ok && queue.value.length, 50);
});

test('a newer look ends the one before; a helper that dies is told as a fault; a small case log asks none', { timeout: 30_000 }, async (context) => {
  const { log, database } = filled(context);
  const children: Child[] = [];
  const spawn = (): Child => {
    const child = spawnNode(labellingWorkerEntry);
    children.push(child);
    return child;
  };
  const helped = createLabellingChoice(log, database, spawn, 0);
  const [first, second] = await Promise.all([helped.preview('anyone', plan), helped.preview('anyone', { ...plan, limit: 1 })]);
  assert.deepEqual([first.ok ? 'ok' : first.error.code, second.ok], ['cancelled', true]);
  const queue = helped.queue('anyone', plan);
  children.at(-1)?.kill('SIGKILL');
  const dead = await queue;
  assert.equal(dead.ok ? 'ok' : dead.error.code, 'internal');
  const before = children.length;
  assert.ok((await createLabellingChoice(log, database, spawn).queue('anyone', plan)).ok);
  assert.equal(children.length, before);
});
