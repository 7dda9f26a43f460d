import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enough, counted, keepCounts, learnt, readCounts } from './learnt-keys.ts';
import { hintsFor, sayHints } from './key-hints.ts';
import { endOfDay, previewWords, sessionSize, startOfDay } from './plan.ts';

test('a day is a day of the reader’s clock, from its first instant to the next day’s', () => {
  const [from, to] = [startOfDay('2026-03-28'), endOfDay('2026-03-28')];
  assert.ok(from !== null && to !== null);
  assert.deepEqual([new Date(from).getDate(), new Date(from).getHours(), new Date(to).getDate(), new Date(to).getHours()], [28, 0, 29, 0]);
  assert.equal(startOfDay(''), null);
  assert.equal(endOfDay('yesterday'), null);
});

test('what a plan brings, in words', () => {
  assert.equal(previewWords({ clips: 0, unread: 0 }, { limit: 60, unreadOnly: true }), 'No clip matches that you have not read.');
  assert.equal(previewWords({ clips: 1, unread: 1 }, { limit: 60, unreadOnly: true }), '1 clip that you have not read matches.');
  assert.equal(previewWords({ clips: 90, unread: 12 }, { limit: 60, unreadOnly: false }), '90 clips match, 12 of them never read by you. The session takes 60.');
  assert.equal(sessionSize({ clips: 90, unread: 0 }, { limit: 60 }), 60);
});

test('hints go once their keys are known; what is in hand always shows its keys', () => {
  let counts = readCounts(null);
  for (let press = 0; press < enough; press += 1) {
    assert.equal(learnt(counts, 'verdict'), false);
    counts = counted(counts, 'verdict');
  }
  assert.deepEqual(hintsFor(counts, 'say').map(({ name }) => name), sayHints.map(({ name }) => name).filter((name) => name !== 'verdict'));
  const all = sayHints.reduce((known, { name }) => ({ ...known, [name]: enough }), counts);
  assert.deepEqual(hintsFor(all, 'say'), []);
  assert.ok(hintsFor(all, 'draw').length > 0 && hintsFor(all, 'range').length > 0);
  const kept = new Map<string, string>();
  keepCounts({ setItem: (name, value) => void kept.set(name, value) }, all);
  assert.deepEqual(readCounts({ getItem: (name) => kept.get(name) ?? null }), all);
  for (const broken of ['[]', 'null', '{', '{"a":"b"}']) assert.deepEqual(readCounts({ getItem: () => broken }), {});
});
