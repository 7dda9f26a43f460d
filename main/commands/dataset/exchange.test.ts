/** What goes out comes back: whole in Pleura's own formats, within its stated limits in each of the others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Result } from '../../../preload/domain.ts';
import type { Findings } from '../../../preload/readings.ts';
import { parseCsv } from '../labels-table.ts';
import { readCvat, withinCvat, writeCvat } from '../../training/exchange/cvat.ts';
import type { FiledReading, ReadingsFile } from '../../training/exchange/filed-reading.ts';
import { readLabelStudio, withinLabelStudio, writeLabelStudio } from '../../training/exchange/label-studio.ts';
import { readPleuraCsv, writePleuraCsv } from '../../training/exchange/pleura-csv.ts';
import { readPleuraJson, writePleuraJson } from '../../training/exchange/pleura-json.ts';
import { readSlicer, withinSlicer, writeSlicer } from '../../training/exchange/slicer.ts';
import { saysSomething } from '../../training/exchange/filed-reading.ts';
import { tidyRanges, tidyStrokes } from '../../training/exchange/tracks.ts';

const maybe = <T>(values: readonly T[]) => fc.constantFrom(...values, null);
const findings: fc.Arbitrary<Findings> = fc.record({
  bLines: maybe(['0', '1-2', '3+', 'confluent'] as const), aLines: maybe([true, false]), pleura: maybe(['regular', 'irregular', 'broken'] as const), consolidation: maybe(['none', 'subpleural', 'lobar'] as const),
  effusion: maybe(['none', 'small', 'large'] as const), sliding: maybe(['present', 'absent', 'lung-point'] as const),
  severity: fc.option(fc.record({ scheme: fc.constantFrom('lus', 'soldati'), score: fc.constantFrom(0, 1, 2, 3) })),
});
const frames = 120;
const range = fc.record({ track: fc.constantFrom('b-lines', 'not-readable', 'consolidation, left', 'Rippe <7> & "x"'), first: fc.nat(frames - 1), length: fc.nat(40) }).map(({ track, first, length }) => ({ track, first, last: Math.min(frames - 1, first + length) }));
const point = fc.record({ x: fc.double({ min: 0, max: 4000, noNaN: true }), y: fc.double({ min: 0, max: 4000, noNaN: true }) }).map(({ x, y }) => ({ x: x + 0, y: y + 0 }));
const stroke = fc.record({ kind: fc.constantFrom('pleura', 'b-line'), frame: fc.nat(frames - 1), points: fc.array(point, { minLength: 2, maxLength: 6 }) });
const word = (unit: string) => fc.string({ unit: fc.constantFrom(...unit.split('')), minLength: 1, maxLength: 12 });
const reading: fc.Arbitrary<FiledReading> = fc.record({
  clip: fc.record({ name: word('abcäR12 _-+').map((stem) => `clip ${stem.trim()}.mp4`), sha256: maybe(['a'.repeat(64), '0'.repeat(64)]), frames: maybe([frames]), width: maybe([350, 800]), height: maybe([350, 600]) }),
  reader: word('Jo Döe'), round: fc.integer({ min: 1, max: 9 }), committedAt: maybe(['2026-01-02T03:04:05.678Z', '2025-12-31T23:59:59.000Z']), tookMs: fc.option(fc.nat(1_000_000)),
  verdict: maybe(['IS', 'healthy', 'not-readable', 'not-lung'] as const), findings, confidence: maybe([1, 2, 3, 4, 5] as const), comment: fc.string({ unit: 'grapheme', maxLength: 30 }),
  ranges: fc.array(range, { maxLength: 5 }).map(tidyRanges), strokes: fc.array(stroke, { maxLength: 4 }),
}).map((one): FiledReading => structuredClone({ ...one, reader: one.reader.trim() === '' ? 'Jo' : one.reader.trim() })).filter(saysSomething);

function readOf(result: Result<ReadingsFile>): readonly FiledReading[] {
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value.readings;
}

const told = fc.tuple(reading, fc.constantFrom({}, { patient: 'P-7Q2X' }, { patient: 'P-7Q2X', mode: 'revealed' as const }, { mode: 'blind' as const })).map(([one, more]): FiledReading => ({ ...one, ...more }));

test('Pleura’s JSON and table lose nothing', () => {
  fc.assert(fc.property(fc.array(told, { minLength: 1, maxLength: 4 }), (readings) => {
    assert.deepEqual(readOf(readPleuraJson(writePleuraJson(readings))), readings);
    assert.deepEqual(readOf(readPleuraCsv(parseCsv(writePleuraCsv(readings)))), readings);
  }), { numRuns: 150 });
});

test('CVAT keeps answers, comment, ranges and lines', () => {
  fc.assert(fc.property(reading, (one) => {
    // A file without a frame count does not say where the clip ends; the last range may end with it.
    const within = withinCvat(one);
    const read = readOf(readCvat(writeCvat(one), 'task.xml'))[0];
    assert.deepEqual(read, { ...within, comment: within.comment });
  }), { numRuns: 200 });
});

test('Label Studio keeps all but lines', () => {
  fc.assert(fc.property(fc.array(reading, { minLength: 1, maxLength: 3 }), (readings) => {
    const key = (one: FiledReading) => JSON.stringify(one);
    assert.deepEqual(readOf(readLabelStudio(writeLabelStudio(readings))).map(key).toSorted(), readings.map(withinLabelStudio).map(key).toSorted());
  }), { numRuns: 150 });
});

test('SlicerUltrasound keeps lines and answers', () => {
  fc.assert(fc.property(reading, (given) => {
    const one = { ...given, reader: given.reader.replaceAll(/[. ]/g, '-'), clip: { ...given.clip, name: given.clip.name.replace(/\.mp4$/, '') } };
    const within = withinSlicer(one);
    if (!saysSomething(within)) return;
    const fileName = `${one.clip.name}.${one.reader}.json`;
    assert.deepEqual(readOf(readSlicer(writeSlicer(one), { fileName, spacing: null }))[0], within);
  }), { numRuns: 200 });
});

test('lines come back in an order that no file decides', () => {
  const strokes = [{ kind: 'b-line', frame: 3, points: [{ x: 1, y: 1 }, { x: 2, y: 2 }] }, { kind: 'pleura', frame: 1, points: [{ x: 1, y: 1 }, { x: 2, y: 2 }] }] as const;
  assert.deepEqual(tidyStrokes(strokes.toReversed()), tidyStrokes(strokes));
});

test('what is no such file is refused and nothing throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.string().map((text) => `<annotations>${text}`)), (text) => {
    for (const result of [readPleuraJson(text), readCvat(text, 'x.xml'), readSlicer(text, { fileName: 'a.b.json', spacing: null }), readLabelStudio(text), readPleuraCsv(parseCsv(text))]) {
      if (!result.ok) assert.ok(result.error.message.length > 0 && result.error.hint.length > 0);
    }
  }));
  assert.equal(readCvat('<!DOCTYPE a [<!ENTITY b "c">]><annotations/>', 'x.xml').ok, false, 'entities');
});
