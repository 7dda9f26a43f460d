import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseLog } from '../../db/case-log.ts';
import { memoryCaseLog, testMedia } from '../../db/test-case-log.ts';
import type { Result } from '../../preload/domain.ts';
import type { Findings } from '../../preload/readings.ts';
import type { ReportState } from '../../preload/report.ts';
import { createReaderDesk } from './readers.ts';
import { createReportOutput, reportSettings } from './report-output.ts';
import { createReports } from './reports.ts';

const at = '2026-11-23T10:00:00.000Z';
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const unsaid: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

function addExam(log: CaseLog, id: string, examinedAt: string): void {
  log.exams.insert({ id, pseudonym: 'P-TEST', examinedAt, protocol: 'blue6', createdAt: at });
  for (const [index, zone] of ['R1', 'R2', 'R3', 'L1', 'L2', 'L3'].entries()) {
    const media = { ...testMedia, sha256: `${index}`.repeat(64) };
    log.clips.insert({ id: `${id}-${zone}`, examId: id, name: `Smith ${zone}.mp4`, zone, importedAt: at, media });
  }
}

function desk() {
  const log = memoryCaseLog();
  addExam(log, 'e1', at);
  const readers = createReaderDesk(log, () => undefined);
  const reports = createReports({ log, readers, emit: () => undefined, settings: () => reportSettings(log), program: 'Pleura test' });
  const read = (clipId: string, findings: Partial<Findings>, id = `r-${clipId}`) => log.readings.append({
    id, clipId, examId: 'e1', reader: readers.state().current.id, round: 1, mode: 'review', replaces: null, verdict: null, findings: { ...unsaid, ...findings },
    confidence: null, comment: '', ranges: [], strokes: [], committedAt: at, tookMs: null,
  });
  return { log, readers, reports, read };
}

