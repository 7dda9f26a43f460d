import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort, listening, makeObject, noDcmtk, run, serve, temporaryFolder } from '../dicom/network/testing.ts';
import { encodePng } from '../media/png.ts';
import { filled, signed, testFacts } from '../report/test-report.ts';
import { addressOf, readWishes } from './dicom/arguments.ts';

const cli = join(import.meta.dirname, '..', 'cli.ts');
const dicom = (args: readonly string[]) => run(process.execPath, [cli, 'dicom', ...args]);

test('nodes and queries are read as they are typed; nonsense shows the usage', async () => {
  const plain = { tls: false, move: false, user: '' };
  assert.deepEqual(addressOf('PACS@archive.local:104', plain), { kind: 'dimse', aeTitle: 'PACS', host: 'archive.local', port: 104, retrieve: 'get', tls: false });
  assert.deepEqual(addressOf('A@[::1]:4242', { ...plain, move: true }), { kind: 'dimse', aeTitle: 'A', host: '::1', port: 4242, retrieve: 'move', tls: false });
  assert.deepEqual(addressOf('https://archive/dicom-web', { ...plain, user: 'me' }), { kind: 'web', url: 'https://archive/dicom-web', user: 'me', hasPassword: true });
  for (const bad of ['PACS', 'PACS@host', 'PACS@host:0', 'PACS@host:99999', 'ANAMETHATISMUCHTOOLONG@host:104']) assert.equal(addressOf(bad, plain), null, bad);
  const query = (date: string) => {
    const wishes = readWishes(['find', '--to', 'A@b:1', '--date', date], '');
    return wishes === null ? null : [wishes.query.from, wishes.query.to];
  };
  assert.deepEqual([query('2026-11-01..2026-11-30'), query('2026-11-01'), query('2026-11-01..'), query('..2026-11-30'), query('yesterday')], [['2026-11-01', '2026-11-30'], ['2026-11-01', '2026-11-01'], ['2026-11-01', ''], ['', '2026-11-30'], null]);
  for (const args of [['dance'], ['retrieve', '--to', 'A@b:1']]) {
    const ended = await dicom(args);
    assert.equal(ended.code, 1);
    assert.match(ended.output, /^Usage: npm run -s dicom/);
  }
});

test('echo and send to storescp: exit codes and JSON', { skip: noDcmtk, timeout: 120_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const archive = join(folder, 'archive');
  await mkdir(archive);
  const port = await freePort();
  serve(context, '/usr/bin/storescp', ['-od', archive, String(port)]);
  await listening(port);
  const to = ['--to', `STORESCP@127.0.0.1:${port}`];
  const echoed = await dicom(['echo', ...to, '--json', '-']);
  assert.equal(echoed.code, 0, echoed.output);
  assert.match(echoed.output, /^\{"ms":[\d.]+\}\n$/);
  const nobody = await dicom(['echo', '--to', `X@127.0.0.1:${await freePort()}`, '--json', '-']);
  assert.equal(nobody.code, 1);
  assert.match(nobody.output, /"code":"peer-unreachable"/);
  const source = join(folder, 'files');
  await mkdir(source);
  await makeObject(join(source, 'a.dcm'), { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5' });
  const all = await dicom(['send', ...to, source]);
  assert.equal(all.code, 0, all.output);
  assert.equal((await readdir(archive)).length, 1);
  await writeFile(join(source, 'note.txt'), 'no DICOM');
  const some = await dicom(['send', ...to, '--json', '-', source]);
  assert.equal(some.code, 2, some.output);
  assert.match(some.output, /"stored":1,.*"outcome":"unreadable".*note\.txt/);
});

test('receive keeps what storescu sends until it is interrupted', { skip: noDcmtk, timeout: 60_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const port = await freePort();
  const child = spawn(process.execPath, [cli, 'dicom', 'receive', '--out', join(folder, 'in'), '--port', String(port), '--ae', 'HERE', '--allow', 'SCANNER', '--keep-free-mb', '0', '--json', '-'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await listening(port);
  const object = await makeObject(join(folder, 'a.dcm'), { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5' });
  assert.equal((await run('/usr/bin/storescu', ['-aet', 'SCANNER', '-aec', 'HERE', '127.0.0.1', String(port), object])).code, 0);
  child.kill('SIGINT');
  assert.equal(await ended, 0);
  assert.match(output, /"kind":"received"/);
  assert.equal((await readdir(join(folder, 'in', 'ready'))).length, 1);
});

test('write turns a signed report into DICOM files; a draft is refused', { timeout: 60_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const image = { sha256: 'b'.repeat(64), width: 4, height: 2, clipId: 'c-R1', frame: 3, zone: 'R1', overlay: null, caption: '' };
  const version = signed({ ...filled({ state: 'normal', bLines: '0' }), keyImages: [image] }, testFacts());
  await writeFile(join(folder, 'report.json'), JSON.stringify(version));
  await writeFile(join(folder, `${image.sha256}.png`), encodePng(Buffer.alloc(24, 9), 4, 2, 3));
  const out = join(folder, 'out');
  const written = await dicom(['write', '--report', join(folder, 'report.json'), '--out', out, '--images', folder]);
  assert.equal(written.code, 0, written.output);
  assert.deepEqual((await readdir(out)).toSorted(), ['key-image-1.dcm', 'report.dcm']);
  assert.equal((await readFile(join(out, 'report.dcm'))).toString('latin1', 128, 132), 'DICM');
  await writeFile(join(folder, 'draft.json'), JSON.stringify(version.content));
  assert.equal((await dicom(['write', '--report', join(folder, 'draft.json'), '--out', out])).code, 1);
});
