import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DatasetRules } from '../../../preload/datasets.ts';
import type { CandidateClip } from './candidates.ts';
import { canonicalJson, contentHash } from './content.ts';
import { frameTotal, framesIn, keptSpans, tidy } from './frame-rules.ts';
import { planDataset, wantedFrames } from './plan.ts';
import { answerTo, labelsOf } from './questions.ts';
import { allFilters, candidate, plainRules } from './testing.ts';

function plan(candidates: readonly CandidateClip[], rules: Partial<DatasetRules> = {}, locked: readonly string[] = []) {
  const made = planDataset({ candidates, rules: { ...plainRules, ...rules }, previous: new Map(), locked: new Set(locked), together: [] });
  if (!made.ok) throw new Error(made.reason);
  return made;
}

test('what readers did not say stays open', () => {
  const nothing = { verdict: null, bLines: null, aLines: null, severity: null };
  assert.deepEqual(labelsOf({ ...nothing, verdict: 'healthy' }), { is: false, bLines: null, bLines3: null, aLines: null, healthy: true, severity: null });
  assert.equal(labelsOf({ ...nothing, verdict: 'not-readable' }).is, null);
  const few = labelsOf({ ...nothing, bLines: '1-2', severity: { scheme: 'lus', score: 2 } });
  assert.deepEqual([answerTo('b-lines', few), answerTo('b-lines-3', few), answerTo('is', few), answerTo('severity-2', few), answerTo('severity-3', few)], [true, false, null, true, false]);
});

test('each filter leaves out what it names, and says why', () => {
  const clips = [
    candidate('c1', 'p1', true), candidate('c2', 'p1', false, { zone: 'L2' }), candidate('c3', 'p2', null), candidate('c4', 'p3', true, { readers: [] }), candidate('c5', 'p4', true, { day: '2025-12-31' }),
    candidate('c6', 'p5', true, { damaged: true }), candidate('c7', 'p6', true, { rejected: true }), candidate('c8', 'p7', true, { simulated: true }), candidate('c9', 'p8', true, { hasBorder: false }),
    candidate('d1', 'p9', true, { source: 'icu' }), candidate('d2', 'p10', true), candidate('d3', 'p1', true, { sha256: candidate('c1', '', true).sha256 }),
    candidate('d4', 'p11', true, { ranges: [{ track: 'not-readable', first: 0, last: 19 }] }), candidate('d5', 'p12', true, { device: 'Other maker X1' }),
  ];
  const filters = { ...allFilters, zones: ['R1'], minReaders: 1, from: '2026-01-01', sources: ['ward'], devices: [''] };
  const { clips: taken, counts } = plan(clips, { filters }, ['p10']);
  assert.deepEqual(taken.map(({ clipId }) => clipId), ['c1']);
  assert.deepEqual(counts.leftOut, { zone: 1, 'no-label': 1, 'too-few-readers': 1, date: 1, damaged: 1, rejected: 1, simulated: 1, 'no-fan': 1, source: 1, device: 1, locked: 1, 'same-file': 1, 'no-frames': 1 });
  assert.deepEqual([counts.clips, counts.patients, counts.positives, counts.frames], [1, 1, 1, 20]);
});

test('severities of another scheme do not count', () => {
  const lus = candidate('a', 'p', null, { labels: { ...candidate('', '', null).labels, severity: { scheme: 'lus', score: 3 } } });
  const made = planDataset({ candidates: [lus], rules: { ...plainRules, question: 'severity-1', filters: { ...allFilters, scheme: 'soldati' } }, previous: new Map(), locked: new Set(), together: [] });
  assert.deepEqual(made, { ok: false, reason: 'empty', counts: { leftOut: { 'no-label': 1 } } });
});

const range = fc.record({ track: fc.constantFrom('b-lines', 'not-readable', 'consolidation'), first: fc.integer({ min: -5, max: 60 }), last: fc.integer({ min: -5, max: 60 }) });

