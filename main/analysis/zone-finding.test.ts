import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoneFindingOf, zonesByModel } from './zone-finding.ts';

test('one positive clip makes a zone positive; otherwise the least certain clip decides', () => {
  assert.equal(zoneFindingOf([]), 'not-examined');
  assert.equal(zoneFindingOf(['healthy', 'IS', null]), 'IS');
  assert.equal(zoneFindingOf(['healthy', null]), 'not-analysed');
  assert.equal(zoneFindingOf(['healthy', 'indeterminate']), 'indeterminate');
  assert.equal(zoneFindingOf(['healthy', 'healthy']), 'healthy');
  assert.equal(zoneFindingOf(['rejected', 'healthy']), 'healthy');
  assert.equal(zoneFindingOf(['rejected', null]), 'not-analysed');
  assert.equal(zoneFindingOf(['rejected', 'rejected']), 'rejected');
});

test('clips are gathered by zone', () => {
  assert.deepEqual(zonesByModel([{ zone: 'R1', verdict: 'healthy' }, { zone: null, verdict: 'IS' }, { zone: 'R1', verdict: 'IS' }]), [
    { zone: 'R1', clips: 2, ai: 'IS', read: null },
  ]);
});
