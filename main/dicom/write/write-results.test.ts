import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodePng } from '../../media/png.ts';
import { filled, signed, testFacts } from '../../report/test-report.ts';
import { readFileHead } from '../network/file-head.ts';
import { noDcmtk, run, temporaryFolder } from '../network/testing.ts';
import * as codes from './codes.ts';
import type { ResultFacts } from './facts.ts';
import { decodePng } from './png-pixels.ts';
import { resultObjects, writeResults } from './write-results.ts';

const dciodvfy = '/usr/bin/dciodvfy';
const noDicom3tools = existsSync(dciodvfy) ? false : 'dicom3tools is not installed (Debian: apt-get install dicom3tools)';
const python = '/usr/bin/python3';

const pixels = Buffer.from(Array.from({ length: 40 * 30 * 3 }, (_none, index) => (index * 13) & 0xff));
const png = encodePng(pixels, 40, 30, 3);
const pdf = Buffer.from('%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\nx');

/** `dicom`: clips that came from a device; else from video files. */
function facts({ dicom, amended = false }: { readonly dicom: boolean; readonly amended?: boolean }): ResultFacts {
  const about = testFacts();
  const entries = filled({ state: 'normal', bLines: '0', aLines: true, pleura: 'regular', consolidation: 'none', effusion: 'none', sliding: 'present' }, {
    R1: {
      state: 'pathological', bLines: '3+', involved: 'under-half', note: 'Müller’s zone, 中文', evidence: [{ clipId: 'c-R1', frame: 12, from: 'ai' }],
      sources: { bLines: { kind: 'ai', analysisId: 'a1', model: { id: 'm', version: '1', sha256: 'ab'.repeat(32) }, probability: 0.92, confirmedBy: 'JD', confirmedAt: '2026-11-23T10:30:00.000Z' } },
    },
    L4: { state: 'not-examined' },
  });
  const keyImage = { sha256: 'a'.repeat(64), width: 40, height: 30, clipId: 'c-R1', frame: 12, zone: 'R1', overlay: 'Grad-CAM, fused, inferno, 60%', caption: 'B-lines' };
  const version = signed({ ...entries, indication: 'dyspnoea', position: 'supine', conclusion: 'Focal B-lines.', keyImages: [keyImage] }, about, amended ? 2 : 1);
  const originOf = (zone: string, index: number) => ({ sopClassUid: '1.2.840.10008.5.1.4.1.1.3.1', sopInstanceUid: `1.2.3.4.${index}`, seriesInstanceUid: '1.2.3.5', studyInstanceUid: '1.2.3', zone });
  return {
    version, images: new Map([[keyImage.sha256, png]]), lossyRatio: new Map(dicom ? [] : [['c-R1', 21.3]]), pdf, installation: 'test-installation', softwareVersion: '0.1.0',
    patient: dicom ? { name: 'MÜLLER^ÅSA', patientId: 'P1', issuer: '', birthDate: '1950-01-01', sex: 'F' } : null,
    study: dicom ? { studyInstanceUid: '1.2.3', studyId: '7', accessionNumber: 'A7', studyDate: '2026-11-23', studyTime: '10:00:00', referringPhysician: 'DOC^TOR' } : null,
    origins: new Map(dicom ? about.clips.map(({ clipId }, index) => [clipId, originOf(clipId, index + 1)]) : []),
  };
}

const everything = { report: true, keyImages: true, pdf: true };

test('the same report gives the same UIDs, wherever it is written; another version others', () => {
  const uids = (of: ResultFacts) => {
    const objects = resultObjects(of, everything);
    assert.ok(objects.ok);
    return objects.value.map(({ sopInstance }) => sopInstance);
  };
  assert.deepEqual(uids(facts({ dicom: true })), uids(facts({ dicom: true })));
  assert.deepEqual(uids(facts({ dicom: true })).filter((uid) => uids(facts({ dicom: true, amended: true })).includes(uid)), []);
  for (const uid of uids(facts({ dicom: false }))) assert.match(uid, /^2\.25\.[1-9]\d{0,38}$/);
});

test('codes fit their fields, and none has two meanings', () => {
  const all = [...Object.values(codes.code), ...[codes.bLineCodes, codes.pleuraCodes, codes.consolidationCodes, codes.effusionCodes, codes.slidingCodes, codes.schemeCodes, codes.stateCodes, codes.verdictCodes, codes.resultCodes, codes.positionCodes].flatMap((table) => Object.values(table))];
  for (const { value, meaning } of all) assert.ok(value.length <= 16 && meaning.length <= 64, `${value}: ${meaning}`);
  const meanings = Map.groupBy(all, ({ scheme, value }) => `${scheme} ${value}`);
  for (const [value, same] of meanings) assert.equal(new Set(same.map(({ meaning }) => meaning)).size, 1, value);
});