function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message} ${result.error.hint}`);
  return result.value;
}

function edited(state: ReportState, zones: Partial<ReportState['entries']['zones'][number]>, texts: { readonly conclusion?: string; readonly whyIncomplete?: string } = {}) {
  return { ...state.entries, ...texts, zones: state.entries.zones.map((zone) => ({ ...zone, ...zones })) };
}

test('a report begins with the reader’s own readings, and nothing is stored until something is entered', () => {
  const { log, reports, read } = desk();
  read('e1-R1', { bLines: '3+' });
  const state = value(reports.state('e1'));
  assert.equal(state.stage, 'new');
  assert.deepEqual(state.entries.zones.map(({ zone, bLines, state: said }) => [zone, bLines, said])[0], ['R1', '3+', 'pathological']);
  assert.equal(log.reports.draft('e1'), null);
  assert.ok(!JSON.stringify(state).includes('Smith'), 'no file name');
});

test('drafts are saved as typed; a save that does not know the newest is refused', () => {
  const { log, reports } = desk();
  const first = value(reports.save('e1', 0, edited(value(reports.state('e1')), { bLines: '0' })));
  assert.deepEqual([first.stage, first.revision], ['draft', 1]);
  assert.equal(first.entries.zones[0]?.sources.bLines?.kind, 'typed');
  const stale = reports.save('e1', 0, edited(first, { bLines: '3+' }));
  assert.equal(stale.ok ? '' : stale.error.code, 'conflict');
  assert.equal(log.reports.draft('e1')?.entries.zones[0]?.bLines, '0');
});

test('newer readings are noticed, and taken in on request only', () => {
  const { reports, read } = desk();
  read('e1-R1', { bLines: '0' });
  const draft = value(reports.save('e1', 0, { ...value(reports.state('e1')).entries, indication: 'dyspnoea' }));
  assert.equal(draft.newerReadings, false);
  read('e1-R1', { bLines: 'confluent' }, 'r2');
  const noticed = value(reports.state('e1'));
  assert.deepEqual([noticed.newerReadings, noticed.entries.zones[0]?.bLines], [true, '0']);
  const taken = value(reports.refill('e1', noticed.revision));
  assert.deepEqual([taken.newerReadings, taken.entries.zones[0]?.bLines, taken.entries.indication], [false, 'confluent', 'dyspnoea']);
});

test('an adjudicator’s decision stands before the reader’s own reading, and is named', () => {
  const { log, readers, reports, read } = desk();
  read('e1-R1', { bLines: '0' });
  log.adjudications.append({
    id: 'adj', clipId: 'e1-R1', adjudicator: readers.state().current.id, decidedAt: at, verdict: 'IS', findings: { ...unsaid, bLines: '3+' }, reason: 'three lines in frame 4',
    followed: null, considered: ['r-e1-R1'], ownRead: false,
  });
  const [zone] = value(reports.state('e1')).entries.zones;
  assert.deepEqual([zone?.bLines, zone?.sources.bLines?.kind], ['3+', 'adjudicated']);
});

test('signing needs every zone, a conclusion and the PIN; what is signed stays', async () => {
  const { log, readers, reports } = desk();
  value(await readers.setPin(readers.state().current.id, '4321', null));
  const blank = value(reports.state('e1'));
  const early = await reports.sign('e1', blank.revision, '4321');
  assert.match(early.ok ? '' : early.error.hint, /Say what R1, R2, R3, L1, L2 and L3 show/);
  const draft = value(reports.save('e1', 0, edited(blank, { state: 'normal', bLines: '0' }, { conclusion: 'Normal.' })));
  assert.deepEqual(draft.open, []);
  const wrong = await reports.sign('e1', draft.revision, '1111');
  assert.equal(wrong.ok ? '' : wrong.error.code, 'denied');
  assert.equal(log.reports.newest('e1'), null);
  const signed = value(await reports.sign('e1', draft.revision, '4321'));
  assert.deepEqual([signed.stage, signed.versions.length, signed.versions[0]?.signature.pinChecked], ['signed', 1, true]);
  const after = reports.save('e1', 0, edited(signed, { bLines: '3+' }));
  assert.equal(after.ok ? '' : after.error.code, 'conflict');
  assert.equal(log.audit.verify(), null);
  assert.ok(log.audit.entries().some(({ kind, detail }) => kind === 'report' && detail.includes('"did":"signed"')));
});

test('an amendment is a new version that names the earlier one and the reason; discarding it leaves the signed one', async () => {
  const { reports } = desk();
  const draft = value(reports.save('e1', 0, edited(value(reports.state('e1')), { state: 'normal', bLines: '0' }, { conclusion: 'Normal.' })));
  value(await reports.sign('e1', draft.revision, null));
  const first = value(reports.amend('e1', 'L2 was overlooked'));
  assert.deepEqual([first.stage, first.amends], ['draft', { number: 1, reason: 'L2 was overlooked' }]);
  assert.equal(value(reports.discard('e1', first.revision)).stage, 'signed');
  const again = value(reports.amend('e1', 'L2 was overlooked'));
  const changed = value(reports.save('e1', again.revision, edited(again, { state: 'pathological', bLines: '3+' }, { conclusion: 'Interstitial pattern.' })));
  const signed = value(await reports.sign('e1', changed.revision, null));
  assert.deepEqual(signed.versions.map(({ number, amends }) => [number, amends?.number ?? null, amends?.reason ?? null]), [[2, 1, 'L2 was overlooked'], [1, null, null]]);
  assert.equal(signed.content.conclusion, 'Interstitial pattern.');
});

test('AI is suggested, enters by request only, and the report names model and confirming reader', () => {
  const { log, readers, reports } = desk();
  const model = { id: 'm', version: '1', sha256: 'aa' };
  const points = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };
  log.analyses.insert({ id: 'a1', clipId: 'e1-R1', model, preprocessing: 1, provider: 'cpu', frames: 12, operatingPoints: points, maps: [{ name: 'fused', height: 1, width: 1 }], guardOverridden: false, startedAt: at });
  const score = (frame: number, probability: number) => ({ frame, logit: 0, probability, evidence: Float32Array.of(0) });
  log.analyses.append('a1', { scores: [score(3, 0.6), score(7, 0.95)], probability: 0.9, verdict: 'IS', rejection: null, maxima: Float32Array.of(1) });
  log.analyses.setState('a1', 'done', at, null);
  const before = value(reports.state('e1'));
  assert.deepEqual(before.suggestions.ai.map(({ zone, state, frame }) => [zone, state, frame]), [['R1', 'pathological', 7]]);
  assert.equal(before.entries.zones[0]?.state, null);
  const taken = value(reports.takeAi('e1', before.revision, 'R1'));
  const source = taken.entries.zones[0]?.sources.state;
  assert.ok(source?.kind === 'ai' && source.confirmedBy === readers.state().current.name && source.model.id === 'm');
  assert.deepEqual(taken.entries.zones[0]?.evidence, [{ clipId: 'e1-R1', frame: 7, from: 'ai' }]);
  assert.equal(reports.takeAi('e1', taken.revision, 'R2').ok, false);
});

test('key images are kept by checksum; one that is not in the log is refused', () => {
  const { log, reports } = desk();
  const image = { clipId: 'e1-R1', frame: 3, overlay: null, width: 320, height: 240 };
  assert.equal(value(reports.addImage('e1', image, png)), 1);
  const state = value(reports.state('e1'));
  const [kept] = state.entries.keyImages;
  assert.deepEqual([kept?.zone, kept?.frame], ['R1', 3]);
  assert.deepEqual(log.reports.image(kept?.sha256 ?? ''), png);
  const forged = reports.save('e1', state.revision, { ...state.entries, keyImages: [{ ...image, sha256: 'f'.repeat(64), zone: null, caption: '' }] });
  assert.equal(forged.ok ? '' : forged.error.code, 'bad-request');
});

test('a page that cannot be printed is a typed error, and its address is gone at once', async () => {
  const { log, reports } = desk();
  let address = '';
  const errors: unknown[] = [];
  const output = createReportOutput(log, reports, { choose: async () => '/nowhere/x.pdf', print: async (path) => {
    address = path;
    assert.ok(output.pages.page(path.split('/').at(-1) ?? '')?.html.includes('DRAFT'));
    throw new Error('no printer');
  } }, (error) => errors.push(error));
  const made = await output.pdf('e1', null, 'A4');
  assert.equal(made.ok ? '' : made.error.code, 'internal');
  assert.equal(output.pages.page(address.split('/').at(-1) ?? ''), null);
  assert.equal(errors.length, 1);
  const exported = await output.saveAs('e1', null, 'json', 'A4');
  assert.equal(exported.ok ? '' : exported.error.code, 'conflict', 'a draft is not exported');
});

test('what other readers agree on begins a report of who has not read; a second reader who is asked to read stays blind; one other reader is nobody’s consensus', () => {
  const { log, reports, readers, read } = desk();
  const [ada, ben] = ['ada', 'ben'];
  for (const [id, name] of [[ada, 'Ada'], [ben, 'Ben']] as const) log.readers.insert({ id, name, initials: name.slice(0, 2), role: 'annotator', createdAt: at });
  const readBy = (reader: string, clipId: string, findings: Partial<Findings>): void => log.readings.append({
    id: `${reader}-${clipId}`, clipId, examId: 'e1', reader, round: 1, mode: 'blind', replaces: null, verdict: 'IS', findings: { ...unsaid, ...findings },
    confidence: null, comment: '', ranges: [], strokes: [], committedAt: at, tookMs: null,
  });
  for (const clip of ['e1-R1', 'e1-R3', 'e1-L1', 'e1-L2']) for (const reader of [ada, ben]) readBy(reader, clip, { bLines: '3+' });
  readBy(ada, 'e1-R2', { bLines: '3+' });
  log.settings.setNote('agreement', JSON.stringify({ policy: { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } } }));
  readBy(ada, 'e1-L3', { effusion: 'small' });
  readBy(ben, 'e1-L3', {});
  read('e1-R3', { bLines: '0' });
  log.assignments.append({ id: 'as', reader: readers.state().current.id, rule: { kind: 'clips' }, by: ada, at, clips: [{ clipId: 'e1-L1', round: 1 }] });
  const plan = { order: 'zone', seed: 1, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: 9, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false } as const;
  log.labelling.create({ id: 'session', reader: readers.state().current.id, plan, createdAt: at }, [{ clipId: 'e1-L2', zone: 'L2', round: 1 }]);
  const zones = new Map(value(reports.state('e1')).entries.zones.map((zone) => [zone.zone, zone]));
  assert.deepEqual([zones.get('R1')?.bLines, zones.get('R1')?.state], ['3+', 'pathological']);
  assert.deepEqual(zones.get('R1')?.sources.bLines, { kind: 'consensus', reader: 'Ada, Ben (Majority)', readings: [`${ada}-e1-R1`, `${ben}-e1-R1`] });
  assert.equal(zones.get('R2')?.bLines, null, 'one other reader');
  assert.deepEqual([zones.get('L3')?.state, zones.get('L3')?.effusion], ['pathological', null], 'a finding that one of two named');
  assert.equal(zones.get('R3')?.bLines, '0', 'the own reading stands');
  assert.equal(zones.get('L1')?.bLines, null, 'asked to read');
  assert.equal(zones.get('L2')?.bLines, null, 'in the open session');
});
