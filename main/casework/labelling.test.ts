import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CaseLog } from '../../db/case-log.ts';
import type { Candidate } from '../../db/labelling.ts';
import { memoryCaseLog, testMedia } from '../../db/test-case-log.ts';
import type { Events } from '../../preload/contract.ts';
import type { Result, Verdict } from '../../preload/domain.ts';
import type { DraftSave, LabellingPlan, QueueOrder } from '../../preload/labelling.ts';
import type { ReadingContent, ReadingVerdict } from '../../preload/readings.ts';
import { decide } from './decisions.ts';
import { createCurtain, refusedBehindCurtain } from './labelling-curtain.ts';
import { queueOf } from './labelling-queue.ts';
import { chooseHere } from './labelling-choice.ts';
import { createLabellingDesk } from './labelling.ts';
import { createReaderDesk } from './readers.ts';
import { commitInReview } from './readings.ts';
import type { RequestHandlers } from './request-handlers.ts';

const at = '2026-11-23T10:00:00.000Z';
const plan: LabellingPlan = {
  order: 'random', seed: 7, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: 60, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false,
};
const model = { id: 'm', version: '1', sha256: 'ff' };
/** Stands nowhere but in the AI's result: where it turns up, a result has leaked. */
const secret = 0.731_357_9;

function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`);
  return result.value;
}
const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

function said(verdict: ReadingVerdict | null, more: Partial<ReadingContent> = {}): ReadingContent {
  const findings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };
  return { verdict, findings, confidence: null, comment: '', ranges: [], strokes: [], ...more };
}

/** Clips c0, c1 ... in zones R1, R2 ..., the first ones analysed with the given probabilities. */
function labelLog(probabilities: readonly (number | null)[]): CaseLog {
  const log = memoryCaseLog();
  log.exams.insert({ id: 'e1', pseudonym: 'P-TEST', examinedAt: at, protocol: 'blue6', createdAt: at });
  probabilities.forEach((probability, index) => {
    const id = `c${index}`;
    log.clips.insert({ id, examId: 'e1', name: `pneumonia ${index}.mp4`, zone: `R${1 + (index % 3)}`, importedAt: at, media: { ...testMedia, sha256: String(index).repeat(64).slice(0, 64) } });
    if (probability === null) return;
    log.analyses.insert({
      id: `a${index}`, clipId: id, model, preprocessing: 1, provider: 'cpu', frames: 12, guardOverridden: false, maps: [], startedAt: at,
      operatingPoints: { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } },
    });
    const verdict: Verdict = probability >= 0.5 ? 'IS' : 'healthy';
    log.analyses.append(`a${index}`, { scores: [{ frame: 0, logit: 1, probability, evidence: new Float32Array() }], probability, verdict, rejection: null, maxima: new Float32Array() });
  });
  return log;
}

async function desks(log: CaseLog) {
  const readers = createReaderDesk(log, () => undefined);
  const admin = readers.state().current.id;
  value(await readers.add({ name: 'Mia Berg', initials: 'MB', role: 'annotator', pin: null }));
  const mia = readers.state().readers[1]?.id ?? '';
  return { readers, labelling: createLabellingDesk(log, readers, chooseHere(log)), admin, mia };
}

function saveOf(sessionId: string, clipId: string, content: ReadingContent, more: Partial<DraftSave> = {}): DraftSave {
  return { sessionId, position: 0, drafts: [{ clipId, content, spentMs: 1_000 }], history: { from: 0, entries: [], applied: 0 }, ...more };
}

test('before the commit a clip tells no result, no name and no other reader; after it the reveal does, and the next reading is marked', async () => {
  const log = labelLog([secret]);
  const { readers, labelling, admin, mia } = await desks(log);
  commitInReview(log, { id: admin }, 'c0', said('healthy', { comment: 'otherreader' }));
  await readers.signIn(mia, null);
  const { sessionId } = value(await labelling.start(plan));
  const seen = JSON.stringify([labelling.open(sessionId), labelling.clip(sessionId, 'c0'), labelling.overview(), await labelling.preview(plan)]);
  for (const leak of [String(secret), 'otherreader', 'pneumonia', 'P-TEST', '"verdict":"IS"', '"verdict":"healthy"']) assert.ok(!seen.includes(leak), leak);
  assert.equal(code(labelling.reveal(sessionId, 'c0')), 'blind');

  const blind = value(labelling.commit(saveOf(sessionId, 'c0', said('IS')), 'c0', 5_000));
  assert.deepEqual([blind.mode, blind.reader, blind.round, blind.replaces], ['blind', mia, 1, null]);
  const still = JSON.stringify([labelling.open(sessionId), labelling.clip(sessionId, 'c0')]);
  for (const leak of [String(secret), 'otherreader']) assert.ok(!still.includes(leak), leak);

  const reveal = value(labelling.reveal(sessionId, 'c0'));
  assert.equal(reveal.analysis?.probability, secret);
  assert.deepEqual(reveal.others.map(({ initials, verdict, mode, comment }) => [initials, verdict, mode, comment]), [['RE', 'healthy', 'review', 'otherreader']]);
  assert.deepEqual(value(labelling.clip(sessionId, 'c0')).reveal, reveal);
  const kept = value(labelling.commit(saveOf(sessionId, 'c0', said('IS')), 'c0', null));
  assert.deepEqual([kept.mode, kept.replaces], ['revealed', blind.id]);
  assert.deepEqual(log.readings.standing({ readers: [mia] }).map(({ id }) => id), [kept.id]);
  assert.deepEqual(log.readings.standing({ readers: [mia], modes: ['blind'] }).map(({ id }) => id), [blind.id]);
  assert.deepEqual(log.readings.reveals().map(({ readingId, shown }) => [readingId, shown.probability, shown.readings.length]), [[blind.id, secret, 1]]);
  assert.equal(log.audit.verify(), null);
});

test('who saw the AI in review does not read blind, and is told so', async () => {
  const log = labelLog([secret, secret]);
  const { readers, labelling } = await desks(log);
  const reader = readers.state().current;
  value(decide(log, reader, { clipId: 'c0', analysisId: 'a0', answer: 'agree', verdict: 'IS', comment: '' }));
  const { sessionId } = value(await labelling.start(plan));
  assert.equal(value(labelling.clip(sessionId, 'c0')).seenBefore, true);
  assert.equal(value(labelling.clip(sessionId, 'c1')).seenBefore, false);
  assert.equal(value(labelling.commit(saveOf(sessionId, 'c0', said('healthy')), 'c0', null)).mode, 'revealed');
  assert.equal(value(labelling.commit(saveOf(sessionId, 'c1', said('healthy')), 'c1', null)).mode, 'blind');
});

test('a session belongs to its reader, and nobody reads in a locked window', async () => {
  const log = labelLog([null]);
  const { readers, labelling, mia } = await desks(log);
  const { sessionId } = value(await labelling.start(plan));
  await readers.signIn(mia, null);
  assert.equal(code(labelling.open(sessionId)), 'not-found');
  assert.equal(code(labelling.commit(saveOf(sessionId, 'c0', said('IS')), 'c0', null)), 'not-found');
  const own = value(await labelling.start(plan));
  readers.lock();
  for (const answer of [await labelling.start(plan), labelling.clip(own.sessionId, 'c0'), labelling.commit(saveOf(own.sessionId, 'c0', said('IS')), 'c0', null)]) assert.equal(code(answer), 'locked');
});

test('what is no reading is refused: no verdict, touching ranges, strokes beyond the clip, other clips', async () => {
  const { labelling } = await desks(labelLog([null]));
  const { sessionId } = value(await labelling.start(plan));
  const commit = (content: ReadingContent, clipId = 'c0') => code(labelling.commit(saveOf(sessionId, clipId, content), clipId, null));
  assert.equal(commit(said(null)), 'bad-request');
  assert.equal(commit(said('IS', { ranges: [{ track: 'x', first: 0, last: 3 }, { track: 'x', first: 4, last: 5 }] })), 'bad-request');
  assert.equal(commit(said('IS', { ranges: [{ track: 'x', first: 0, last: 12 }] })), 'bad-request');
  assert.equal(commit(said('IS', { strokes: [{ kind: 'pleura', frame: 12, points: [{ x: 0, y: 0 }, { x: 1, y: 1 }] }] })), 'bad-request');
  assert.equal(commit(said('IS'), 'c9'), 'not-found');
  assert.equal(commit(said('IS')), 'ok');
});

test('drafts and history come back as they were saved; redone and cut entries follow; a gap is refused', async () => {
  const { labelling } = await desks(labelLog([null, null]));
  const { sessionId } = value(await labelling.start(plan));
  const gesture = (label: string, before: ReadingVerdict | null, after: ReadingVerdict) => ({ clipId: 'c0', label, before: { verdict: before }, after: { verdict: after } });
  const [first, second, third] = [gesture('one', null, 'IS'), gesture('two', 'IS', 'healthy'), gesture('three', 'IS', 'not-lung')];
  value(labelling.save(saveOf(sessionId, 'c0', said('healthy'), { position: 1, history: { from: 0, entries: [first, second], applied: 2 } })));
  value(labelling.save(saveOf(sessionId, 'c0', said('IS'), { position: 1, history: { from: 2, entries: [], applied: 1 } })));
  let open = value(labelling.open(sessionId));
  assert.deepEqual([open.history, open.applied, open.position], [[first, second], 1, 1]);
  value(labelling.save(saveOf(sessionId, 'c0', said('not-lung'), { history: { from: 1, entries: [third], applied: 2 } })));
  open = value(labelling.open(sessionId));
  assert.deepEqual([open.history, open.applied], [[first, third], 2]);
  assert.deepEqual(open.queue.map(({ state }) => state).toSorted(), ['begun', 'unread']);
  assert.equal(value(labelling.clip(sessionId, 'c0')).draft?.verdict, 'not-lung');
  assert.throws(() => labelling.save(saveOf(sessionId, 'c0', said('IS'), { history: { from: 5, entries: [first], applied: 6 } })), /gap/);
});

test('a repeat is a round of its own, without the earlier answer', async () => {
  const log = labelLog([null]);
  const { labelling } = await desks(log);
  const one = value(await labelling.start(plan)).sessionId;
  value(labelling.commit(saveOf(one, 'c0', said('IS')), 'c0', null));
  assert.equal(code(await labelling.start(plan)), 'not-found');
  const again = value(await labelling.start({ ...plan, unreadOnly: false, repeat: true })).sessionId;
  const clip = value(labelling.clip(again, 'c0'));
  assert.deepEqual([clip.committed, clip.draft], [null, null]);
  assert.deepEqual([value(labelling.commit(saveOf(again, 'c0', said('healthy')), 'c0', null)).round, log.readings.standing({}).length], [2, 2]);
  const on = value(await labelling.start({ ...plan, unreadOnly: false })).sessionId;
  assert.equal(value(labelling.clip(on, 'c0')).committed?.round, 2);
});

test('orders: nearest to the threshold, most disagreement, zone; unread first', async () => {
  const log = labelLog([0.95, 0.48, null, 0.3]);
  const { labelling, readers, admin, mia } = await desks(log);
  const first = async (order: QueueOrder, more: Partial<LabellingPlan> = {}) => value(labelling.open(value(await labelling.start({ ...plan, order, ...more })).sessionId)).queue.map(({ clipId }) => clipId);
  assert.deepEqual(await first('uncertainty'), ['c1', 'c3', 'c0', 'c2']);
  assert.deepEqual((await first('zone')).slice(2), ['c1', 'c2']);
  assert.deepEqual(await first('zone', { zones: ['R2'] }), ['c1']);
  assert.deepEqual(await first('random', { limit: 2 }), (await first('random')).slice(0, 2));
  for (const [reader, verdict] of [[admin, 'IS'], [mia, 'healthy']] as const) commitInReview(log, { id: reader }, 'c3', said(verdict));
  const third = value(await readers.add({ name: 'Ann', initials: 'AN', role: 'annotator', pin: null })).readers[2]?.id ?? '';
  await readers.signIn(third, null);
  assert.equal((await first('disagreement'))[0], 'c3');
  commitInReview(log, { id: third }, 'c3', said('IS'));
  assert.equal((await first('disagreement', { unreadOnly: false })).at(-1), 'c3');
});

const candidates = fc.uniqueArray(fc.record({
  clipId: fc.string({ minLength: 1, maxLength: 8 }), zone: fc.constantFrom('R1', 'L2', null), examinedAt: fc.constantFrom('2026', '2025'),
  doubt: fc.option(fc.double({ min: 0, max: 0.5, noNaN: true })), disagreement: fc.constantFrom(0, 0.5, 1), rounds: fc.nat(2),
}), { selector: ({ clipId }) => clipId, maxLength: 20 });

test('a queue holds each clip once, unread first, and is the same for the same seed whatever the order of the candidates', () => {
  fc.assert(fc.property(candidates, fc.constantFrom<QueueOrder>('random', 'uncertainty', 'disagreement', 'zone', 'date'), fc.nat(), (all: readonly Candidate[], order, seed) => {
    const queue = queueOf(all, { order, seed, limit: 100, repeat: false });
    assert.deepEqual(queue.map(({ clipId }) => clipId).toSorted(), all.map(({ clipId }) => clipId).toSorted());
    const rounds = queue.map(({ clipId }) => all.find((one) => one.clipId === clipId)?.rounds ?? 0);
    assert.ok(rounds.every((own, index) => index === 0 || own > 0 || rounds[index - 1] === 0));
    assert.deepEqual(queueOf(all.toReversed(), { order, seed, limit: 100, repeat: false }), queue);
  }));
});

test('behind the curtain nothing but labelling answers, also what this test never heard of; events come when it is lifted', async () => {
  const told: string[] = [];
  const curtain = createCurtain((name, event) => told.push(`${name} ${JSON.stringify(event)}`));
  const ok = async () => ({ ok: true, value: secret });
  const handlers = { 'labelling.clip': ok, 'clips.get': ok, 'exams.list': ok, 'something.new': ok } as unknown as RequestHandlers;
  const guarded = refusedBehindCurtain(handlers, curtain) as unknown as Readonly<Record<string, () => Promise<Result<unknown>>>>;
  const codes = async () => Promise.all(Object.values(guarded).map(async (ask) => code(await ask())));
  assert.deepEqual(await codes(), ['ok', 'ok', 'ok', 'ok']);
  curtain.draw();
  assert.deepEqual(await codes(), ['ok', 'blind', 'blind', 'blind']);
  const progress: Events['analysis.progress'] = { clipId: 'c0', analysisId: 'a0', scores: [], scored: 1, frames: 12, probability: secret, verdict: 'IS', rejection: null, state: 'running' };
  curtain.emit('analysis.progress', progress);
  curtain.emit('clip.changed', { clipId: 'c0', examId: 'e1' });
  curtain.emit('exam.changed', { examId: 'e1' });
  curtain.emit('lime.changed', { analysisId: 'a0', frame: 0, lime: null, error: null });
  assert.deepEqual(told, []);
  curtain.lift();
  assert.deepEqual(told, ['clip.changed {"clipId":"c0","examId":"e1"}', 'exam.changed {"examId":"e1"}']);
  curtain.emit('analysis.progress', progress);
  assert.equal(told.length, 3);
  assert.deepEqual(await codes(), ['ok', 'ok', 'ok', 'ok']);
});

test('what a reader is asked to read is a session in that order and in those rounds', async () => {
  const log = labelLog([null, null, null]);
  const { labelling, readers, admin, mia } = await desks(log);
  log.assignments.append({ id: 'as', reader: mia, rule: { kind: 'clips' }, by: admin, at, clips: [{ clipId: 'c2', round: 1 }, { clipId: 'c0', round: 2 }] });
  assert.equal(labelling.overview().asked, 0);
  await readers.signIn(mia, null);
  assert.equal(labelling.overview().asked, 2);
  const { sessionId } = value(await labelling.start({ ...plan, askedOnly: true }));
  assert.deepEqual(value(labelling.open(sessionId)).queue.map(({ clipId }) => clipId), ['c2', 'c0']);
  assert.equal(value(labelling.commit(saveOf(sessionId, 'c0', said('IS')), 'c0', null)).round, 2);
  assert.equal(labelling.overview().asked, 1);
});
