import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataWords, pictureWords } from './preview-words.ts';

test('pictures and data are told in words', () => {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  assert.equal(pictureWords({ blanked: 0.374, textInside: [], wholePicture: false }), '37% of the picture black');
  assert.equal(pictureWords({ blanked: 0.374, textInside: [box, box], wholePicture: false }), '37% of the picture black; 2 marks like text inside the image');
  assert.match(pictureWords({ blanked: 0, textInside: [], wholePicture: true }), /^No border of the image was found/);
  const dicom = { kind: 'DICOM', removed: { '(0010,0010)': 1, '(0008,1030)': 2 }, replaced: ['(0020,000D)'], privateRemoved: 4, datesMoved: 1 } as const;
  assert.equal(dataWords(dicom), '3 elements removed, and 4 private; 1 identifier new; 1 date moved.');
  assert.match(dataWords({ ...dicom, kind: 'video' }), /All metadata/);
});
