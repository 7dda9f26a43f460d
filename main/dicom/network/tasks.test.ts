import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { NodeAddress } from '../../../preload/archive.ts';
import type { Result } from '../../../preload/domain.ts';
import { spawnNode } from '../../child.ts';
import { readFileHead } from './file-head.ts';
import { createNetworkHost } from './network-host.ts';
import { receiverDefaults } from './receiver-settings.ts';
import type { ReceiverEvent } from './receiver-settings.ts';
import { startStorageScp } from './storage-scp.ts';
import type { TaskNode } from './tasks.ts';
import { freePort, listening, makeObject, noDcmtk, noDicomWeb, noOpenssl, noOrthanc, run, serve, startOrthanc, temporaryFolder } from './testing.ts';

const anyStudy = { patientName: '', patientId: '', accessionNumber: '', from: '', to: '' };
const host = createNetworkHost(() => spawnNode(join(import.meta.dirname, 'network-worker.ts')));
const never = () => new AbortController().signal;

function dimse(port: number, change: Partial<Extract<NodeAddress, { kind: 'dimse' }>> = {}): TaskNode {
  return { address: { kind: 'dimse', host: '127.0.0.1', port, aeTitle: 'ORTHANC', retrieve: 'get', tls: false, ...change }, password: '', calling: 'PLEURA' };
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

const ids = { study: '1.2.826.1', series: '1.2.826.1.1' };

async function twoObjects(context: TestContext): Promise<readonly string[]> {
  const folder = await temporaryFolder(context);
  return Promise.all([1, 2].map((number) => makeObject(join(folder, `${number}.dcm`), { ...ids, instance: `1.2.826.1.1.${number}`, extra: ['(0029,0010) LO MAKER', `(0029,1001) LO private ${number}`, '(0008,0090) PN REFERRING^DOCTOR'] })));
}

async function dataSet(path: string): Promise<Buffer> {
  const head = await readFileHead(path);
  assert.ok(head);
  return (await readFile(path)).subarray(head.dataSetAt);
}

async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 30));
}

test('with Orthanc: echo, send with commitment, query, and fetch by C-GET and C-MOVE', { skip: noOrthanc || noDcmtk, timeout: 120_000 }, async (context) => {
  const root = await temporaryFolder(context);
  const events: ReceiverEvent[] = [];
  const started = await startStorageScp({ ...receiverDefaults, port: 0, callers: ['ORTHANC'], keepFreeBytes: 0 }, root, (event) => events.push(event));
  assert.ok(started.ok);
  context.after(() => started.scp.stop());
  const orthanc = await startOrthanc(context, started.scp.port);
  const node = dimse(orthanc.dicomPort);
  assert.ok(value(await host.run({ kind: 'echo', node }, never())).ms > 0);
  const stranger = await host.run({ kind: 'echo', node: dimse(orthanc.dicomPort, { aeTitle: 'NOT-HIM' }) }, never());
  assert.equal(codeOf(stranger), 'peer-refused');

  const files = await twoObjects(context);
  const told: number[] = [];
  const sent = value(await host.run({ kind: 'send', node, files: [...files, import.meta.filename], commit: true }, never(), ({ done }) => told.push(done)));
  assert.equal(sent.stored, 2);
  assert.deepEqual(sent.failed.map(({ index, outcome }) => [index, outcome]), [[2, 'unreadable']]);
  assert.ok(sent.commitment === 'later' || sent.commitment === 'kept', `${sent.commitment}`);
  if (sent.commitment === 'later') {
    await until(() => events.some(({ kind }) => kind === 'committed'));
    assert.deepEqual(events.flatMap((event) => (event.kind === 'committed' ? [[event.stored, event.failed]] : [])), [[2, 0]]);
  }

  const found = value(await host.run({ kind: 'studies', node, query: { ...anyStudy, patientName: 'planted', from: '2026-11-01', to: '2026-11-30' } }, never()));
  assert.deepEqual(found.rows.map(({ study, patient, instances }) => [study.studyInstanceUid, study.studyDate, patient.name, patient.birthDate, instances]), [[ids.study, '2026-11-20', 'PLANTED^NAME', '1950-01-01', 2]]);
  assert.deepEqual(value(await host.run({ kind: 'studies', node, query: { ...anyStudy, patientId: 'NOBODY' } }, never())).rows, []);

  const got = value(await host.run({ kind: 'retrieve', node, study: ids.study, root: join(root, 'got') }, never()));
  assert.equal(got.paths.length, 2);
  const moved = value(await host.run({ kind: 'retrieve', node: dimse(orthanc.dicomPort, { retrieve: 'move' }), study: ids.study, root }, never()));
  assert.deepEqual([moved.completed, moved.failed], [2, 0]);
  const arrived = globSync('ready/*/*.dcm', { cwd: root }).map((name) => join(root, name));
  assert.equal(arrived.length, 2);
  for (const path of [...got.paths, ...arrived]) {
    const number = (await readFileHead(path))?.sopInstance.at(-1);
    assert.match((await run('/usr/bin/dcmdump', [path])).output, new RegExp(`private ${number}`));
  }
});

