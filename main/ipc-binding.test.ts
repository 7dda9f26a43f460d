import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dropChannel, requests } from '../preload/contract.ts';
import type { RequestName } from '../preload/contract.ts';
import type { Result } from '../preload/domain.ts';
import { createPickedPaths } from './casework/picked.ts';
import type { RequestHandlers } from './casework/request-handlers.ts';
import { bindRequests } from './ipc-binding.ts';
import type { MessageEvent } from './ipc-binding.ts';

type Answer = (event: MessageEvent, input: unknown) => Promise<unknown>;

const own: MessageEvent = { senderFrame: { url: 'pleura://app/index.html', parent: null } };
const names = Object.keys(requests);

function bound(handler: (name: string, input: unknown) => Promise<Result<unknown>>) {
  const channels = new Map<string, Answer>();
  const errors: unknown[] = [];
  // Every name answers through one function: which channel was asked and with what is all that these tests look at.
  const handlers = Object.fromEntries(names.map((name) => [name, (input: unknown) => handler(name, input)])) as unknown as RequestHandlers;
  bindRequests({ handle: (channel, answer) => {
    assert.ok(!channels.has(channel), `${channel} registered twice`);
    channels.set(channel, answer);
  } }, { requests: handlers, picked: createPickedPaths(), logError: (error) => errors.push(error) });
  return { channels, errors };
}

const content = {
  verdict: 'IS', findings: { bLines: '3+', aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: { scheme: 'lus', score: 2 } },
  confidence: 4, comment: '', ranges: [{ track: 'b-lines', first: 2, last: 5 }], strokes: [{ kind: 'pleura', frame: 2, points: [{ x: 1, y: 2 }, { x: 30.5, y: 4 }] }],
};
const draftSave = {
  sessionId: 's', position: 0, drafts: [{ clipId: 'c', content, spentMs: 900 }],
  history: { from: 0, entries: [{ clipId: 'c', label: 'Set verdict IS on R2', before: { verdict: null }, after: { verdict: 'IS' } }], applied: 1 },
};
const plan = {
  order: 'random', seed: null, protocol: null, zones: ['R1'], from: null, to: null, examIds: [], unreadOnly: true, limit: 60, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false,
};

const agreementAsked = { question: 'verdict', readers: ['r', 's'], basis: 'independent', from: null, to: '2026-11-23' };
const rules = {
  question: 'is', filters: { readers: null, zones: ['R1'], sources: null, from: '2026-01-01', to: null, answers: 'both', minReaders: 1, damaged: false, rejected: false, simulated: true, withoutFan: false, scheme: 'lus' },
  frames: { positivesByRange: true, withoutNotReadable: true, perClip: 16 }, split: { kind: 'shares', train: 0.7, validation: 0.15, test: 0.15 }, seed: 1, duplicates: 'refuse',
};
const recipe = { rules, policy: { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } }, lineage: null };

const archiveQuery = { patientName: '', patientId: '', accessionNumber: '', from: '2026-11-01', to: '' };

