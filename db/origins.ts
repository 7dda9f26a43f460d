/** Where clips and exams came from in DICOM, and the patient's identity, kept apart from everything that is shown by default. */
import type { Database } from 'better-sqlite3';
import type { DicomPatient, DicomSource, DicomStudy } from '../preload/dicom.ts';
import type { ClipId, ExamId } from '../preload/domain.ts';

export type PatientOrigin = 'dicom' | 'worklist';

export interface Origins {
  keepClip(clipId: ClipId, source: DicomSource): void;
  clip(clipId: ClipId): DicomSource | null;
  /** Clips of an exam that came as DICOM. */
  ofExam(examId: ExamId): readonly { readonly clipId: ClipId; readonly source: DicomSource }[];
  /** Replaces what was known. */
  keepStudy(examId: ExamId, study: DicomStudy): void;
  study(examId: ExamId): DicomStudy | null;
  /** The newest exam of a study. */
  examOfStudy(studyInstanceUid: string): ExamId | null;
  /** Replaces what was known. */
  keepPatient(examId: ExamId, patient: DicomPatient, origin: PatientOrigin, knownAt: string): void;
  patient(examId: ExamId): (DicomPatient & { readonly origin: PatientOrigin }) | null;
}

export function createOrigins(db: Database): Origins {
  const keepClip = db.prepare('INSERT INTO clip_sources (clip_id, sop_instance_uid, series_instance_uid, study_instance_uid, record) VALUES (?, ?, ?, ?, ?)');
  const clip = db.prepare<[string], string>('SELECT record FROM clip_sources WHERE clip_id = ?').pluck();
  const ofExam = db.prepare<[string], { clip_id: string; record: string }>('SELECT clip_id, record FROM clip_sources JOIN clips ON clips.id = clip_id WHERE exam_id = ? ORDER BY clips.seq');
  const keepStudy = db.prepare('INSERT OR REPLACE INTO exam_studies (exam_id, study_instance_uid, record) VALUES (?, ?, ?)');
  const study = db.prepare<[string], string>('SELECT record FROM exam_studies WHERE exam_id = ?').pluck();
  const byUid = db.prepare<[string], string>('SELECT exam_id FROM exam_studies JOIN exams ON exams.id = exam_id WHERE study_instance_uid = ? ORDER BY exams.seq DESC LIMIT 1').pluck();
  const keepPatient = db.prepare('INSERT OR REPLACE INTO exam_patients (exam_id, origin, known_at, record) VALUES (?, ?, ?, ?)');
  const patient = db.prepare<[string], { origin: PatientOrigin; record: string }>('SELECT origin, record FROM exam_patients WHERE exam_id = ?');
  return {
    keepClip: (clipId, source) => void keepClip.run(clipId, source.sopInstanceUid, source.seriesInstanceUid, source.studyInstanceUid, JSON.stringify(source)),
    clip: (clipId) => {
      const record = clip.get(clipId);
      if (record === undefined) return null;
      const source: DicomSource = JSON.parse(record);
      return source;
    },
    ofExam: (examId) => ofExam.all(examId).map(({ clip_id: clipId, record }) => {
      const source: DicomSource = JSON.parse(record);
      return { clipId, source };
    }),
    keepStudy: (examId, known) => void keepStudy.run(examId, known.studyInstanceUid, JSON.stringify(known)),
    study: (examId) => {
      const record = study.get(examId);
      if (record === undefined) return null;
      const known: DicomStudy = JSON.parse(record);
      return known;
    },
    examOfStudy: (uid) => (uid === '' ? null : (byUid.get(uid) ?? null)),
    keepPatient: (examId, known, origin, knownAt) => void keepPatient.run(examId, origin, knownAt, JSON.stringify(known)),
    patient: (examId) => {
      const row = patient.get(examId);
      if (row === undefined) return null;
      const known: DicomPatient = JSON.parse(row.record);
      return { ...known, origin: row.origin };
    },
  };
}
