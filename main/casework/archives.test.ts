/** The receiver, archives and results with the whole casework behind them. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ListenerStatus } from '../../preload/archive.ts';
import { freePort, listening, makeObject, noDcmtk, noOrthanc, run, startOrthanc, storescu } from '../dicom/network/testing.ts';
import { digestOf } from '../dicom/network/incoming-store.ts';
import { filled, signed, testFacts } from '../report/test-report.ts';
import { openStation, temporaryFolder, value } from './test-workstation.ts';
import type { TestStation } from './test-workstation.ts';

const study = '1.2.826.7';
const query = { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 10 } as const;

async function until<T>(look: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function status({ station }: TestStation): Promise<ListenerStatus> {
  return value(await station.requests['archive.state']({})).status;
}

async function receiving(context: TestContext, folder: string): Promise<TestStation & { readonly port: number }> {
  const here = await openStation(context, join(folder, 'data'));
  here.station.log.settings.set({ analyseOnImport: false });
  const port = await freePort();
  assert.equal((await status(here)).listener.state, 'off');
  value(await here.station.requests['archive.setListener']({ enabled: true, port, callers: ['SCANNER', 'ORTHANC'] }));
  await listening(port);
  return { ...here, port };
}

function object(folder: string, instance: number, description: string): Promise<string> {
  return makeObject(join(folder, `${instance}.dcm`), { study, series: `${study}.1`, instance: `${study}.1.${instance}`, frames: 2 + instance, extra: [`(0008,103e) LO ${description}`] });
}

function send(port: number, files: readonly string[], calling = 'SCANNER') {
  return run(storescu, ['-aet', calling, '-aec', 'PLEURA', '127.0.0.1', String(port), ...files]);
}

async function onlyExam({ station }: TestStation, clips: number) {
  const row = await until(async () => value(await station.requests['exams.list'](query)).rows.find((exam) => exam.clips === clips));
  return value(await station.requests['exams.get']({ examId: row.id }));
}

test('what a listed device sends becomes an exam; what comes later joins it; strangers are refused and named', { skip: noDcmtk, timeout: 120_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const here = await receiving(context, folder);
  const { station, port } = here;
  assert.notEqual((await send(port, [await object(folder, 1, 'R1')], 'STRANGER')).code, 0);
  assert.equal((await send(port, [join(folder, '1.dcm'), await object(folder, 2, 'L2')])).code, 0);
  const exam = await onlyExam(here, 2);
  assert.deepEqual(new Set(exam.clipRows.map(({ zone }) => zone)), new Set(['L2', 'R1']));
  assert.equal(station.log.origins.patient(exam.id)?.name, 'PLANTED^NAME');
  assert.equal((await send(port, [join(folder, '1.dcm'), await object(folder, 3, 'L3')])).code, 0);
  assert.equal((await onlyExam(here, 3)).id, exam.id);
  const told = await until(async () => {
    const now = await status(here);
    return now.received === 4 && now.openAssociations === 0 && now;
  });
  assert.equal(told.refused, 1);
  assert.ok(told.events.some(({ calling, words, problem }) => problem && calling === 'STRANGER' && words.includes('not among the allowed callers')));
  assert.doesNotMatch(JSON.stringify([here.events, station.log.audit.entries(), told]), /PLANTED|PID-1/);
  // Nothing waits in the incoming store: the originals lie in the case log's.
  const ready = join(folder, 'data', 'incoming', 'ready');
  await until(() => readdirSync(ready, { recursive: true }).every((name) => !String(name).endsWith('.dcm')));
  assert.equal(value(await station.requests['exams.list'](query)).total, 1);
});

test('the limits of the settings hold: too large an object is refused by name of the reason, and nothing of it stays', { skip: noDcmtk, timeout: 60_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const here = await receiving(context, folder);
  const file = join(folder, 'large.dcm');
  await makeObject(file, { study, series: `${study}.1`, instance: `${study}.1.9`, frames: 400 });
  const mostBytes = 1024 ** 2;
  assert.ok(statSync(file).size > mostBytes, 'the object is larger than the limit');
  const { listener } = value(await here.station.requests['archive.setListener']({ maxObjectBytes: mostBytes }));
  assert.equal(listener.maxObjectBytes, mostBytes);
  await until(async () => (await status(here)).listener.state === 'listening');
  assert.notEqual((await send(here.port, [file])).code, 0);
  const told = await until(async () => {
    const now = await status(here);
    return now.refused > 0 && now;
  });
  assert.match(told.events.find(({ problem }) => problem)?.words ?? '', /large/i);
  assert.deepEqual(value(await here.station.requests['exams.list'](query)).rows, []);
});

test('objects that an ended run left behind come in at the next start', { skip: noDcmtk, timeout: 60_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const left = join(folder, 'data', 'incoming', 'ready', digestOf(study));
  mkdirSync(left, { recursive: true });
  await copyFile(await object(folder, 1, 'R2'), join(left, `${digestOf('x')}.dcm`));
  const here = await openStation(context, join(folder, 'data'));
  here.station.log.settings.set({ analyseOnImport: false });
  await here.station.begin();
  assert.deepEqual((await onlyExam(here, 1)).clipRows.map(({ zone }) => zone), ['R2']);
});

test('a taken port is said, and the settings stay to be changed', { timeout: 60_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const first = await receiving(context, folder);
  const second = await openStation(context, join(folder, 'second'));
  value(await second.station.requests['archive.setListener']({ enabled: true, port: first.port }));
  const failed = await until(async () => {
    const { listener } = await status(second);
    return listener.state === 'failed' && listener;
  });
  assert.equal(failed.error.code, 'port-taken');
  value(await second.station.requests['archive.setListener']({ enabled: false }));
  assert.equal((await status(second)).listener.state, 'off');
});

test('with Orthanc: a study is fetched, read, signed; its results arrive and are confirmed', { skip: noDcmtk || noOrthanc, timeout: 180_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const here = await receiving(context, folder);
  const { station, port } = here;
  const orthanc = await startOrthanc(context, port);
  assert.equal((await run(storescu, ['-aec', 'ORTHANC', '127.0.0.1', String(orthanc.dicomPort), await object(folder, 1, 'R1')])).code, 0);
  const address = { kind: 'dimse', host: '127.0.0.1', port: orthanc.dicomPort, aeTitle: 'ORTHANC', retrieve: 'move', tls: false } as const;
  const node = value(await station.requests['archive.saveNode']({ nodeId: null, name: 'Archive', address, worklist: false, password: null }));
  assert.ok(value(await station.requests['archive.test']({ nodeId: node.id })).ms > 0);
  const found = value(await station.requests['archive.studies']({ nodeId: node.id, query: { patientName: 'planted', patientId: '', accessionNumber: '', from: '', to: '' } }));
  assert.deepEqual(found.rows.map((row) => row.study.studyInstanceUid), [study]);
  const fetched = value(await station.requests['archive.retrieve']({ nodeId: node.id, study }));
  assert.equal((await station.ended(fetched.jobId)).state, 'done');
  const exam = await onlyExam(here, 1);
  const nothing = await station.requests['archive.send']({ examId: exam.id, nodeId: node.id, report: true, keyImages: false, pdf: false, originals: false });
  assert.equal(nothing.ok ? 'sent' : nothing.error.code, 'conflict');

  const facts = testFacts();
  const clipId = exam.clipRows[0]?.id ?? '';
  const { signature, content } = signed(filled({ state: 'normal', bLines: '0' }), { ...facts, exam: { ...facts.exam, id: exam.id }, clips: facts.clips.map((clip) => (clip.zone === 'R1' ? { ...clip, clipId } : clip)), ai: [] });
  station.log.reports.appendVersion({ id: 'v-1', examId: exam.id, number: 1, content, signature, amends: null });
  const sending = value(await station.requests['archive.send']({ examId: exam.id, nodeId: node.id, report: true, keyImages: true, pdf: false, originals: true }));
  const job = await station.ended(sending.jobId);
  assert.deepEqual([job.state, job.failures], ['done', []]);
  const { records } = await until(async () => {
    const sent = value(await station.requests['archive.sent']({ examId: exam.id }));
    // The archive calls back to confirm that it keeps them.
    return sent.records[0]?.commitment === 'kept' && sent;
  });
  assert.deepEqual(records.map(({ node: name, what, stored, failed }) => [name, what, stored, failed]), [['Archive', 'report, 1 clip', 2, 0]]);
  const [inside] = (await orthanc.ask('/studies')) as readonly string[];
  const series = (await orthanc.ask(`/studies/${inside}/series`)) as readonly { readonly MainDicomTags: { readonly Modality: string } }[];
  assert.deepEqual(series.map(({ MainDicomTags: { Modality } }) => Modality).toSorted(), ['SR', 'US']);
  assert.ok(station.log.audit.entries().some(({ kind, detail }) => kind === 'export' && detail.includes('"stored":2')));
  assert.deepEqual(readdirSync(join(folder, 'data', 'outgoing')), []);
});

test('a scheduled examination becomes an exam that waits for its images', { timeout: 60_000 }, async (context) => {
  const folder = temporaryFolder(context);
  const here = await openStation(context, join(folder, 'data'));
  here.station.log.settings.set({ analyseOnImport: false });
  const patient = { name: 'PLANTED^NAME', patientId: 'PID-1', issuer: '', birthDate: '1950-01-01', sex: 'F' } as const;
  const scheduled = { studyInstanceUid: study, studyId: '', accessionNumber: 'A-9', studyDate: null, studyTime: null, referringPhysician: '' };
  const taken = value(await here.station.requests['archive.takeWorklist']({ patient, study: scheduled, scheduledAt: '2026-11-26T09:30:00' }));
  assert.equal(here.station.log.origins.patient(taken.examId)?.origin, 'worklist');
  assert.equal(here.station.log.exams.get(taken.examId)?.examinedAt, new Date('2026-11-26T09:30:00').toISOString());
  if (noDcmtk !== false) return;
  const [started] = value(await here.station.importPaths([await object(folder, 1, 'R1')]));
  assert.equal(started?.examId, taken.examId);
  await here.station.ended(started?.jobId ?? '');
  assert.equal(here.station.log.origins.study(taken.examId)?.accessionNumber, 'A-9');
});