test('with Orthanc by DICOMweb: the same, with name and password', { skip: noDicomWeb || noDcmtk, timeout: 120_000 }, async (context) => {
  const root = await temporaryFolder(context);
  const orthanc = await startOrthanc(context, 1);
  const node = (password: string): TaskNode => ({ address: { kind: 'web', url: `http://127.0.0.1:${orthanc.httpPort}/dicom-web/`, user: 'reader', hasPassword: true }, password, calling: 'PLEURA' });
  assert.ok(value(await host.run({ kind: 'echo', node: node('secret') }, never())).ms > 0);
  assert.equal(codeOf(await host.run({ kind: 'echo', node: node('wrong') }, never())), 'peer-refused');
  const files = await twoObjects(context);
  const sent = value(await host.run({ kind: 'send', node: node('secret'), files, commit: true }, never()));
  assert.deepEqual([sent.stored, sent.failed, sent.commitment], [2, [], null]);
  const found = value(await host.run({ kind: 'studies', node: node('secret'), query: { ...anyStudy, patientName: 'PLANTED', from: '2026-11-20', to: '2026-11-20' } }, never()));
  assert.deepEqual(found.rows.map(({ study, patient, instances }) => [study.studyInstanceUid, patient.name, instances]), [[ids.study, 'PLANTED^NAME', 2]]);
  const got = value(await host.run({ kind: 'retrieve', node: node('secret'), study: ids.study, root }, never()));
  assert.equal(got.paths.length, 2);
  const sources = await Promise.all(files.map(dataSet));
  for (const path of got.paths) {
    const bytes = await dataSet(path);
    assert.ok(sources.some((source) => source.subarray(-9_216).equals(bytes.subarray(-9_216))), 'the pixels are those sent');
  }
});

test('with wlmscpfs: the worklist pre-fills who and what', { skip: noDcmtk, timeout: 60_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const lists = join(folder, 'WORKLIST');
  await mkdir(lists);
  await writeFile(join(lists, 'lockfile'), '');
  const entry = join(folder, 'entry.dump');
  await writeFile(entry, [
    '(0008,0005) CS ISO_IR 192', '(0008,0050) SH ACC-7', '(0008,0090) PN REFERRING^DOCTOR', '(0010,0010) PN MÜLLER^ANNA', '(0010,0020) LO PID-9', '(0010,0030) DA 19611231', '(0010,0040) CS F',
    '(0020,000d) UI 1.2.276.9', '(0032,1060) LO Lung ultrasound', '(0040,0100) SQ', '(fffe,e000) -', '(0008,0060) CS US', '(0040,0001) AE PLEURA', '(0040,0002) DA 20261126',
    '(0040,0003) TM 0930', '(0040,0007) LO BLUE protocol', '(0040,0009) SH SPS-1', '(fffe,e00d) -', '(fffe,e0dd) -', '(0040,1001) SH RP-1', '',
  ].join('\n'));
  assert.equal((await run('/usr/bin/dump2dcm', [entry, join(lists, 'one.wl')])).code, 0);
  const port = await freePort();
  serve(context, '/usr/bin/wlmscpfs', ['-dfp', folder, String(port)]);
  await listening(port);
  const node = dimse(port, { aeTitle: 'WORKLIST' });
  const all = value(await host.run({ kind: 'worklist', node, query: { ...anyStudy, from: '2026-11-26', to: '2026-11-26' } }, never()));
  const [row] = all.rows;
  assert.deepEqual(
    [row?.patient.name, row?.patient.patientId, row?.patient.sex, row?.study.accessionNumber, row?.study.studyInstanceUid, row?.scheduledAt, row?.procedure, row?.modality],
    ['MÜLLER^ANNA', 'PID-9', 'F', 'ACC-7', '1.2.276.9', '2026-11-26T09:30:00', 'BLUE protocol', 'US'],
  );
  assert.deepEqual(value(await host.run({ kind: 'worklist', node, query: { ...anyStudy, from: '2026-11-27', to: '' } }, never())).rows, []);
});

