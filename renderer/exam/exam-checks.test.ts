import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExamined, checkNotes, checkPseudonym } from './exam-checks.ts';

test('pseudonyms are 1 to 80 characters', () => {
  assert.equal(checkPseudonym('P-3F2A'), null);
  assert.ok(checkPseudonym('   '));
  assert.equal(checkPseudonym(`  ${'x'.repeat(80)}  `), null);
  assert.ok(checkPseudonym('x'.repeat(81)));
});

test('an exam lies in the past, and in the age of ultrasound', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  assert.equal(checkExamined('2026-11-23T09:00', now), null);
  assert.ok(checkExamined('', now));
  assert.ok(checkExamined('0202-11-23T09:00', now), 'a half-typed year');
  assert.ok(checkExamined('2026-11-26T09:00', now));
});

test('notes have an end', () => {
  assert.equal(checkNotes('x'.repeat(20_000)), null);
  assert.ok(checkNotes('x'.repeat(20_001)));
});
