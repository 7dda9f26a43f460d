import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { readFileHead } from './file-head.ts';
import { receiverDefaults } from './receiver-settings.ts';
import type { ReceiverEvent, ReceiverSettings } from './receiver-settings.ts';
import { startStorageScp } from './storage-scp.ts';
import { sendFiles } from './store.ts';
import { freePort, makeObject, noDcmtk, run, storescu, temporaryFolder } from './testing.ts';

const shared = join(import.meta.dirname, '../../../../shared/data/dicom');

interface Receiver {
  readonly port: number;
  readonly root: string;
  readonly events: ReceiverEvent[];
  readonly files: () => Promise<readonly string[]>;
}

async function receiver(context: TestContext, settings: Partial<ReceiverSettings> = {}): Promise<Receiver> {
  const root = await temporaryFolder(context);
  const events: ReceiverEvent[] = [];
  const started = await startStorageScp({ ...receiverDefaults, port: 0, callers: ['SCANNER'], keepFreeBytes: 0, ...settings }, root, (event) => events.push(event));
  assert.ok(started.ok);
  context.after(() => started.scp.stop());
  return { port: started.scp.port, root, events, files: async () => globSync('ready/*/*.dcm', { cwd: root }).map((name) => join(root, name)) };
}

function send(port: number, files: readonly string[], { calling = 'SCANNER', called = 'PLEURA', options = [] }: { readonly calling?: string; readonly called?: string; readonly options?: readonly string[] } = {}) {
  return run(storescu, ['-aet', calling, '-aec', called, ...options, '127.0.0.1', String(port), ...files]);
}

