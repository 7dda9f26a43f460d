import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FrameRange } from '../readings.ts';
import { added, edgeMoved, edgesOf, framesIn, isNormal, mergedWithNext, nearestEdge, nextEdge, normalised, propagated, rangeAt, removed, split, taken } from './frame-ranges.ts';
import type { RangeSet } from './frame-ranges.ts';

const frames = 40;
const track = fc.constantFrom('b-lines', 'not-readable', 'own finding');
const anyRange = fc.record({ track, first: fc.integer({ min: -5, max: 45 }), last: fc.integer({ min: -5, max: 45 }) });
const within = fc.record({ track, first: fc.nat(frames - 1), last: fc.nat(frames - 1) });
const normal = fc.array(anyRange, { maxLength: 12 }).map((ranges) => normalised(ranges, frames));
const frame = fc.nat(frames - 1);

/** The frames that a track covers: what ranges mean. */
function covered(ranges: RangeSet, name: string): Set<number> {
  const all = new Set<number>();
  for (const range of ranges) if (range.track === name) for (let at = range.first; at <= range.last; at += 1) all.add(at);
  return all;
}

const tracks = ['b-lines', 'not-readable', 'own finding'];
const span = ({ first, last }: FrameRange): Set<number> => {
  const [from, to] = [Math.min(first, last), Math.max(first, last)];
  return new Set(Array.from({ length: to - from + 1 }, (_, index) => from + index));
};

test('normalising keeps the covered frames of each track, in a normal set, and does nothing twice', () => {
  fc.assert(fc.property(fc.array(anyRange, { maxLength: 15 }), (ranges) => {
    const set = normalised(ranges, frames);
    assert.ok(isNormal(set, frames));
    assert.deepEqual(normalised(set, frames), set);
    for (const name of tracks) {
      const wanted = new Set(ranges.filter((range) => range.track === name).flatMap((range) => [...span(range)]).filter((at) => at >= 0 && at < frames));
      assert.deepEqual(covered(set, name), wanted);
    }
  }));
});

test('adding is a union and taking away a difference, on one track only', () => {
  fc.assert(fc.property(normal, within, (set, range) => {
    const more = added(set, range, frames);
    const ordered = { ...range, first: Math.min(range.first, range.last), last: Math.max(range.first, range.last) };
    const fewer = taken(set, ordered);
    assert.ok(isNormal(more, frames) && isNormal(fewer, frames));
    for (const name of tracks) {
      const own = name === range.track ? span(range) : new Set<number>();
      assert.deepEqual(covered(more, name), new Set([...covered(set, name), ...own]));
      assert.deepEqual(covered(fewer, name), new Set([...covered(set, name)].filter((at) => !own.has(at))));
    }
    assert.deepEqual(covered(taken(more, ordered), range.track), covered(fewer, range.track));
  }));
});

test('adding does not depend on the order', () => {
  fc.assert(fc.property(fc.array(within, { maxLength: 8 }), fc.integer(), (ranges, turn) => {
    const build = (list: RangeSet): RangeSet => list.reduce<RangeSet>((set, range) => added(set, range, frames), []);
    const turned = ranges.toSorted((a, b) => ((a.first * 31 + b.last * 17 + turn) % 3) - 1);
    assert.deepEqual(build(turned), build(ranges));
  }));
});

test('an edge goes where it may: the set stays normal, other ranges stay as they are, and the way back is open', () => {
  fc.assert(fc.property(normal, fc.nat(), fc.constantFrom('first' as const, 'last' as const), fc.integer({ min: -10, max: 60 }), (set, pick, edge, to) => {
    const range = set[pick % Math.max(1, set.length)];
    if (range === undefined) return;
    const moved = edgeMoved(set, range, edge, to, frames);
    assert.ok(isNormal(moved, frames));
    assert.equal(moved.length, set.length);
    const at = set.indexOf(range);
    assert.deepEqual(moved.filter((_, index) => index !== at), set.filter((_, index) => index !== at));
    const now = moved[at];
    assert.ok(now !== undefined);
    assert.deepEqual(edgeMoved(moved, now, edge, range[edge], frames), set);
  }));
});

test('a split takes one inner frame; adding it makes the range whole again', () => {
  fc.assert(fc.property(normal, track, frame, (set, name, at) => {
    const range = rangeAt(set, name, at);
    const parted = split(set, name, at);
    const inner = range !== null && at > range.first && at < range.last;
    assert.equal(parted !== null, inner);
    if (parted === null) return;
    assert.ok(isNormal(parted, frames));
    assert.equal(parted.length, set.length + 1);
    assert.equal(framesIn(parted, name), framesIn(set, name) - 1);
    assert.deepEqual(added(parted, { track: name, first: at, last: at }, frames), set);
    assert.deepEqual(mergedWithNext(parted, name, at, frames), set);
  }));
});

test('merging leaves one range less and loses no frame; carrying on fills up to the next range', () => {
  fc.assert(fc.property(normal, track, frame, (set, name, at) => {
    const merged = mergedWithNext(set, name, at, frames);
    if (merged !== null) {
      assert.ok(isNormal(merged, frames));
      assert.equal(merged.length, set.length - 1);
      const now = covered(merged, name);
      assert.ok([...covered(set, name)].every((one) => now.has(one)));
    }
    const on = propagated(set, name, at, frames);
    if (on === null) return;
    assert.ok(isNormal(on, frames));
    assert.equal(on.length, set.length);
    const end = rangeAt(on, name, at)?.last ?? -1;
    assert.ok(end === frames - 1 || rangeAt(on, name, end + 2) !== null);
  }));
});

test('jumping forth through the edges visits each once, and back in reverse', () => {
  fc.assert(fc.property(normal, (set) => {
    const walk = (direction: 1 | -1): number[] => {
      const seen: number[] = [];
      for (let at = nextEdge(set, direction === 1 ? -1 : frames, direction); at !== null; at = nextEdge(set, at, direction)) seen.push(at);
      return seen;
    };
    assert.deepEqual(walk(1), edgesOf(set));
    assert.deepEqual(walk(-1), edgesOf(set).toReversed());
  }));
});

test('the nearest edge is the nearest', () => {
  fc.assert(fc.property(normal, track, frame, (set, name, at) => {
    const found = nearestEdge(set, name, at);
    const own = set.filter((range) => range.track === name);
    assert.equal(found === null, own.length === 0);
    if (found === null) return;
    const distance = Math.abs(found.range[found.edge] - at);
    assert.ok(own.every(({ first, last }) => Math.abs(first - at) >= distance && Math.abs(last - at) >= distance));
    assert.deepEqual(removed(set, found.range).length, set.length - 1);
  }));
});
