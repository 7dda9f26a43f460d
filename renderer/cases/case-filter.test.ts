import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyCase, hasPhrase, showsAll, sortedBy, togglePhrase } from './case-filter.ts';

test('a phrase goes into the typed text and out again', () => {
  assert.equal(togglePhrase('', 'today'), 'today');
  assert.equal(togglePhrase('P-3F', 'last week'), 'P-3F last week');
  assert.equal(togglePhrase('P-3F  Last  Week R1', 'last week'), 'P-3F R1');
  assert.ok(hasPhrase('a LAST  week', 'last week'));
  assert.ok(!hasPhrase('todays', 'today'));
});

test('sorting turns round on the second click', () => {
  const bySize = sortedBy(everyCase, 'size');
  assert.deepEqual([bySize.sort, bySize.descending], ['size', true]);
  assert.equal(sortedBy(bySize, 'size').descending, false);
  assert.equal(sortedBy(bySize, 'pseudonym').descending, false);
});

test('blank text narrows nothing', () => {
  assert.ok(showsAll({ ...everyCase, text: '  ' }));
  assert.ok(!showsAll({ ...everyCase, readState: 'read' }));
});
