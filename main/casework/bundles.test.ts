import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { BundleList } from '../../preload/models.ts';
import { usedBefore } from './bundles-switch.ts';
import { rewriteSigned, variantBundle } from './test-bundles.ts';
import { openStation, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';
import { entriesOf, zipOf } from './test-zip.ts';

async function install({ station }: TestStation, path: string) {
  const [item] = await station.picked.register([path]);
  return station.requests['models.install']({ token: item?.token ?? '' });
}

async function list({ station }: TestStation): Promise<BundleList> {
  return value(await station.requests['models.list']({}));
}

/** Everything in the models folder of a data folder, the work folder's content included. */
async function kept(userData: string): Promise<readonly string[]> {
  return (await readdir(join(userData, 'models'), { recursive: true }).catch(() => [])).filter((name) => name !== '.work').toSorted();
}

/** A data folder with the second tiny bundle beside it. */
async function setUp(context: TestContext) {
  const folder = temporaryFolder(context);
  const userData = join(folder, 'data');
  return { folder, userData, second: await variantBundle(join(folder, 'second'), '2.0.0'), here: await openStation(context, userData) };
}

test('a bundle is installed from a zip, used, rolled back and removed; each step is recorded', { timeout: 120_000 }, async (context) => {
  const { folder, userData, second, here } = await setUp(context);
  const { requests, log } = here.station;
  const zip = join(folder, 'second.zip');
  await writeFile(zip, zipOf(await entriesOf(second, 'second/')));
  const ref = value(await install(here, zip));
  assert.deepEqual(await readdir(join(userData, 'models')).then((names) => names.toSorted()), ['.work', `tiny-second-2.0.0-${ref.sha256.slice(0, 8)}`]);
  const first = (await list(here)).state.active;
  assert.ok(first !== null && first.id === 'tiny');
  assert.deepEqual((await list(here)).models.map(({ id, origin, active, problem }) => [id, origin, active, problem]), [['tiny', 'built-in', true, null], ['tiny-second', 'installed', false, null]]);
  const again = await install(here, second);
  assert.equal(again.ok ? 'installed' : again.error.code, 'conflict');

  value(await requests['readers.update']({ readerId: value(await requests['readers.state']({})).current.id, name: 'JD' }));
  value(await requests['models.activate']({ sha256: ref.sha256, reason: 'newer data' }));
  assert.deepEqual((await list(here)).state, { active: ref, previous: first, fallback: null, task: null });
  assert.equal(value(await requests['engine.status']({})).state === 'failed', false);
  for (const [sha256, code] of [[ref.sha256, 'conflict'], [first.sha256, 'conflict'], ['0'.repeat(64), 'not-found']] as const) {
    const removed = await requests['models.remove']({ sha256 });
    assert.equal(removed.ok ? 'removed' : removed.error.code, code);
  }
  value(await requests['models.rollBack']({ reason: 'worse on our probe' }));
  assert.deepEqual((await list(here)).state, { active: first, previous: null, fallback: null, task: null });
  const nothing = await requests['models.rollBack']({ reason: '' });
  assert.equal(nothing.ok ? 'done' : nothing.error.code, 'conflict');
  value(await requests['models.remove']({ sha256: ref.sha256 }));
  assert.deepEqual(await kept(userData), []);
  const history = value(await requests['models.history']({}));
  assert.deepEqual(history.map(({ kind, model, reader, reason }) => [kind, model.id, reader, reason]), [
    ['removed', 'tiny-second', 'JD', ''], ['rolled-back', 'tiny', 'JD', 'worse on our probe'], ['activated', 'tiny-second', 'JD', 'newer data'], ['installed', 'tiny-second', 'Reader', ''],
  ]);
  assert.equal(log.audit.verify(), null);
  assert.equal(log.audit.entries().filter(({ kind }) => kind === 'model').length, 4);
});

test('a bundle that does not pass its self-test, or is stopped, leaves nothing', { timeout: 120_000 }, async (context) => {
  const { folder, userData, second, here } = await setUp(context);
  const wrong = await variantBundle(join(folder, 'wrong'), '3');
  const golden = (await readdir(wrong)).filter((name) => name.startsWith('golden'));
  for (const name of golden) await rewriteSigned(wrong, name, (text) => text.replace(/("logits":\s*\[\s*)-?[\d.]+/, '$1987.5'));
  const refused = await install(here, wrong);
  assert.match(refused.ok ? '' : `${refused.error.code}: ${refused.error.message}`, /^model-invalid: .*self-test/);
  assert.deepEqual(await kept(userData), []);

  const stopped = install(here, second);
  while (!here.events.some(({ name, event }) => name === 'models.changed' && 'task' in event && event.task?.step === 'self-test' && event.task.name === 'second')) await new Promise((resolve) => setTimeout(resolve, 2));
  const other = await install(here, second);
  assert.equal(other.ok ? 'installed' : other.error.code, 'conflict', 'one at a time');
  value(await here.station.requests['models.stop']({}));
  const outcome = await stopped;
  assert.equal(outcome.ok ? 'installed' : outcome.error.code, 'cancelled');
  assert.deepEqual(await kept(userData), []);
  assert.deepEqual((await list(here)).state.task, null);
  assert.deepEqual(value(await here.station.requests['models.history']({})), []);
});

test('killed in the middle of an installation: the next start removes what was left', { timeout: 120_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const userData = join(folder, 'data');
  await mkdir(userData);
  const second = await variantBundle(join(folder, 'second'), '2.0.0');
  const child = fork(fileURLToPath(new URL('./test-install-process.ts', import.meta.url)), [userData, second], { stdio: 'ignore' });
  for (;;) {
    const [step] = (await once(child, 'message')) as [string];
    assert.notEqual(step, 'over');
    if (step === 'self-test') break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok((await kept(userData)).length > 0, 'the kill came in the middle');
  const here = await openStation(context, userData);
  await here.station.begin();
  assert.deepEqual(await kept(userData), []);
  assert.deepEqual((await list(here)).models.map(({ id }) => id), ['tiny']);
});

test('a chosen bundle that is gone or damaged gives way to the default, and the page is told; installing it again mends it', { timeout: 120_000 }, async (context) => {
  const { userData, second, here } = await setUp(context);
  const ref = value(await install(here, second));
  value(await here.station.requests['models.activate']({ sha256: ref.sha256, reason: '' }));
  await here.station.stop();
  const place = join(userData, 'models', `tiny-second-2.0.0-${ref.sha256.slice(0, 8)}`);
  const head = await readFile(join(place, 'head.json'), 'utf8');
  // Same size, so that only the checksum tells.
  await writeFile(join(place, 'head.json'), head.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)));

  const damaged = await openStation(context, userData);
  await damaged.station.begin();
  const state = (await list(damaged)).state;
  assert.equal(state.active?.id, 'tiny');
  assert.match(JSON.stringify(state.fallback), /tiny-second 2\.0\.0.*head\.json differs from its checksum.*tiny 1/);
  assert.equal(value(await damaged.station.requests['engine.status']({})).model?.id, 'tiny');
  const mended = value(await install(damaged, second));
  assert.equal(mended.sha256, ref.sha256);
  assert.deepEqual((await list(damaged)).state, { active: ref, previous: state.active, fallback: null, task: null });
  await damaged.station.begin();
  assert.equal(value(await damaged.station.requests['engine.status']({})).model?.id, 'tiny-second');
  await damaged.station.stop();

  await rm(join(place, 'manifest.json'));
  const gone = await openStation(context, userData);
  await gone.station.begin();
  const without = await list(gone);
  assert.match(without.state.fallback?.reason ?? '', /no longer installed/);
  assert.match(without.damaged[0]?.problem ?? '', /manifest is missing/);
  value(await gone.station.requests['models.remove']({ sha256: without.damaged[0]?.sha256 ?? '' }));
  assert.deepEqual(await kept(userData), []);
});

test('a setting of an older version names no bundle: the default is used', async (context) => {
  const { here } = await setUp(context);
  here.station.log.db.exec("INSERT INTO settings (name, value) VALUES ('modelId', '\"tiny-second\"')");
  const { state } = await list(here);
  assert.deepEqual([state.active?.id, state.fallback], ['tiny', null]);
});

test('rolling back again leads further back, never forth', () => {
  const ref = (id: string) => ({ id, version: '1', sha256: id });
  const event = (kind: 'activated' | 'rolled-back', id: string) => ({ at: '', kind, model: ref(id), reader: '', reason: '' });
  const ids = (events: Parameters<typeof usedBefore>[1]) => usedBefore(ref('a'), events).map(({ id }) => id);
  assert.deepEqual(ids([event('activated', 'b'), event('activated', 'c')]), ['a', 'b', 'c']);
  assert.deepEqual(ids([event('activated', 'b'), event('activated', 'c'), event('rolled-back', 'b')]), ['a', 'b']);
  assert.deepEqual(ids([event('activated', 'b'), event('activated', 'a'), event('rolled-back', 'b'), event('rolled-back', 'a')]), ['a']);
});
