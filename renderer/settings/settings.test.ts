import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearlyFull, storageParts } from './storage-parts.ts';

const info = { root: '/x', originalsBytes: 100, framesBytes: 300, databaseBytes: 0, freeBytes: 50_000_000_000 };

test('shares are of what is kept and sum to one', () => {
  assert.deepEqual(storageParts(info).map(({ share }) => share), [0.25, 0.75, 0]);
  assert.deepEqual(storageParts({ ...info, originalsBytes: 0, framesBytes: 0 }).map(({ share }) => share), [0, 0, 0]);
});

test('little room is told in time', () => {
  assert.equal(nearlyFull(info), false);
  assert.equal(nearlyFull({ ...info, freeBytes: 4_999_999_999 }), true);
});
