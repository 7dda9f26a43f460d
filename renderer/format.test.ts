import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, count, day, duration, fromLocalInput, interval, probability, timeLeft, toLocalInput } from './format.ts';

test('counts have their plural and thousands', () => {
  assert.equal(count(1, 'clip'), '1 clip');
  assert.equal(count(0, 'clip'), '0 clips');
  assert.equal(count(12431, 'exam'), '12,431 exams');
});

test('bytes never show four digits before the point', () => {
  assert.equal(bytes(0), '0 B');
  assert.equal(bytes(840), '840 B');
  assert.equal(bytes(1_420_000_000), '1.42 GB');
  assert.equal(bytes(999_600), '1.00 MB');
  assert.equal(bytes(99_990), '100 kB');
  fc.assert(fc.property(fc.integer({ min: 0, max: 9e14 }), (size) => /^\d{1,3}(?:\.\d{1,2})? (?:B|kB|MB|GB|TB)$/.test(bytes(size))));
});

test('a probability is never shown as certainty', () => {
  assert.equal(probability(null), '–');
  assert.equal(probability(0.934), '0.93');
  assert.equal(probability(0.9999), '0.99');
  assert.equal(probability(0.0001), '0.01');
  assert.equal(probability(1), '0.99');
});

test('intervals', () => {
  assert.equal(interval({ value: 0.871, low: 0.8, high: 0.92 }), '0.87 (0.80 to 0.92)');
});

test('time left is coarse', () => {
  assert.equal(timeLeft(null), '');
  assert.equal(timeLeft(2_000), 'a few seconds left');
  assert.equal(timeLeft(41_000), '40 s left');
  assert.equal(timeLeft(170_000), '3 min left');
  assert.equal(timeLeft(5_400_000), '1.5 h left');
});

test('durations', () => {
  assert.equal(duration(4_000), '4.0 s');
  assert.equal(duration(65_000), '1:05');
  assert.equal(duration(59_990), '1:00');
});

test('days name the year only where it is another', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  assert.equal(day('2026-11-22T12:00:00Z', now), '22 Nov');
  assert.equal(day('2025-11-22T12:00:00Z', now), '22 Nov 2025');
  assert.equal(day('nonsense', now), '–');
});

test('local input and ISO time are each other’s reverse, to the minute', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
    date.setSeconds(0, 0);
    const iso = date.toISOString();
    const there = fromLocalInput(toLocalInput(iso));
    // The hour that a clock change repeats comes back as either of its two.
    return there !== null && Math.abs(Date.parse(there) - Date.parse(iso)) <= 3_600_000 && toLocalInput(there) === toLocalInput(iso);
  }));
  assert.equal(fromLocalInput(''), null);
  assert.equal(fromLocalInput('2026-13-01T00:00'), null);
});
