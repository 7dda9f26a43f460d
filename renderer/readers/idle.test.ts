import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reader } from '../../preload/readings.ts';
import { lockAfterMs } from './idle.ts';

const reader = (id: string, more: Partial<Reader> = {}): Reader => ({ id, name: id, initials: 'X', role: 'admin', hasPin: false, active: true, createdAt: '', ...more });

test('an untouched window locks after the set minutes, where there is something to keep apart', () => {
  const two = [reader('a'), reader('b')];
  assert.equal(lockAfterMs(15, { readers: two, locked: false }), 900_000);
  assert.equal(lockAfterMs(15, { readers: [reader('a', { hasPin: true })], locked: false }), 900_000);
  assert.equal(lockAfterMs(0, { readers: two, locked: false }), null);
  assert.equal(lockAfterMs(15, { readers: two, locked: true }), null);
  assert.equal(lockAfterMs(15, { readers: [reader('a')], locked: false }), null);
  assert.equal(lockAfterMs(15, { readers: [reader('a'), reader('b', { active: false })], locked: false }), null);
});
