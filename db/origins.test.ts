import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DicomPatient, DicomSource, DicomStudy } from '../preload/dicom.ts';
import { addExamWithClip, memoryCaseLog } from './test-case-log.ts';

const source: DicomSource = {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.3.1', sopInstanceUid: '2.25.3', seriesInstanceUid: '2.25.2', studyInstanceUid: '2.25.1', transferSyntaxUid: '1.2.840.10008.1.2.1', modality: 'US',
  seriesNumber: 1, instanceNumber: 1, acquiredAt: null, regions: [],
  text: { seriesDescription: 'R1', protocolName: '', studyDescription: '', bodyPart: '', laterality: '', view: '', imageComments: '', stageName: '' },
  device: { manufacturer: '', model: '', serialNumber: '', softwareVersions: '', stationName: '', institution: '', transducer: '' },
};
const study: DicomStudy = { studyInstanceUid: '2.25.1', studyId: '', accessionNumber: 'A1', studyDate: '2026-11-23', studyTime: null, referringPhysician: '' };
const patient: DicomPatient = { name: 'Doe^Jane', patientId: '7', issuer: '', birthDate: null, sex: 'F' };

test('clips, studies and patients are kept, found and replaced', () => {
  const log = memoryCaseLog();
  addExamWithClip(log);
  assert.equal(log.origins.clip('c1'), null);
  log.origins.keepClip('c1', source);
  log.origins.keepStudy('e1', study);
  log.origins.keepPatient('e1', patient, 'dicom', '2026-11-23T10:00:00.000Z');
  assert.deepEqual(log.origins.clip('c1'), source);
  assert.deepEqual(log.origins.ofExam('e1'), [{ clipId: 'c1', source }]);
  assert.deepEqual(log.origins.study('e1'), study);
  assert.equal(log.origins.examOfStudy('2.25.1'), 'e1');
  assert.equal(log.origins.examOfStudy(''), null);
  log.origins.keepPatient('e1', { ...patient, name: 'Doe^Janet' }, 'worklist', '2026-11-23T11:00:00.000Z');
  assert.deepEqual(log.origins.patient('e1'), { ...patient, name: 'Doe^Janet', origin: 'worklist' });
});

test('the candidates of datasets name the device of clips that came as DICOM', () => {
  const log = memoryCaseLog();
  addExamWithClip(log);
  log.readers.insert({ id: 'r', name: 'Reader', initials: 'RR', role: 'annotator', createdAt: '2026-11-23T10:00:00.000Z' });
  log.readings.append({
    id: 'r1', clipId: 'c1', examId: 'e1', reader: 'r', round: 1, mode: 'review', replaces: null, verdict: 'IS', findings: { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null },
    confidence: null, comment: '', ranges: [], strokes: [], committedAt: '2026-11-23T10:00:00.000Z', tookMs: null,
  });
  const device = () => log.candidates.read().map((clip) => clip.device);
  assert.deepEqual(device(), ['']);
  log.origins.keepClip('c1', { ...source, device: { ...source.device, manufacturer: 'Maker', model: 'L 7' } });
  assert.deepEqual(device(), ['Maker L 7']);
});

test('an exam without clips goes with its study and patient', () => {
  const log = memoryCaseLog();
  log.exams.insert({ id: 'e2', pseudonym: 'P-2', examinedAt: '2026-11-23T10:00:00.000Z', protocol: 'blue6', createdAt: '2026-11-23T10:00:00.000Z' });
  log.origins.keepStudy('e2', study);
  log.origins.keepPatient('e2', patient, 'dicom', '2026-11-23T10:00:00.000Z');
  assert.ok(log.exams.removeEmpty('e2'));
  assert.equal(log.origins.patient('e2'), null);
  assert.equal(log.origins.examOfStudy('2.25.1'), null);
});
