/** Assignments, adjudication and the report as the page asks for them; the report by the real helper process, on a case log of a file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { AgreementReport, ConsensusPolicy } from '../../preload/agreement.ts';
import type { Result } from '../../preload/domain.ts';
import type { Findings, Reading, ReadingVerdict } from '../../preload/readings.ts';
import { createCaseLog } from '../../db/case-log.ts';
import type { CaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { migrationsFolder, testMedia } from '../../db/test-case-log.ts';
import { agreementReport } from '../analysis/agreement/report.ts';
import { spawnNode } from '../child.ts';
import { join } from 'node:path';
import { createAgreementDesk } from './agreement.ts';
import { createAgreementHelper } from './agreement-helper.ts';
import { agreementRequests } from './agreement-requests.ts';
import { createReaderDesk } from './readers.ts';
import type { ReaderDesk } from './readers.ts';
import { temporaryFolder, value } from './test-workstation.ts';
import { agreementWorkerEntry } from './workstation.ts';

const silent: Findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };

interface Place {
  readonly log: CaseLog;
  readonly readers: ReaderDesk;
  readonly ask: ReturnType<typeof agreementRequests>;
  readonly saved: string[];
  /** Ids by initials: AD is admin, AJ adjudicator, BB and CC annotators. */
  readonly ids: Readonly<Record<'AD' | 'AJ' | 'BB' | 'CC', string>>;
}

/** 12 clips of 6 exams. */
async function place(context: TestContext): Promise<Place> {
  const database = join(temporaryFolder(context), 'pleura.db');
  const db = value(openDatabase({ path: database, migrations: readMigrations(migrationsFolder) }));
  context.after(() => db.close());
  const log = createCaseLog(db);
  const at = '2026-11-01T08:00:00.000Z';
  for (let clip = 0; clip < 12; clip += 1) {
    if (clip % 2 === 0) log.exams.insert({ id: `e${clip}`, pseudonym: `P-${clip}`, examinedAt: at, protocol: 'blue6', createdAt: at });
    log.clips.insert({ id: `c${clip}`, examId: `e${clip - (clip % 2)}`, name: 'x.mp4', zone: 'R1', importedAt: at, media: { ...testMedia, sha256: clip.toString(16).repeat(64) } });
  }
  const readers = createReaderDesk(log, () => undefined);
  const admin = readers.state().current.id;
  for (const [initials, role] of [['AJ', 'adjudicator'], ['BB', 'annotator'], ['CC', 'annotator']] as const) value(await readers.add({ name: initials, initials, role, pin: null }));
  const [, aj, bb, cc] = readers.state().readers.map(({ id }) => id);
  const saved: string[] = [];
  const desk = createAgreementDesk({
    log, database, helper: createAgreementHelper(() => spawnNode(agreementWorkerEntry)),
    saveTable: async ({ name, ending }, text) => {
      saved.push(`${name}.${ending}\n${text}`);
      return { ok: true, value: { saved: true } };
    },
  });
  context.after(() => desk.stop());
  return { log, readers, ask: agreementRequests({ log, readers, agreement: desk }), saved, ids: { AD: admin, AJ: aj ?? '', BB: bb ?? '', CC: cc ?? '' } };
}

let made = 0;
function read(log: CaseLog, reader: string, clip: number, verdict: ReadingVerdict, more: Partial<Reading> = {}): string {
  made += 1;
  const id = `reading-${made}`;
  const committedAt = new Date(Date.UTC(2026, 10, 2, 8, made)).toISOString();
  log.readings.append({ id, clipId: `c${clip}`, examId: '', reader, round: 1, mode: 'blind', replaces: null, committedAt, tookMs: 8_000, verdict, findings: silent, confidence: null, comment: '', ranges: [], strokes: [], ...more });
  return id;
}

