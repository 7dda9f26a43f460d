/** Files as the other tools write them, made by hand after their documented layouts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCvat } from './cvat.ts';
import { readLabelStudio } from './label-studio.ts';
import { readSlicer } from './slicer.ts';

const cvatVideo = `<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta><task><id>7</id><name>ward round</name><size>40</size><mode>interpolation</mode><owner><username>ada</username><email></email></owner>
    <original_size><width>800</width><height>600</height></original_size><source>R1 &amp; more.mp4</source></task><dumped>2026-01-02 03:04:05</dumped></meta>
  <track id="0" label="B-lines" source="manual">
    <box frame="4" outside="0" occluded="0" keyframe="1" xtl="1" ytl="1" xbr="9" ybr="9" z_order="0"></box>
    <box frame="5" outside="0" occluded="0" keyframe="0" xtl="1" ytl="1" xbr="9" ybr="9" z_order="0"></box>
    <box frame="9" outside="1" occluded="0" keyframe="1" xtl="1" ytl="1" xbr="9" ybr="9" z_order="0"></box>
    <box frame="30" outside="0" occluded="0" keyframe="1" xtl="1" ytl="1" xbr="9" ybr="9" z_order="0"></box>
  </track>
  <track id="1" label="Pleural line" source="manual">
    <polyline frame="3" outside="0" occluded="0" keyframe="1" points="10.50,20.00;30.25,22.00" z_order="0"></polyline>
    <polyline frame="4" outside="1" occluded="0" keyframe="1" points="10.50,20.00;30.25,22.00" z_order="0"></polyline>
  </track>
  <track id="2" label="reading"><box frame="0" outside="0" keyframe="1" xtl="0" ytl="0" xbr="800" ybr="600">
    <attribute name="Verdict">IS</attribute><attribute name="B-lines">3+</attribute><attribute name="mood">good</attribute></box></track>
  <track id="3" label="rib"><polyline frame="1" outside="0" points="1,1;2,2"></polyline></track>
</annotations>`;

test('CVAT for video: tracks become ranges, polylines lines, attributes answers', () => {
  const read = readCvat(cvatVideo, 'annotations.xml');
  assert.ok(read.ok);
  const [one] = read.value.readings;
  assert.deepEqual(one?.clip, { name: 'R1 & more.mp4', sha256: null, frames: 40, width: 800, height: 600 });
  assert.equal(one?.reader, 'ada');
  assert.deepEqual(one?.ranges, [{ track: 'b-lines', first: 4, last: 8 }, { track: 'b-lines', first: 30, last: 39 }]);
  assert.deepEqual(one?.strokes, [{ kind: 'pleura', frame: 3, points: [{ x: 10.5, y: 20 }, { x: 30.25, y: 22 }] }]);
  assert.deepEqual([one?.verdict, one?.findings.bLines], ['IS', '3+']);
  assert.match(read.value.notes.join(), /attribute "mood".*line "rib"/);
});

test('CVAT for images: tags of neighbouring frames become one range', () => {
  const images = [3, 4, 5, 9].map((id) => `<image id="${id}" name="frame_00000${id}.png" width="8" height="8"><tag label="not_readable" source="manual"></tag></image>`).join('');
  const read = readCvat(`<annotations><version>1.1</version><meta><task><name>R2.mp4</name><size>10</size></task></meta>${images}</annotations>`, 'x.xml');
  assert.ok(read.ok);
  assert.deepEqual(read.value.readings[0]?.ranges, [{ track: 'not-readable', first: 3, last: 5 }, { track: 'not-readable', first: 9, last: 9 }]);
});

test('a CVAT project of several tasks is refused', () => {
  const read = readCvat('<annotations><version>1.1</version><meta><project><name>p</name></project></meta></annotations>', 'x.xml');
  assert.equal(read.ok ? '' : read.error.code, 'bad-request');
});

test('Label Studio: frames from 1, both ends included; choices, rating and text', () => {
  const result = [
    { id: 'a', type: 'timelinelabels', from_name: 'videoLabels', to_name: 'video', value: { ranges: [{ start: 3, end: 5 }], timelinelabels: ['B-line'] } },
    { id: 'b', type: 'choices', from_name: 'verdict', to_name: 'video', value: { choices: ['Not Readable'] } },
    { id: 'c', type: 'rating', from_name: 'confidence', to_name: 'video', value: { rating: 4 } },
    { id: 'd', type: 'textarea', from_name: 'notes', to_name: 'video', value: { text: ['shadow'] } },
    { id: 'e', type: 'videorectangle', from_name: 'box', to_name: 'video', value: { framesCount: 9, sequence: [] } },
  ];
  const tasks = [
    { id: 1, data: { video: '/data/upload/3/0a1b2c3d-R1%20lung.mp4' }, annotations: [{ id: 9, completed_by: { id: 2, email: 'ada@example.org', first_name: 'Ada', last_name: 'L' }, lead_time: 8.25, created_at: '2026-01-02T03:04:05.000000Z', result }, { id: 10, completed_by: 5, was_cancelled: true, result }] },
    { id: 2, data: { video: '/data/local-files/?d=ward/R2.mp4' }, annotations: [{ completed_by: 5, result: [] }] },
  ];
  const read = readLabelStudio(JSON.stringify(tasks));
  assert.ok(read.ok);
  const [one, other] = read.value.readings;
  assert.deepEqual([one?.clip.name, one?.reader, one?.tookMs, one?.committedAt], ['R1 lung.mp4', 'Ada L', 8250, '2026-01-02T03:04:05.000Z']);
  assert.deepEqual(one?.ranges, [{ track: 'b-lines', first: 2, last: 4 }]);
  assert.deepEqual([one?.verdict, one?.confidence, one?.comment], ['not-readable', 4, 'shadow']);
  assert.deepEqual([other?.clip.name, other?.reader, read.value.readings.length], ['R2.mp4', 'Label Studio 5', 2]);
  assert.match(read.value.notes.join(), /videorectangle/);
});

const slicerLines = (space: string, points: number[][]) => ({
  SOPInstanceUID: '1.2.3', GrayscaleConversion: false, mask_type: 'fan', angle1: 122, angle2: 58, center_rows_px: -128, center_cols_px: 424, radius1: 227, radius2: 693, image_size_rows: 649, image_size_cols: 850,
  AnnotationLabels: [], labels: ['verdict: healthy', 'Quality/good'], frame_annotations: [{ frame_number: '3', coordinate_space: space, pleura_lines: [{ rater: 'tom', line: { points } }], b_lines: [] }],
});

test('SlicerUltrasound: LPS and RAS, rater and clip from the file’s name', () => {
  for (const [space, sign] of [['LPS', 1], ['RAS', -1]] as const) {
    const read = readSlicer(JSON.stringify(slicerLines(space, [[sign * 400, sign * 200, 0], [sign * 450, sign * 210, 0]])), { fileName: '3038_70.tom.json', spacing: null });
    assert.ok(read.ok);
    const [one] = read.value.readings;
    assert.deepEqual([one?.clip.name, one?.reader, one?.verdict], ['3038_70', 'tom', 'healthy']);
    assert.deepEqual(one?.strokes, [{ kind: 'pleura', frame: 3, points: [{ x: 400, y: 200 }, { x: 450, y: 210 }] }]);
    assert.match(read.value.notes.join(), /Quality\/good/);
  }
});

test('SlicerUltrasound: millimetres are not taken for pixels unless the spacing is said', () => {
  const text = JSON.stringify(slicerLines('LPS', [[100, 50, 0], [112.5, 52.5, 0]]));
  const refused = readSlicer(text, { fileName: '3038_70.tom.json', spacing: null });
  assert.equal(refused.ok ? '' : refused.error.code, 'bad-request');
  const read = readSlicer(text, { fileName: '3038_70.tom.json', spacing: 0.25 });
  assert.deepEqual(read.ok ? read.value.readings[0]?.strokes[0]?.points : null, [{ x: 400, y: 200 }, { x: 450, y: 210 }]);
});
