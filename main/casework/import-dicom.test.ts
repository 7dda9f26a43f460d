/** DICOM files as exams: studies, patients kept apart, zones from texts, CDs, and no name where none belongs. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tags } from '../media/dicom/tags.ts';
import { testImage } from '../media/dicom/test-images.ts';
import { encodeElements, fileMeta, textNode } from '../media/dicom/write-elements.ts';
import type { DicomNode } from '../media/dicom/write-elements.ts';
import { openStation, temporaryFolder, value } from './test-workstation.ts';

const planted = 'Zzyzx^Quirina';

function study(uid: string, description: string, instance: number, more: readonly DicomNode[] = []): Buffer {
  return testImage({
    rows: 64, columns: 96, frames: 4,
    more: [
      textNode(tags.StudyInstanceUID, 'UI', uid), textNode(tags.SOPInstanceUID, 'UI', `${uid}.${instance}`), textNode(tags.InstanceNumber, 'IS', String(instance)),
      textNode(tags.SeriesDescription, 'LO', description), textNode(tags.PatientName, 'PN', planted), textNode(tags.PatientID, 'LO', 'MRN-998877'),
      textNode(tags.PatientBirthDate, 'DA', '19510203'), textNode(tags.SOPInstanceUID, 'UI', `${uid}.${instance}`), ...more,
    ],
  });
}

test('each study becomes an exam with its date, zones and clips; identity stands apart and nowhere else', async (context) => {
  const folder = temporaryFolder(context);
  const picked = join(folder, 'export');
  mkdirSync(picked);
  writeFileSync(join(picked, '00000001'), study('2.25.10', 'Lung L2', 2));
  writeFileSync(join(picked, '00000002'), study('2.25.10', 'Right upper anterior BLUE', 1));
  writeFileSync(join(picked, '1.2.840.7'), study('2.25.11', 'Thorax', 1));
  writeFileSync(join(picked, 'notes.txt'), 'nothing');
  const { station, events } = await openStation(context, join(folder, 'data'));
  station.log.settings.set({ analyseOnImport: false });
  const started = value(await station.importPaths([picked]));
  const jobs = await Promise.all(started.map(({ jobId }) => station.ended(jobId)));
  assert.deepEqual(jobs.map(({ state, failures }) => [state, failures.length]), [['done', 0], ['done', 0]]);
  const [first, second] = ['2.25.10', '2.25.11'].map((uid) => station.log.origins.examOfStudy(uid));
  assert.ok(typeof first === 'string' && typeof second === 'string');
  assert.deepEqual(station.log.clips.ofExam(first).map(({ zone, frames }) => `${zone ?? ''} ${frames}`).toSorted((a, b) => a.localeCompare(b)), ['L2 4', 'R1 4']);
  assert.equal(station.log.clips.ofExam(second).length, 1);
  assert.equal(station.log.exams.get(first)?.examinedAt, new Date('2024-02-29T10:11:12').toISOString());
  assert.deepEqual(station.log.origins.patient(first), { name: planted, patientId: 'MRN-998877', issuer: '', birthDate: '1951-02-03', sex: 'O', origin: 'dicom' });
  assert.equal(station.log.origins.study(first)?.studyInstanceUid, '2.25.10');
  assert.ok(station.log.origins.ofExam(first).some(({ source }) => source.text.seriesDescription === 'Right upper anterior BLUE'));
  // Everything but the table of patients: what the page is told, what it can ask for, what is logged for search and audit.
  const elsewhere = JSON.stringify([
    events, station.log.exams.get(first), station.log.audit.verify(), value(await station.requests['exams.get']({ examId: first })),
    station.log.db.prepare('SELECT detail FROM audit').all(), station.log.db.prepare('SELECT record FROM jobs').all(), station.log.db.prepare('SELECT record FROM media').all(),
    station.log.db.prepare('SELECT * FROM exams').all(), station.log.db.prepare('SELECT * FROM exam_search').all(), station.log.db.prepare('SELECT record FROM clip_sources').all(),
  ]);
  for (const secret of ['Zzyzx', 'Quirina', 'MRN-998877', '1951']) assert.ok(!elsewhere.includes(secret), secret);

  // Another file of the study goes on in its exam.
  const late = join(folder, 'late.dcm');
  writeFileSync(late, study('2.25.10', 'L3', 3));
  const [again] = value(await station.importPaths([late]));
  assert.equal(again?.examId, first);
  await station.ended(again?.jobId ?? '');
  assert.equal(station.log.clips.ofExam(first).length, 3);
});

test("a CD's directory imports what it references, under names in either case, and nothing beside it", async (context) => {
  const folder = temporaryFolder(context);
  const disc = join(folder, 'disc');
  mkdirSync(join(disc, 'dicom', 'st1'), { recursive: true });
  writeFileSync(join(disc, 'dicom', 'st1', 'im1'), study('2.25.20', 'R2', 1));
  writeFileSync(join(disc, 'dicom', 'st1', 'im2'), study('2.25.20', 'R3', 2));
  writeFileSync(join(disc, 'dicom', 'unlisted'), study('2.25.21', 'R3', 2));
  const record = (type: string, file: string): DicomNode[] => [textNode(tags.DirectoryRecordType, 'CS', type), ...(file === '' ? [] : [textNode(tags.ReferencedFileID, 'CS', file)])];
  const directory = encodeElements([{ tag: tags.DirectoryRecordSequence, vr: 'SQ', value: { items: [
    record('PATIENT', ''), record('IMAGE', 'DICOM\\ST1\\IM1'), record('IMAGE', 'DICOM\\ST1\\IM2'), record('IMAGE', '..\\..\\secret'), record('IMAGE', 'DICOM\\ST1\\GONE'),
  ] } }]);
  writeFileSync(join(disc, 'DICOMDIR'), Buffer.concat([fileMeta({ sopClassUid: '1.2.840.10008.1.3.10', sopInstanceUid: '2.25.5', transferSyntaxUid: '1.2.840.10008.1.2.1' }), directory]));
  const { station } = await openStation(context, join(folder, 'data'));
  station.log.settings.set({ analyseOnImport: false });
  for (const picked of [disc, join(disc, 'DICOMDIR')]) {
    const started = value(await station.importPaths([picked]));
    const jobs = await Promise.all(started.map(({ jobId }) => station.ended(jobId)));
    const failures = jobs.flatMap((job) => job.failures.map(({ item, error }) => `${item} ${error.code}`));
    assert.ok(failures.includes('GONE file-not-found'), failures.join());
    const exam = station.log.origins.examOfStudy('2.25.20');
    assert.equal(station.log.clips.ofExam(exam ?? '').map(({ zone }) => zone ?? '').toSorted((a, b) => a.localeCompare(b)).join(), 'R2,R3');
    assert.equal(station.log.origins.examOfStudy('2.25.21'), null);
  }
});