test('nobody there, a silent listener, another protocol and a stop each end in their own words', { timeout: 60_000 }, async (context) => {
  const closed = await freePort();
  assert.equal(codeOf(await host.run({ kind: 'echo', node: dimse(closed) }, never())), 'peer-unreachable');
  const talker = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const silent = createServer((socket) => socket.on('error', () => undefined).resume());
  for (const server of [talker, silent]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => server.close());
  }
  const portOf = (server: typeof talker) => {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  };
  assert.equal(codeOf(await host.run({ kind: 'echo', node: dimse(portOf(talker)) }, never())), 'peer-failed');
  const stop = new AbortController();
  const waiting = host.run({ kind: 'echo', node: dimse(portOf(silent)) }, stop.signal);
  setTimeout(() => stop.abort(), 500);
  assert.equal(codeOf(await waiting), 'cancelled');
  assert.equal(codeOf(await host.run({ kind: 'echo', node: dimse(portOf(silent)) }, never())), 'peer-unreachable');
});

/** An authority of a hospital's own, and a server's certificate by it. */
async function hospitalAuthority(folder: string): Promise<{ readonly authority: string; readonly key: string; readonly certificate: string }> {
  const at = (name: string): string => join(folder, name);
  const made = [
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=Hospital authority', '-keyout', at('ca.key'), '-out', at('ca.pem')]),
    await run('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=archive', '-keyout', at('server.key'), '-out', at('server.csr')]),
    await writeFile(at('names'), 'subjectAltName=IP:127.0.0.1\n').then(() => ({ code: 0, output: '' })),
    await run('openssl', ['x509', '-req', '-in', at('server.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names'), '-out', at('server.pem')]),
  ];
  assert.deepEqual(made.map(({ code }) => code), [0, 0, 0, 0], made.map(({ output }) => output).join('\n'));
  return { authority: at('ca.pem'), key: at('server.key'), certificate: at('server.pem') };
}

test('over TLS: an authority that the system trusts opens the way, another does not, and what goes over it is whole', { skip: noDcmtk || noOpenssl, timeout: 60_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const { authority, key, certificate } = await hospitalAuthority(folder);
  const port = await freePort();
  const stored = join(folder, 'stored');
  await mkdir(stored);
  serve(context, '/usr/bin/storescp', ['-aet', 'ORTHANC', '-od', stored, '+tls', key, certificate, '-ic', String(port)]);
  await listening(port);
  const node = dimse(port, { tls: true });
  const before = process.env['SSL_CERT_FILE'];
  context.after(() => {
    if (before === undefined) delete process.env['SSL_CERT_FILE'];
    else process.env['SSL_CERT_FILE'] = before;
  });
  assert.equal(codeOf(await host.run({ kind: 'echo', node }, never())), 'peer-unreachable', 'an unknown authority is not trusted');
  assert.equal(codeOf(await host.run({ kind: 'echo', node: dimse(port) }, never())).startsWith('peer-'), true, 'plain TCP gets nowhere');
  // What is in here is the system's own list of authorities.
  process.env['SSL_CERT_FILE'] = authority;
  assert.ok(value(await host.run({ kind: 'echo', node }, never())).ms >= 0);
  const files = await twoObjects(context);
  assert.equal(value(await host.run({ kind: 'send', node, files, commit: false }, never())).stored, 2);
  const arrived = globSync('*', { cwd: stored }).map((name) => join(stored, name));
  assert.deepEqual((await Promise.all(arrived.map(dataSet))).map(String).toSorted(), (await Promise.all(files.map(dataSet))).map(String).toSorted());
});
