import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameAtPlace, placeOfFrame, stripColumns } from './strip-columns.ts';

const scores = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 400 });

test('a frame lies under its own place', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (count, pick) => assert.equal(frameAtPlace(placeOfFrame(pick % count, count), count), pick % count)));
  assert.equal(frameAtPlace(-0.2, 10), 0);
  assert.equal(frameAtPlace(1.2, 10), 9);
});

test('columns cover the strip without gaps, and the highest score and the unscored stay to be seen', () => {
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 300 }), (probabilities, pixels) => {
      const columns = stripColumns(probabilities, pixels);
      assert.ok(columns.length <= pixels && columns[0]?.from === 0 && columns.at(-1)?.to === 1);
      columns.forEach((column, i) => assert.equal(column.from, i === 0 ? 0 : columns[i - 1]?.to));
      const known = probabilities.filter((value) => value !== null);
      assert.equal(Math.max(-1, ...columns.map((column) => column.probability ?? -1)), Math.max(-1, ...known));
      if (probabilities.length <= pixels) assert.deepEqual(columns.map((column) => column.probability), probabilities);
    }),
  );
});