test('what cannot be written is said: a lost key image, no printed pages', () => {
  const lost = resultObjects({ ...facts({ dicom: true }), images: new Map() }, everything);
  assert.equal(lost.ok ? 'written' : lost.error.code, 'store-corrupt');
  const unprinted = resultObjects({ ...facts({ dicom: true }), pdf: null }, everything);
  assert.equal(unprinted.ok ? 'written' : unprinted.error.code, 'not-found');
});

test('PNG pixels come back as they were, in gray, RGB and with every filter that ffmpeg or a page writes', () => {
  assert.deepEqual(decodePng(png)?.rgb, pixels);
  const gray = Buffer.from(Array.from({ length: 50 }, (_none, index) => index * 5));
  assert.deepEqual(decodePng(encodePng(gray, 10, 5, 1))?.rgb, Buffer.from([...gray].flatMap((value) => [value, value, value])));
  assert.equal(decodePng(Buffer.from('no png')), null);
  assert.equal(decodePng(png.subarray(0, png.length - 60)), null);
});

for (const dicom of [true, false]) {
  const what = dicom ? 'of clips from a device' : 'of video files';
  test(`results ${what}: dciodvfy finds no error, dsrdump reads the tree, pydicom reads it back`, { skip: noDicom3tools || noDcmtk, timeout: 60_000 }, async (context) => {
    const folder = await temporaryFolder(context);
    const objects = resultObjects(facts({ dicom, amended: dicom }), everything);
    assert.ok(objects.ok);
    const paths = await writeResults(objects.value, folder);
    assert.deepEqual(paths.map((path) => path.slice(folder.length + 1)), ['key-image-1.dcm', 'report.dcm', 'report-pdf.dcm']);
    for (const path of paths) {
      const { output } = await run(dciodvfy, [path]);
      assert.deepEqual(output.split('\n').filter((line) => line.startsWith('Error')), [], `${path}\n${output}`);
      assert.ok((await readFileHead(path))?.study);
    }
    const dumped = await run('/usr/bin/dsrdump', ['+U8', '+Pf', join(folder, 'report.dcm')]);
    assert.equal(dumped.code, 0, dumped.output);
    // Of UTF-8 dcmtk only says that it does not check it.
    assert.deepEqual(dumped.output.split('\n').filter((line) => /^[EW]: /.test(line) && !line.endsWith('does not support this Specific Character Set: ISO_IR 192')), []);
    for (const expected of ['3 or more B-lines', 'Müller’s zone, 中文', 'Chest zone R1', 'test-model', 'Focal B-lines.', 'Probability of interstitial syndrome']) assert.ok(dumped.output.includes(expected), `${expected} is missing`);
    const read = await run(python, ['-c', readBack, folder]);
    assert.equal(read.code, 0, read.output);
    const back: unknown = JSON.parse(read.output);
    assert.deepEqual(back, {
      patient: dicom ? 'MÜLLER^ÅSA' : 'P-TEST', template: '1500', verified: 'VERIFIED', referenced: dicom ? 9 : 1, earlier: dicom ? 1 : 0, image: ['DERIVED', 'SECONDARY', 'YES', 'R'],
      pixelsEqual: pixels.toString('hex'), pdf: pdf.toString('hex'), studies: 1,
    });
    assert.ok((await readFile(paths[0] ?? '')).length > pixels.length);
  });
}

const readBack = `
import json, sys, pydicom
folder = sys.argv[1]
sr, image, pdf = (pydicom.dcmread(f'{folder}/{name}.dcm') for name in ('report', 'key-image-1', 'report-pdf'))
evidence = sr.get('CurrentRequestedProcedureEvidenceSequence', [])
print(json.dumps({
  'patient': str(sr.PatientName), 'template': sr.ContentTemplateSequence[0].TemplateIdentifier, 'verified': sr.VerificationFlag,
  'referenced': sum(len(series.ReferencedSOPSequence) for study in evidence for series in study.ReferencedSeriesSequence), 'earlier': len(sr.get('PredecessorDocumentsSequence', [])),
  'image': [*image.ImageType, image.BurnedInAnnotation, image.ImageLaterality], 'pixelsEqual': image.PixelData.hex(),
  'pdf': pdf.EncapsulatedDocument[:pdf.EncapsulatedDocumentLength].hex(), 'studies': len({sr.StudyInstanceUID, image.StudyInstanceUID, pdf.StudyInstanceUID}),
}, ensure_ascii=False))
`;
