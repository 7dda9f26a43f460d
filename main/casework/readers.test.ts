import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PinState } from '../../db/readers.ts';
import { memoryCaseLog } from '../../db/test-case-log.ts';
import type { Result } from '../../preload/domain.ts';
import type { ReadersState } from '../../preload/readings.ts';
import { afterWrongPin, pinMatches, pinRecord, waitMs } from './readers-pin.ts';
import { refusedWhileLocked } from './readers-requests.ts';
import { createReaderDesk, initialsOf } from './readers.ts';
import type { RequestHandlers } from './request-handlers.ts';

const none = () => undefined;
const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

function state(result: Result<ReadersState>): ReadersState {
  assert.ok(result.ok, code(result));
  return result.value;
}

test('the name that decisions carried becomes the first profile, an admin without PIN, once', () => {
  const log = memoryCaseLog();
  log.settings.set({ readerName: 'Jo van Doe' });
  const { current, locked, may } = createReaderDesk(log, none).state();
  assert.deepEqual([current.name, current.initials, current.role, current.hasPin, locked], ['Jo van Doe', 'JD', 'admin', false, false]);
  assert.deepEqual(may, { adjudicate: true, manageReaders: true });
  assert.equal(createReaderDesk(log, none).state().current.id, current.id);
  assert.equal(log.readers.count(), 1);
});

test('initials of names', () => {
  assert.deepEqual(['Jo Doe', 'MB', 'Reader', 'Ödön von Horváth', '12', 'x'].map(initialsOf), ['JD', 'MB', 'RE', 'ÖH', 'R', 'X']);
});

test('a PIN is kept as a salted scrypt record and compared', async () => {
  const [one, other] = [await pinRecord('2468'), await pinRecord('2468')];
  assert.notEqual(one, other);
  assert.ok(!one.includes('2468'));
  assert.equal(await pinMatches('2468', one), true);
  assert.equal(await pinMatches('2469', one), false);
});

test('the fifth wrong PIN in a row waits 30 s, each further one twice as long, at most 15 minutes', () => {
  let pin: PinState = { record: 'x', failures: 0, blockedUntil: null };
  const waits = Array.from({ length: 12 }, () => {
    pin = afterWrongPin(pin, 0);
    return waitMs(pin, 0) / 1_000;
  });
  assert.deepEqual(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  assert.equal(waitMs(pin, 900_000), 0);
});

test('switching asks for the PIN, counts wrong ones over a restart, and blocks', async () => {
  const log = memoryCaseLog();
  const desk = createReaderDesk(log, none);
  const added = state(await desk.add({ name: 'Mia Berg', initials: 'mb', role: 'annotator', pin: '1357' }));
  const mia = added.readers[1];
  assert.deepEqual([mia?.initials, mia?.hasPin], ['MB', true]);
  const id = mia?.id ?? '';
  for (const pin of [null, '0000', '1111', '2222']) assert.equal(code(await desk.signIn(id, pin)), 'denied');
  const again = createReaderDesk(log, none);
  assert.equal(code(await again.signIn(id, '3333')), 'denied');
  // Even the right one must wait now.
  assert.equal(code(await again.signIn(id, '1357')), 'denied');
  assert.equal(again.state().current.role, 'admin');
  log.readers.setPin(id, { ...log.readers.pin(id) ?? { record: null, failures: 0 }, blockedUntil: '2020-01-01T00:00:00.000Z' });
  assert.equal(state(await again.signIn(id, '1357')).current.id, id);
  assert.equal(log.readers.pin(id)?.failures, 0);
  assert.equal(log.settings.get().readerName, 'Mia Berg');
  // A start opens locked where the reader has a PIN.
  assert.equal(createReaderDesk(log, none).state().locked, true);
  assert.equal(log.audit.verify(), null);
  assert.ok(!JSON.stringify(log.audit.entries()).includes('Mia'));
});

test('a locked desk lets nobody act until the reader confirms', async () => {
  const desk = createReaderDesk(memoryCaseLog(), none);
  const { current } = desk.state();
  desk.lock();
  assert.equal(code(desk.acting()), 'locked');
  assert.equal(code(desk.update(current.id, { name: 'x' })), 'locked');
  assert.equal(state(await desk.signIn(current.id, null)).locked, false);
  assert.equal(code(desk.acting()), 'ok');
});

test('only admins manage, only adjudicators and admins adjudicate, and an admin always remains', async () => {
  const log = memoryCaseLog();
  const desk = createReaderDesk(log, none);
  const admin = desk.state().current.id;
  const ids: Record<string, string> = {};
  for (const role of ['sonographer', 'annotator', 'adjudicator'] as const) {
    const { readers } = state(await desk.add({ name: role, initials: role.slice(0, 2) === 'ad' ? 'AJ' : role.slice(0, 2), role, pin: null }));
    ids[role] = readers.at(-1)?.id ?? '';
  }
  assert.equal(code(await desk.add({ name: 'x', initials: 'aj', role: 'admin', pin: null })), 'conflict');
  assert.equal(code(desk.update(admin, { role: 'annotator' })), 'conflict');
  assert.equal(code(desk.setActive(admin, false)), 'conflict');
  for (const [role, adjudicates] of [['sonographer', 'denied'], ['annotator', 'denied'], ['adjudicator', 'ok']] as const) {
    await desk.signIn(ids[role] ?? '', null);
    assert.equal(code(desk.adjudicating()), adjudicates, role);
    assert.equal(code(await desk.add({ name: 'x', initials: 'XX', role: 'admin', pin: null })), 'denied');
    assert.equal(code(desk.setActive(admin, false)), 'denied');
    assert.equal(code(await desk.setPin(admin, '9999', null)), 'denied');
  }
  // Everybody may set their own PIN, with the present one.
  const own = desk.state().current.id;
  assert.equal(code(await desk.setPin(own, '1234', null)), 'ok');
  assert.equal(code(await desk.setPin(own, null, '0000')), 'denied');
  assert.equal(code(await desk.setPin(own, null, '1234')), 'ok');
  await desk.signIn(admin, null);
  assert.equal(code(desk.setActive(ids['annotator'] ?? '', false)), 'ok');
  assert.equal(code(await desk.signIn(ids['annotator'] ?? '', null)), 'not-found');
});

test('while locked, whatever acts is refused, also what this test never heard of', async () => {
  let locked = true;
  const ok = async () => ({ ok: true, value: 'answer' });
  const handlers = { 'exams.list': ok, 'clips.decide': ok, 'something.new': ok, 'readers.signIn': ok } as unknown as RequestHandlers;
  const guarded = refusedWhileLocked(handlers, () => locked) as unknown as Readonly<Record<string, () => Promise<Result<unknown>>>>;
  const codes = async () => Promise.all(Object.values(guarded).map(async (ask) => code(await ask())));
  assert.deepEqual(await codes(), ['ok', 'locked', 'locked', 'ok']);
  locked = false;
  assert.deepEqual(await codes(), ['ok', 'ok', 'ok', 'ok']);
});
