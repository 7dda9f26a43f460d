import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LabelGesture } from '../../preload/labelling.ts';
import type { ReadingContent } from '../../preload/readings.ts';
import { emptyContent, partsOf, sameValue } from './content.ts';
import type { ContentPatch } from './content.ts';
import { noHistory, pushed, redone, undone } from './history.ts';
import type { History } from './history.ts';

interface World {
  readonly history: History;
  readonly drafts: Readonly<Record<string, ReadingContent>>;
}

const start: World = { history: noHistory, drafts: { a: emptyContent, b: emptyContent } };

function done({ history, drafts }: World, clipId: string, after: ContentPatch, join = false): World {
  const draft = drafts[clipId] ?? emptyContent;
  const gesture: LabelGesture = { clipId, label: 'x', before: partsOf(draft, after), after };
  return { history: pushed(history, gesture, join), drafts: { ...drafts, [clipId]: { ...draft, ...after } } };
}

function moved({ history, drafts }: World, direction: 'back' | 'on'): World | null {
  const step = direction === 'back' ? undone(history) : redone(history);
  if (step === null) return null;
  const { clipId, before, after } = step.gesture;
  const draft = drafts[clipId] ?? emptyContent;
  return { history: step.history, drafts: { ...drafts, [clipId]: { ...draft, ...(direction === 'back' ? before : after) } } };
}

function allTheWay(world: World, direction: 'back' | 'on'): World {
  for (let now = world; ;) {
    const next = moved(now, direction);
    if (next === null) return now;
    now = next;
  }
}

const patch: fc.Arbitrary<ContentPatch> = fc.oneof(
  fc.constantFrom('IS' as const, 'healthy' as const, null).map((verdict) => ({ verdict })),
  fc.string({ maxLength: 4 }).map((comment) => ({ comment })),
  fc.record({ first: fc.nat(5), last: fc.integer({ min: 5, max: 9 }) }).map((range) => ({ ranges: [{ track: 'b-lines', ...range }] })),
  fc.constantFrom(1 as const, 5 as const).map((confidence) => ({ confidence, comment: 'both' })),
);
const act = fc.oneof(
  fc.record({ kind: fc.constant('do' as const), clip: fc.constantFrom('a', 'b'), patch, join: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }),
);

test('any gestures, undone and redone in between: all undone gives the start, all redone the end', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
    let world = start;
    for (const one of acts) {
      if (one.kind === 'do') world = done(world, one.clip, one.patch, one.join && Object.keys(one.patch).join('') === Object.keys(world.history.entries[world.history.applied - 1]?.after ?? {}).join(''));
      else world = moved(world, one.kind === 'undo' ? 'back' : 'on') ?? world;
    }
    const end = allTheWay(world, 'on');
    const back = allTheWay(end, 'back');
    assert.deepEqual(back.drafts, start.drafts);
    assert.deepEqual(allTheWay(back, 'on').drafts, end.drafts);
    assert.equal(back.history.applied, 0);
  }), { numRuns: 300 });
});

test('each undo is undone by a redo, at every place', () => {
  fc.assert(fc.property(fc.array(patch, { minLength: 1, maxLength: 12 }), fc.nat(), (patches, back) => {
    const end = patches.reduce((world, after, index) => done(world, index % 2 === 0 ? 'a' : 'b', after), start);
    let world = end;
    for (let step = 0; step < back % (patches.length + 1); step += 1) world = moved(world, 'back') ?? world;
    const there = moved(world, 'back');
    if (there !== null) assert.deepEqual(moved(there, 'on'), world);
  }));
});

test('a new gesture takes away what could be redone; joined ones are one entry with the first one’s beginning', () => {
  const one = done(done(start, 'a', { comment: 'l' }), 'a', { comment: 'le' }, true);
  assert.deepEqual(one.history.entries, [{ clipId: 'a', label: 'x', before: { comment: '' }, after: { comment: 'le' } }]);
  const back = moved(done(one, 'b', { verdict: 'IS' }), 'back');
  assert.ok(back !== null);
  assert.equal(moved(done(back, 'a', { verdict: 'healthy' }), 'on'), null);
  // Another clip's gesture is never joined.
  assert.equal(done(one, 'b', { comment: 'x' }, true).history.entries.length, 2);
});

test('plain values are compared by what they hold', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.equal(sameValue(value, JSON.parse(JSON.stringify(value)) as unknown), true);
  }));
  assert.equal(sameValue({ a: [1, { b: null }] }, { a: [1, { b: null }] }), true);
  for (const other of [{ a: [1, { b: 0 }] }, { a: [1] }, { a: { 0: 1, 1: { b: null } } }, null]) assert.equal(sameValue({ a: [1, { b: null }] }, other), false);
});
