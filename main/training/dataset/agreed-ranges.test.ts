import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreedRanges } from './agreed-ranges.ts';

const range = (track: string, first: number, last: number) => ({ track, first, last });

test('most of those who marked a track decide each frame; one is enough for what cannot be read', () => {
  const readers = [{ ranges: [range('b-lines', 2, 6), range('not-readable', 0, 0)] }, { ranges: [range('b-lines', 4, 9)] }, { ranges: [range('b-lines', 5, 5), range('b-lines', 8, 20)] }, { ranges: [] }];
  assert.deepEqual(agreedRanges(readers, 12), [range('b-lines', 4, 6), range('b-lines', 8, 9), range('not-readable', 0, 0)]);
  assert.deepEqual(agreedRanges([readers[0] ?? { ranges: [] }], 5), [range('b-lines', 2, 4), range('not-readable', 0, 0)], 'one reader’s own ranges, inside the clip');
  assert.deepEqual(agreedRanges([], 5), []);
});