test('kept frames are those that the rules name, one by one', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 50 }), fc.boolean(), fc.array(range, { maxLength: 8 }), fc.boolean(), fc.boolean(), (frameCount, positive, ranges, positivesByRange, withoutNotReadable) => {
    const spans = keptSpans({ frameCount, positive, ranges }, { positivesByRange, withoutNotReadable, perClip: null });
    const within = (track: string, frame: number) => ranges.some((one) => one.track === track && frame >= one.first && frame <= one.last);
    const anyLines = Array.from({ length: frameCount }, (_, frame) => frame).some((frame) => within('b-lines', frame));
    const expected = Array.from({ length: frameCount }, (_, frame) => frame)
      .filter((frame) => !(positivesByRange && positive && anyLines) || within('b-lines', frame)).filter((frame) => !withoutNotReadable || !within('not-readable', frame));
    assert.deepEqual(framesIn(spans), expected);
    assert.equal(frameTotal(spans), expected.length);
    assert.deepEqual(tidy(spans, frameCount), [...spans], 'apart and in order');
    const some = wantedFrames({ kept: spans }, 7);
    assert.equal(new Set(some).size, Math.min(7, expected.length));
    assert.ok(some.every((frame) => expected.includes(frame)));
  }));
});

test('a locked patient comes into no other dataset; in their own lineage they stay on the test side', () => {
  const clips = Array.from({ length: 30 }, (_, n) => candidate(`c${n}`, `p${n}`, n % 2 === 0));
  assert.ok(plan(clips, {}, ['p3', 'p4']).clips.every(({ patient }) => patient !== 'p3' && patient !== 'p4'));
  const own = planDataset({ candidates: clips, rules: plainRules, previous: new Map([['p3', 'test'], ['p4', 'train']]), locked: new Set(['p3', 'p4']), together: [] });
  assert.ok(own.ok);
  assert.equal(own.clips.find(({ patient }) => patient === 'p3')?.side, 'test');
  assert.equal(own.clips.find(({ patient }) => patient === 'p4'), undefined);
});

test('equal content has an equal hash, whatever the order and the names of patients', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 12 }), fc.nat(5), (numbers, shift) => {
    const make = (name: (n: number) => string, list: readonly number[]) => contentHash({ clips: plan(list.map((n) => candidate(`c${n}`, name(n % 4), n % 2 === 0)), { split: { kind: 'shares', train: 1, validation: 0, test: 0 } }).clips, rules: plainRules, policy: { name: 'majority' }, program: '1' });
    assert.equal(make((n) => `patient ${n}`, numbers), make((n) => `other ${n + shift}`, numbers.toReversed()));
  }));
});

test('any change of content changes the hash', () => {
  const base = { clips: plan([candidate('a', 'p', true), candidate('b', 'q', false), candidate('c', 'q', true)]).clips, rules: plainRules, policy: { name: 'majority' }, program: '1' };
  const [first, ...rest] = base.clips;
  assert.ok(first !== undefined);
  const changed = [
    { ...base, program: '2' }, { ...base, policy: { name: 'single' } }, { ...base, policy: null }, { ...base, rules: { ...plainRules, seed: 2 } }, { ...base, rules: { ...plainRules, filters: { ...allFilters, minReaders: 1 } } },
    { ...base, clips: rest }, { ...base, clips: [{ ...first, sha256: 'f'.repeat(64) }, ...rest] }, { ...base, clips: [{ ...first, positive: !first.positive }, ...rest] },
    { ...base, clips: [{ ...first, labels: { ...first.labels, aLines: true } }, ...rest] }, { ...base, clips: [{ ...first, side: first.side === 'train' ? 'test' as const : 'train' as const }, ...rest] },
    { ...base, clips: [{ ...first, kept: [{ first: 1, last: 19 }] }, ...rest] }, { ...base, clips: [{ ...first, ranges: [{ track: 'x', first: 1, last: 2 }] }, ...rest] },
    { ...base, clips: [{ ...first, patient: 'q' }, ...rest] }, { ...base, clips: [{ ...first, zone: null }, ...rest] }, { ...base, clips: [{ ...first, source: 'icu' }, ...rest] },
  ];
  const hashes = [base, ...changed].map(contentHash);
  assert.equal(new Set(hashes).size, hashes.length);
});

test('canonical JSON does not depend on the order of keys, and is JSON', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    const turned = Object.fromEntries(Object.entries(value).toReversed());
    assert.equal(canonicalJson(turned), canonicalJson(value));
    assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
  }));
});