function code(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

const asked = (readers: readonly string[]) => ({ question: 'verdict' as const, readers: [...readers], basis: 'independent' as const, from: null, to: null });

test('the report of the helper process is that of the tested function, and is saved as table and record', async (context) => {
  const { log, ask, ids, saved } = await place(context);
  for (let clip = 0; clip < 12; clip += 1) {
    read(log, ids.BB, clip, clip % 2 === 0 ? 'IS' : 'healthy');
    read(log, ids.CC, clip, clip < 3 ? 'healthy' : clip % 2 === 0 ? 'IS' : 'healthy');
  }
  log.readings.appendReveal({ clipId: 'c0', reader: ids.BB, round: 1, readingId: log.rated.all()[0]?.id ?? '', at: '2026-11-02T09:00:00.000Z', shown: { analysis: null, probability: 0.7, verdict: 'IS', readings: [] } });
  const got = value<AgreementReport>(await ask['agreement.report'](asked([ids.BB, ids.CC])));
  const { policies: [policy] } = value(await ask['agreement.overview']());
  assert.ok(policy !== undefined);
  const expected = agreementReport({
    readings: log.rated.all(), adjudications: [], reveals: [{ clipId: 'c0', reader: ids.BB, round: 1, readingId: log.rated.all()[0]?.id ?? '', ai: 'IS' }], question: 'verdict', basis: 'independent',
    period: { from: null, to: null }, readers: [ids.BB, ids.CC], policy, bootstrap: { draws: 2000, seed: 1, level: 0.95 },
  });
  assert.deepEqual(got, expected);
  assert.deepEqual([got.pairs[0]?.clips, got.pairs[0]?.patients, got.perReader[0]?.reveal.clips], [12, 6, 1]);
  value(await ask['agreement.save']({ ...asked([ids.BB, ids.CC]), format: 'csv' }));
  value(await ask['agreement.save']({ ...asked([ids.BB, ids.CC]), format: 'json' }));
  assert.match(saved[0] ?? '', /^agreement verdict\.csv\nquestion,basis,.*\nverdict,independent,,,two readers,BB,CC,agreement,12,6,0\.8333/);
  assert.deepEqual(JSON.parse((saved[1] ?? '').replace(/^.*\n/, '')).pairs, got.pairs);
  assert.equal(code(await ask['agreement.report'](asked(['nobody']))), 'not-found');
});

test('a newer question ends the older one', async (context) => {
  const { log, ask, ids } = await place(context);
  read(log, ids.BB, 0, 'IS');
  const [older, newer] = await Promise.all([ask['agreement.report'](asked([ids.BB, ids.CC])), ask['agreement.report']({ ...asked([ids.BB, ids.CC]), question: 'b-lines' })]);
  assert.deepEqual([code(older), newer.ok ? newer.value.question : code(newer)], ['cancelled', 'b-lines']);
});

test('only adjudicators and admins assign, decide and see who said what; everybody sees the figures', async (context) => {
  const { log, readers, ask, ids } = await place(context);
  read(log, ids.BB, 0, 'IS');
  read(log, ids.CC, 0, 'healthy');
  value(await readers.signIn(ids.BB, null));
  const decide = { clipId: 'c0', verdict: 'IS' as const, findings: silent, reason: '', followed: null, considered: [] };
  assert.deepEqual([
    code(await ask['assignments.add']({ readerId: ids.CC, choice: { kind: 'share', share: 1, seed: 1, of: 'all' } })), code(await ask['assignments.withdraw']({ assignmentId: 'x' })), code(await ask['agreement.choose']({ anonymous: false })),
    code(await ask['adjudication.queue']()), code(await ask['adjudication.open']({ clipId: 'c0' })), code(await ask['adjudication.decide'](decide)),
  ], Array.from({ length: 6 }, () => 'denied'));
  assert.equal(code(await ask['agreement.overview']()), 'ok');
  value(await readers.signIn(ids.AJ, null));
  readers.lock();
  assert.equal(code(await ask['adjudication.queue']()), 'locked');
});

test('second reads by share and repeats: exact, seeded, stored with their rule, withdrawn by whoever may', async (context) => {
  const { log, ask, ids } = await place(context);
  for (let clip = 0; clip < 10; clip += 1) read(log, ids.BB, clip, 'IS');
  const share = value(await ask['assignments.add']({ readerId: ids.CC, choice: { kind: 'share', share: 0.4, seed: 7, of: 'read-by-others' } }));
  assert.deepEqual([share.clips, share.done, share.rule], [4, 0, { kind: 'share', share: 0.4, seed: 7, of: 'read-by-others' }]);
  const open = log.assignments.open(ids.CC).map(({ clipId }) => clipId);
  assert.ok(open.length === 4 && open.every((clipId) => Number(clipId.slice(1)) < 10));
  // What is asked for already is not chosen again.
  const rest = value(await ask['assignments.add']({ readerId: ids.CC, choice: { kind: 'share', share: 1, seed: 7, of: 'read-by-others' } }));
  assert.equal(rest.clips, 6);
  assert.equal(code(await ask['assignments.add']({ readerId: ids.CC, choice: { kind: 'share', share: 1, seed: 7, of: 'read-by-others' } })), 'bad-request');
  const repeat = value(await ask['assignments.add']({ readerId: ids.BB, choice: { kind: 'repeat', share: 0.2, seed: 1 } }));
  assert.deepEqual(log.assignments.open(ids.BB).map(({ round }) => round), [2, 2]);
  const named = value(await ask['assignments.add']({ readerId: ids.CC, choice: { kind: 'clips', clipIds: ['c11', 'c11'] } }));
  assert.equal(named.clips, 1);
  assert.equal(code(await ask['assignments.add']({ readerId: ids.CC, choice: { kind: 'clips', clipIds: ['none'] } })), 'not-found');
  assert.equal(code(await ask['assignments.withdraw']({ assignmentId: repeat.id })), 'ok');
  assert.equal(code(await ask['assignments.withdraw']({ assignmentId: repeat.id })), 'not-found');
  assert.deepEqual([log.assignments.open(ids.BB), value(await ask['assignments.list']()).length, log.audit.verify()], [[], 4, null]);
  assert.equal(log.audit.entries().filter(({ kind }) => kind === 'assignment').length, 5);
});

test('a repeat is compared with the first read, and leaves the comparison with others alone', async (context) => {
  const { log, ask, ids } = await place(context);
  read(log, ids.BB, 3, 'IS');
  value(await ask['assignments.add']({ readerId: ids.BB, choice: { kind: 'repeat', share: 1, seed: 1 } }));
  read(log, ids.BB, 3, 'healthy', { round: 2 });
  assert.deepEqual(log.assignments.open(ids.BB), []);
  const report = value<AgreementReport>(await ask['agreement.report'](asked([ids.BB])));
  assert.deepEqual([report.perReader[0]?.repeats?.clips, report.perReader[0]?.repeats?.observed.value], [1, 0]);
});

test('adjudication: the queue by the chosen rule, anonymous answers, a decision with its reason, anew when a reader changes their mind', async (context) => {
  const { log, readers, ask, ids } = await place(context);
  const [first, second] = [read(log, ids.BB, 0, 'IS'), read(log, ids.CC, 0, 'healthy')];
  for (const reader of [ids.BB, ids.CC]) read(log, reader, 1, 'IS');
  for (const [reader, bLines] of [[ids.BB, '0'], [ids.CC, '1-2']] as const) read(log, reader, 2, 'healthy', { findings: { ...silent, bLines } });
  value(await readers.signIn(ids.AJ, null));
  const queue = async () => value(await ask['adjudication.queue']()).items.map(({ clipId, state, differences }) => [clipId, state, ...differences.map(({ question, answers }) => `${question}: ${answers.join(', ')}`)]);
  assert.deepEqual(await queue(), [['c0', 'open', 'verdict: healthy, IS'], ['c2', 'open', 'b-lines: 0, 1-2']]);
  value(await ask['agreement.choose']({ disagreement: { verdict: true, bLines: 2, aLines: false, severity: null } }));
  assert.deepEqual((await queue()).map(([clipId]) => clipId), ['c0']);

  const shown = value(await ask['adjudication.open']({ clipId: 'c0' }));
  assert.deepEqual([shown.answers.map(({ letter, reader }) => [letter, reader]), shown.ownRead], [[['A', null], ['B', null]], false]);
  assert.deepEqual(value(await ask['adjudication.open']({ clipId: 'c0' })).answers, shown.answers);
  assert.equal(code(await ask['adjudication.open']({ clipId: 'c5' })), 'not-found');
  value(await ask['agreement.choose']({ anonymous: false }));
  assert.deepEqual(new Set(value(await ask['adjudication.open']({ clipId: 'c0' })).answers.map(({ reader }) => reader)), new Set([ids.BB, ids.CC]));

  const decision = { clipId: 'c0', verdict: 'IS' as const, findings: silent, reason: 'Three in one space', followed: first, considered: [first, second] };
  assert.equal(code(await ask['adjudication.decide']({ ...decision, verdict: null })), 'bad-request');
  assert.equal(code(await ask['adjudication.decide']({ ...decision, considered: [first] })), 'conflict');
  assert.equal(code(await ask['adjudication.decide']({ ...decision, followed: 'other' })), 'bad-request');
  const decided = value(await ask['adjudication.decide'](decision));
  assert.deepEqual([decided.adjudicator, decided.followed, decided.ownRead], [ids.AJ, first, false]);
  assert.deepEqual(await queue(), [['c0', 'decided', 'verdict: healthy, IS']]);
  read(log, ids.CC, 0, 'IS', { mode: 'revealed', replaces: second });
  assert.deepEqual((await queue())[0]?.slice(0, 2), ['c0', 'outdated']);
  assert.deepEqual(value(await ask['adjudication.open']({ clipId: 'c0' })).earlier.map(({ reason }) => reason), ['Three in one space']);
  assert.equal(log.audit.verify(), null);
  assert.ok(!JSON.stringify(log.audit.entries()).includes('Three in one space'));
});

test('an adjudicator who read the clip is told so, and it is kept with the decision', async (context) => {
  const { log, readers, ask, ids } = await place(context);
  const considered = [read(log, ids.AJ, 0, 'IS'), read(log, ids.CC, 0, 'healthy')];
  value(await readers.signIn(ids.AJ, null));
  assert.equal(value(await ask['adjudication.open']({ clipId: 'c0' })).ownRead, true);
  assert.equal(value(await ask['adjudication.decide']({ clipId: 'c0', verdict: 'healthy', findings: silent, reason: '', followed: null, considered })).ownRead, true);
});

test('a policy is kept as it was named; one that cannot be used is refused', async (context) => {
  const { ask, ids, log } = await place(context);
  const policy: ConsensusPolicy = { name: 'Expert double', version: 1, rule: { kind: 'weighted', weights: { [ids.BB]: 2 }, others: 1, tie: 'none', minReaders: 2 } };
  value(await ask['agreement.choose']({ policy }));
  assert.deepEqual(value(await ask['agreement.overview']()).choices.policy, policy);
  assert.equal(code(await ask['agreement.choose']({ policy: { ...policy, rule: { kind: 'weighted', weights: {}, others: 0, tie: 'none', minReaders: 1 } } })), 'bad-request');
  assert.ok(!JSON.stringify(log.audit.entries()).includes('Expert'));
});
