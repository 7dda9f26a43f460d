import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SplitRule, SplitSide } from '../../../preload/datasets.ts';
import { joinGroups, sidesOf, splitPatients } from './split.ts';
import type { PatientClip } from './split.ts';

const clip = fc.record({ patient: fc.integer({ min: 0, max: 30 }).map((n) => `patient ${n}`), source: fc.constantFrom('ward', 'icu', 'home'), positive: fc.boolean() });
const clips = fc.array(clip, { minLength: 1, maxLength: 120 });
const shares = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })).map(([a, b, c]): SplitRule => ({ kind: 'shares', train: a / (a + b + c), validation: b / (a + b + c), test: c / (a + b + c) }));
const rule: fc.Arbitrary<SplitRule> = fc.oneof(shares, fc.integer({ min: 2, max: 6 }).map((count): SplitRule => ({ kind: 'folds', count })));
const none: ReadonlyMap<string, SplitSide> = new Map();

function split(given: readonly PatientClip[], by: SplitRule, seed: number, previous = none, together: readonly (readonly string[])[] = []): ReadonlyMap<string, SplitSide> {
  const outcome = splitPatients({ clips: given, rule: by, seed, previous, together });
  if (!outcome.ok) throw new Error('torn');
  return outcome.sides;
}

test('every patient has one of the rule’s sides, whatever the clips; order changes nothing', () => {
  fc.assert(fc.property(clips, rule, fc.nat(), (given, by, seed) => {
    const sides = split(given, by, seed);
    const known = new Set(sidesOf(by).map(({ side }) => side));
    assert.deepEqual(new Set(sides.keys()), new Set(given.map(({ patient }) => patient)));
    for (const side of sides.values()) assert.ok(known.has(side));
    assert.deepEqual(split(given.toReversed(), by, seed), sides);
  }));
});

test('a patient who has a side keeps it when clips and patients are added', () => {
  fc.assert(fc.property(clips, clips, rule, fc.nat(), (before, added, by, seed) => {
    const first = split(before, by, seed);
    const then = split([...before, ...added], by, seed, first);
    for (const [patient, side] of first) assert.equal(then.get(patient), side);
  }));
});

test('patients who must stay together do, chained groups too', () => {
  fc.assert(fc.property(clips, rule, fc.nat(), fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 8 }), (given, by, seed, links) => {
    const together = links.map((pair) => pair.map((n) => `patient ${n}`));
    const sides = split(given, by, seed, none, together);
    for (const [a = '', b = ''] of together) if (sides.has(a) && sides.has(b)) assert.equal(sides.get(a), sides.get(b));
    const groups = joinGroups([...sides.keys()], together);
    assert.equal(groups.flat().length, sides.size);
    for (const group of groups) assert.equal(new Set(group.map((patient) => sides.get(patient))).size, 1);
  }));
});

test('patients who must stay together but were parted before are named', () => {
  const given = ['a', 'b', 'c'].map((patient): PatientClip => ({ patient, source: 's', positive: true }));
  const previous = new Map<string, SplitSide>([['a', 'train'], ['b', 'test']]);
  const by: SplitRule = { kind: 'shares', train: 0.5, validation: 0, test: 0.5 };
  assert.deepEqual(splitPatients({ clips: given, rule: by, seed: 1, previous, together: [['a', 'b']] }), { ok: false, torn: [['a', 'b']] });
});

test('no side stays empty while there are patients for it', () => {
  fc.assert(fc.property(clips, rule, fc.nat(), (given, by, seed) => {
    const sides = split(given, by, seed);
    const wanted = sidesOf(by).length;
    assert.equal(new Set(sides.values()).size, Math.min(wanted, sides.size));
  }));
});

test('shares and strata come out as asked, within a patient or two', () => {
  const given = Array.from({ length: 200 }, (_, n) => Array.from({ length: 4 }, (_clip, k): PatientClip => ({ patient: `p${n}`, source: n % 4 === 0 ? 'icu' : 'ward', positive: (n + (k > 2 ? 1 : 0)) % 3 === 0 }))).flat();
  const by: SplitRule = { kind: 'shares', train: 0.7, validation: 0.15, test: 0.15 };
  for (const seed of [1, 2, 3]) {
    const sides = split(given, by, seed);
    for (const { side, share } of sidesOf(by)) {
      const mine = given.filter(({ patient }) => sides.get(patient) === side);
      assert.ok(Math.abs(mine.length / given.length - share) < 0.02, `${side}: ${mine.length} of ${given.length}`);
      for (const source of ['ward', 'icu']) {
        for (const positive of [true, false]) {
          const of = (list: readonly PatientClip[]) => list.filter((one) => one.source === source && one.positive === positive).length;
          assert.ok(Math.abs(of(mine) / of(given) - share) < 0.05, `${side} ${source} ${positive}: ${of(mine)} of ${of(given)}`);
        }
      }
    }
  }
  assert.notDeepEqual(split(given, by, 1), split(given, by, 2), 'the seed decides');
});