/** One well-formed input a channel. */
const wellFormed: Readonly<Record<RequestName, unknown>> = {
  'exams.list': { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 10 },
  'exams.get': { examId: 'e' },
  'exams.update': { examId: 'e', notes: 'n' },
  'clips.get': { clipId: 'c' },
  'clips.assignZone': { clipId: 'c', zone: 'R1' },
  'clips.decide': { clipId: 'c', analysisId: null, answer: 'unsure', verdict: null, comment: '' },
  'import.pick': { kind: 'files' },
  'import.start': { tokens: ['t'], examId: null },
  'import.demo': {},
  'analysis.start': { clipIds: ['c'], again: false, despiteGuard: false },
  'analysis.look': { clipId: 'c', frame: 0 },
  'analysis.cam': { analysisId: 'a', frame: 0 },
  'analysis.lime': { analysisId: 'a', frame: 0 },
  'analysis.limeCancel': { analysisId: 'a', frame: 0 },
  'analysis.summary': { analysisId: 'a' },
  'archive.state': {},
  'archive.setListener': { enabled: true, callers: ['SCANNER'] },
  'archive.saveNode': { nodeId: null, name: 'PACS', address: { kind: 'dimse', host: 'pacs.local', port: 104, aeTitle: 'PACS', retrieve: 'get', tls: false }, worklist: true, password: null },
  'archive.removeNode': { nodeId: 'n' },
  'archive.test': { nodeId: 'n' },
  'archive.studies': { nodeId: 'n', query: archiveQuery },
  'archive.worklist': { nodeId: 'n', query: archiveQuery },
  'archive.retrieve': { nodeId: 'n', study: '1.2.3' },
  'archive.takeWorklist': {
    patient: { name: 'A^B', patientId: '1', issuer: '', birthDate: null, sex: '' }, scheduledAt: null,
    study: { studyInstanceUid: '1.2.3', studyId: '', accessionNumber: '', studyDate: null, studyTime: null, referringPhysician: '' },
  },
  'archive.send': { examId: 'e', nodeId: 'n', report: true, keyImages: false, pdf: false, originals: false },
  'archive.sent': { examId: 'e' },
  'jobs.list': {},
  'jobs.cancel': { jobId: 'j' },
  'jobs.resume': { jobId: 'j' },
  'jobs.dismiss': { jobId: 'j' },
  'reports.get': { examId: 'e' },
  'reports.version': { versionId: 'v' },
  'reports.save': { examId: 'e', revision: 1, edit: { format: 1, indication: '', position: null, technicalLimits: '', scheme: 'lus', whyIncomplete: '', conclusion: '', zones: [], keyImages: [] } },
  'reports.refill': { examId: 'e', revision: 1 },
  'reports.takeAi': { examId: 'e', revision: 1, zone: 'R1' },
  'reports.sign': { examId: 'e', revision: 1, pin: null },
  'reports.amend': { examId: 'e', reason: 'wrong side' },
  'reports.discard': { examId: 'e', revision: 1 },
  'reports.addImage': { clipId: 'c', frame: 0, overlay: null, width: 1, height: 1, png: new Uint8Array(8) },
  'reports.page': { examId: 'e', versionId: null, size: 'A4' },
  'reports.saveAs': { examId: 'e', versionId: null, kind: 'pdf', size: 'A4' },
  'reports.settings': {},
  'reports.setSettings': { macros: [] },
  'clips.analyses': { clipId: 'c' },
  'models.list': {},
  'models.detail': { sha256: 'a'.repeat(64) },
  'models.history': {},
  'models.pick': { kind: 'zip' },
  'models.install': { token: 't' },
  'models.stop': {},
  'models.activate': { sha256: 'a'.repeat(64), reason: '' },
  'models.rollBack': { reason: 'worse here' },
  'models.remove': { sha256: 'a'.repeat(64) },
  'models.outdated': {},
  'models.reanalyse': {},
  'models.compare': { first: 'a'.repeat(64), second: 'b'.repeat(64) },
  'models.compareStart': { first: 'a'.repeat(64), second: 'b'.repeat(64) },
  'models.savePlot': { name: 'ROC of pleura-lus-v1', svg: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  'training.view': {},
  'training.result': {},
  'training.start': { source: { kind: 'readings', policy: 'majority' }, heads: ['mlp'], branches: ['mobilenet_v2'], framesPerClip: 16 },
  'training.stop': {},
  'training.fineTune': { datasetId: 'd' },
  'training.promotion': { challenger: 'a'.repeat(64) },
  'training.test': { challenger: 'a'.repeat(64) },
  'training.promote': { challenger: 'a'.repeat(64), reason: 'better', untested: true },
  'deidentify.preview': { clipId: 'c', keepText: false },
  'deidentify.stop': {},
  'deidentify.start': { examId: 'e', clipIds: ['c'], keepText: false, wholePictures: false, key: true },
  'datasets.list': {},
  'datasets.preview': recipe,
  'datasets.build': { ...recipe, name: 'Ward' },
  'datasets.lock': { datasetId: 'd', reason: 'final test' },
  'datasets.export': { datasetId: 'd', pixels: 'png' },
  'readings.pick': {},
  'readings.import': { tokens: ['t'], format: null, spacing: null },
  'readings.export': { format: 'cvat' },
  'readers.state': {},
  'readers.signIn': { readerId: 'r', pin: '1234' },
  'readers.lock': {},
  'readers.add': { name: 'Jo Doe', initials: 'JD', role: 'annotator', pin: null },
  'readers.update': { readerId: 'r', name: 'Jo Dow' },
  'readers.setActive': { readerId: 'r', active: false },
  'readers.setPin': { readerId: 'r', pin: null, present: '1234' },
  'labelling.overview': {},
  'labelling.preview': plan,
  'labelling.start': plan,
  'labelling.open': { sessionId: 's' },
  'labelling.clip': { sessionId: 's', clipId: 'c' },
  'labelling.save': draftSave,
  'labelling.commit': { save: draftSave, clipId: 'c', tookMs: 1_200 },
  'labelling.reveal': { sessionId: 's', clipId: 'c' },
  'labelling.close': {},
  'labelling.finish': { sessionId: 's' },
  'readings.ofClip': { clipId: 'c' },
  'readings.commit': { clipId: 'c', content },
  'agreement.overview': {},
  'agreement.report': agreementAsked,
  'agreement.save': { ...agreementAsked, format: 'csv' },
  'agreement.choose': { anonymous: false },
  'assignments.list': {},
  'assignments.add': { readerId: 'r', choice: { kind: 'share', share: 0.2, seed: 7, of: 'all' } },
  'assignments.withdraw': { assignmentId: 'a' },
  'adjudication.queue': {},
  'adjudication.open': { clipId: 'c' },
  'adjudication.decide': { clipId: 'c', verdict: 'IS', findings: content.findings, reason: '', followed: 'r', considered: ['r', 's'] },
  'engine.status': {},
  'engine.benchmark': {},
  'settings.get': {},
  'settings.set': { theme: 'light' },
  'storage.info': {},
  'app.info': {},
  'app.notices': {},
};

test('the channels are those of the contract and the one for dropped files, no other', () => {
  const { channels } = bound(async () => ({ ok: true, value: null }));
  assert.deepEqual([...channels.keys()].toSorted(), [...names, dropChannel].toSorted());
});

test('every channel takes its well-formed input, and hands it on', async () => {
  const seen: string[] = [];
  const { channels } = bound(async (name) => {
    seen.push(name);
    return { ok: true, value: name };
  });
  for (const [name, input] of Object.entries(wellFormed)) assert.deepEqual(await channels.get(name)?.(own, input), { ok: true, value: name });
  assert.deepEqual(seen.toSorted(), names.toSorted());
});

function isBadRequest(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'error' in answer && (answer.error as { code: string }).code === 'bad-request';
}

test('every channel refuses malformed input with a typed error, and its handler never sees it', async () => {
  const { channels, errors } = bound(() => assert.fail('a handler saw malformed input'));
  const malformed: readonly unknown[] = [undefined, null, 7, 'text', [], { unknown: 1 }, { examId: '../x' }, { clipId: '' }, { tokens: [] }, { frame: -1 }, Number.NaN];
  for (const [channel, answer] of channels) for (const input of malformed) assert.ok(isBadRequest(await answer(own, input)), `${channel} ${String(input)}`);
  assert.deepEqual(errors, []);
});

test('whatever is damaged in a well-formed input, the answer is a typed error or the input is really valid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.entries(wellFormed)), fc.string(), fc.anything(), async ([name, input], extra, value) => {
      const schema = requests[name as RequestName].input;
      const damaged = { ...(input as object), [extra]: value };
      const { channels, errors } = bound(async () => ({ ok: true, value: 'taken' }));
      const answer = await channels.get(name)?.(own, damaged);
      assert.equal(isBadRequest(answer), !schema.safeParse(damaged).success);
      assert.deepEqual(errors, []);
    }),
    { numRuns: 300 },
  );
});

