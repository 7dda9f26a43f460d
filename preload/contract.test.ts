import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requests } from './contract.ts';

test('no request takes members that its schema does not name', () => {
  for (const [name, { input }] of Object.entries(requests)) {
    const parsed = input.safeParse({ unknownMember: 1 });
    assert.equal(parsed.success, false, name);
    assert.ok(parsed.error?.issues.some(({ code }) => code === 'unrecognized_keys'), `${name} is not strict`);
  }
});

test('requests are named subject.verb', () => {
  for (const name of Object.keys(requests)) assert.match(name, /^[a-z]+\.[a-zA-Z]+$/);
});
