import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dice, mutators } from './mutations.ts';

const sample = { bytes: Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 31) & 255)), extension: '.mp4' };

test('the same seed gives the same damage, and the sample stays whole', () => {
  const before = Buffer.from(sample.bytes);
  for (const [name, mutate] of Object.entries(mutators)) {
    const first = mutate(new Dice(5), sample, sample);
    const second = mutate(new Dice(5), sample, sample);
    assert.deepEqual(first, second, name);
    assert.deepEqual(sample.bytes, before, name);
  }
});

test('dice are spread over their range', () => {
  const dice = new Dice(1);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++) {
    const rolled = dice.below(4);
    counts[rolled] = (counts[rolled] ?? 0) + 1;
  }
  assert.ok(counts.every((count) => count > 700));
  assert.throws(() => dice.pick([]), RangeError);
});