async function until(ready: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function dump(path: string): Promise<string> {
  const { output } = await run('/usr/bin/dcmdump', ['+L', '-q', path]);
  // The meta header is ours; offsets of the pixel data's file are no content.
  return output.split('\n').filter((line) => !line.startsWith('(0002,') && !line.startsWith('#')).join('\n');
}

test('echoes and stores what storescu sends, as it is', { skip: noDcmtk }, async (context) => {
  const here = await receiver(context);
  const echoed = await run('/usr/bin/echoscu', ['-aet', 'SCANNER', '-aec', 'PLEURA', '127.0.0.1', String(here.port)]);
  assert.equal(echoed.code, 0, echoed.output);
  const source = await temporaryFolder(context);
  const object = await makeObject(join(source, 'a.dcm'), { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5', extra: ['(0029,0010) LO PRIVATE MAKER', '(0029,1001) LO keep me', '(0029,1002) UN 01\\02\\03\\04'] });
  const sent = await send(here.port, [object]);
  assert.equal(sent.code, 0, sent.output);
  const [kept] = await here.files();
  assert.ok(kept);
  assert.doesNotMatch(kept.slice(here.root.length), /1\.2\.3|PLANTED/);
  assert.equal(await dump(kept), await dump(object));
  const one = await readFileHead(object);
  const other = await readFileHead(kept);
  assert.ok(one && other);
  assert.deepEqual((await readFile(kept)).subarray(other.dataSetAt), (await readFile(object)).subarray(one.dataSetAt));
  assert.deepEqual([other.study, other.series, other.sopInstance, other.transferSyntax], ['1.2.3', '1.2.3.4', '1.2.3.4.5', '1.2.840.10008.1.2.1']);
  await until(() => here.events.some(({ kind }) => kind === 'ended'));
  assert.deepEqual(here.events.map(({ kind }) => kind).toSorted(), ['echoed', 'ended', 'ended', 'opened', 'opened', 'received'].toSorted());
  assert.deepEqual(await readdir(join(here.root, 'part')), []);
});

test('every reference file arrives without a changed byte, whatever its transfer syntax', { skip: existsSync(shared) ? false : '../shared/data is not here' }, async (context) => {
  const here = await receiver(context);
  const names = (await readdir(shared)).filter((file) => file.endsWith('.dcm'));
  const sent = await sendFiles({ host: '127.0.0.1', port: here.port, calling: 'SCANNER', called: 'PLEURA', tls: false }, {
    files: names.map((name) => join(shared, name)), connectMs: 5_000, idleMs: 10_000, onSent: () => undefined,
  });
  const syntaxes = new Set<string>();
  for (const { path, sopInstance } of sent.filter(({ outcome }) => outcome === 'stored')) {
    const head = await readFileHead(path);
    const received = here.events.find((event) => event.kind === 'received' && event.sopInstance === sopInstance);
    const kept = received?.kind === 'received' ? { path: received.path, head: await readFileHead(received.path) } : null;
    assert.ok(head && kept?.head);
    assert.deepEqual((await readFile(kept.path)).subarray(kept.head.dataSetAt), (await readFile(path)).subarray(head.dataSetAt), path);
    assert.equal(kept.head.transferSyntax, head.transferSyntax);
    syntaxes.add(head.transferSyntax);
  }
  assert.ok(syntaxes.size >= 5, `only ${[...syntaxes].join(', ')} were compared`);
  assert.deepEqual(sent.filter(({ outcome }) => outcome === 'refused').map(({ status }) => status), sent.filter(({ outcome }) => outcome === 'refused').map(() => 0x0111));
});

test('strangers, wrong titles, other classes, too large and doubtful objects are refused, each with its own status', { skip: noDcmtk }, async (context) => {
  const here = await receiver(context, { maxObjectBytes: 20_000 });
  const source = await temporaryFolder(context);
  const ids = { study: '1.2.3', series: '1.2.3.4' };
  const fine = await makeObject(join(source, 'fine.dcm'), { ...ids, instance: '1.2.3.4.1' });
  const large = await makeObject(join(source, 'large.dcm'), { ...ids, instance: '1.2.3.4.2', frames: 10 });
  const ct = await makeObject(join(source, 'ct.dcm'), { ...ids, instance: '1.2.3.4.3', sopClass: '1.2.840.10008.5.1.4.1.1.2' });
  const twin = await makeObject(join(source, 'twin.dcm'), { ...ids, instance: '1.2.3.4.1', frames: 4 });
  for (const [options, word] of [[{ calling: 'STRANGER' }, 'Calling AE Title Not Recognized'], [{ called: 'OTHER' }, 'Called AE Title Not Recognized']] as const) {
    const sent = await send(here.port, [fine], options);
    assert.notEqual(sent.code, 0);
    assert.match(sent.output, new RegExp(word));
  }
  assert.match((await send(here.port, [large], { options: ['-v'] })).output, /0xa700|Refused: OutOfResources/i);
  assert.notEqual((await send(here.port, [ct])).code, 0);
  assert.equal((await send(here.port, [fine])).code, 0);
  assert.equal((await send(here.port, [fine])).code, 0, 'the same again is no error');
  assert.match((await send(here.port, [twin], { options: ['-v'] })).output, /0x0?111|Duplicate/i);
  assert.equal((await here.files()).length, 1);
  assert.deepEqual(here.events.filter((event) => event.kind === 'received').map(({ again }) => again), [false, true]);
  assert.deepEqual(here.events.flatMap((event) => (event.kind === 'object-refused' || event.kind === 'call-refused' ? [event.why] : [])), ['unknown-caller', 'other-ae-title', 'too-large', 'different']);
  assert.deepEqual(await readdir(join(here.root, 'part')), []);
});

test('a full disk is said before anything is taken', { skip: noDcmtk }, async (context) => {
  const here = await receiver(context, { keepFreeBytes: Number.MAX_SAFE_INTEGER });
  const source = await temporaryFolder(context);
  const object = await makeObject(join(source, 'a.dcm'), { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5' });
  assert.match((await send(here.port, [object], { options: ['-v'] })).output, /0xa700|OutOfResources/i);
  assert.deepEqual(await here.files(), []);
  assert.ok(here.events.some((event) => event.kind === 'object-refused' && event.why === 'disk-full'));
});

test('killed senders leave nothing behind, and the next one is served', { skip: noDcmtk }, async (context) => {
  const here = await receiver(context);
  const source = await temporaryFolder(context);
  const large = await makeObject(join(source, 'large.dcm'), { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.9', frames: 3_000 });
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(storescu, ['-aet', 'SCANNER', '-aec', 'PLEURA', '127.0.0.1', String(here.port), large], { stdio: 'ignore' });
    // On a quick machine a round may get through whole; then the next is killed as soon as it has called, never before: only what was opened ends.
    await until(() => here.events.filter(({ kind }) => kind === 'opened').length > round);
    await until(async () => (await readdir(join(here.root, 'part')).catch(() => [])).length > 0 || (await here.files()).length > 0);
    child.kill('SIGKILL');
    await until(() => here.events.filter(({ kind }) => kind === 'ended').length > round);
  }
  assert.deepEqual(await readdir(join(here.root, 'part')), []);
  assert.equal((await send(here.port, [large])).code, 0);
  assert.equal((await here.files()).length, 1);
});

test('what makes no sense ends its own connection only', { skip: noDcmtk }, async (context) => {
  const here = await receiver(context, { idleMs: 2_000 });
  const associate = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 68, 0, 1, 0, 0]), Buffer.from('PLEURA'.padEnd(16)), Buffer.from('SCANNER'.padEnd(16)), Buffer.alloc(32)]);
  const nonsense = [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xff]), Buffer.from([4, 0, 0, 0, 0, 4, 0, 0, 0, 200]), associate, associate.subarray(0, 30),
    Buffer.concat([associate, Buffer.from([4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 9, 3])]), Buffer.alloc(0),
  ];
  await Promise.all(nonsense.map((bytes) => new Promise<void>((resolve) => {
    const socket = connect({ port: here.port, host: '127.0.0.1' }, () => socket.end(bytes));
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => resolve());
  })));
  const source = await temporaryFolder(context);
  const object = await makeObject(join(source, 'a.dcm'), { study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5' });
  assert.equal((await send(here.port, [object])).code, 0);
});

test('a taken port and an address of another machine are told apart', async (context) => {
  const here = await receiver(context);
  const settings = { ...receiverDefaults, callers: [], keepFreeBytes: 0 };
  const root = await temporaryFolder(context);
  const taken = await startStorageScp({ ...settings, port: here.port }, root, () => undefined);
  assert.deepEqual(taken, { ok: false, fault: 'port-taken' });
  const elsewhere = await startStorageScp({ ...settings, port: await freePort(), bind: '203.0.113.7' }, root, () => undefined);
  assert.deepEqual(elsewhere, { ok: false, fault: 'address-unknown' });
});

test('halves of a killed run are gone after the next start', async (context) => {
  const here = await receiver(context);
  const root = await temporaryFolder(context);
  const { createIncomingStore } = await import('./incoming-store.ts');
  await createIncomingStore(root).begin({ sopClass: '1.2', sopInstance: '1.3', transferSyntax: '1.2.840.10008.1.2.1', source: null });
  assert.equal((await readdir(join(root, 'part'))).length, 1);
  const started = await startStorageScp({ ...receiverDefaults, port: 0, callers: [] }, root, () => undefined);
  assert.ok(started.ok && here.port > 0);
  await started.scp.stop();
  assert.deepEqual(await readdir(join(root, 'part')), []);
});