test('foreign senders are refused on every channel', async () => {
  const { channels } = bound(() => assert.fail('a foreign sender was answered'));
  const foreign: readonly MessageEvent[] = [
    { senderFrame: null },
    { senderFrame: { url: 'https://app/index.html', parent: null } },
    { senderFrame: { url: 'pleura://evil/index.html', parent: null } },
    { senderFrame: { url: 'pleura://app.evil/', parent: null } },
    { senderFrame: { url: 'pleura://user@app/', parent: null } },
    { senderFrame: { url: 'pleura://app/', parent: {} } },
    { senderFrame: { url: '', parent: null } },
  ];
  for (const [channel, answer] of channels) {
    const input = channel === dropChannel ? { paths: ['/x'] } : wellFormed[channel as RequestName];
    for (const event of foreign) assert.ok(isBadRequest(await answer(event, input)), channel);
  }
});

test('a throwing handler answers `internal` and is logged', async () => {
  const { channels, errors } = bound(() => Promise.reject(new Error('bug')));
  const answer = await channels.get('jobs.list')?.(own, {});
  assert.equal((answer as { error: { code: string } }).error.code, 'internal');
  assert.equal(errors.length, 1);
});

test('a full disk is told as what it is, on any channel', async () => {
  const { channels } = bound(() => Promise.reject(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })));
  const answer = await channels.get('clips.decide')?.(own, wellFormed['clips.decide']);
  assert.equal((answer as { error: { code: string } }).error.code, 'disk-full');
});
