import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathsIn, userDataIn } from './launch-arguments.ts';
import { openLog } from './log-file.ts';

test('files named on the command line are found, packaged or not, without switches', () => {
  const folder = resolve('/data');
  assert.deepEqual(pathsIn(['pleura', '--user-data-dir=/u', 'a.mp4', '/x/exam'], true, folder), [resolve(folder, 'a.mp4'), resolve('/x/exam')]);
  assert.deepEqual(pathsIn(['electron', '.', '--no-sandbox', 'a b.mp4'], false, folder), [resolve(folder, 'a b.mp4')]);
  assert.deepEqual(pathsIn(['electron', 'dist/main.mjs'], false, folder), []);
});

test('the data folder: argument before environment before default', () => {
  assert.equal(userDataIn(['x', '--user-data-dir=/a'], { PLEURA_USER_DATA: '/b' }), resolve('/a'));
  assert.equal(userDataIn(['x'], { PLEURA_USER_DATA: '/b' }), resolve('/b'));
  assert.equal(userDataIn(['x', '--user-data-dir='], {}), null);
});

test('the log names kind and place of an error, never its message', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'pleura-log-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const log = openLog(folder);
  const error = Object.assign(new RangeError('/home/someone/Patient Jane Doe.mp4 is odd'), { code: 'EODD' });
  log(error);
  log('Jane Doe');
  const text = readFileSync(join(folder, 'logs', 'pleura.log'), 'utf8');
  assert.match(text, /RangeError EODD\n {4}at /);
  assert.doesNotMatch(text, /Jane/);
});
