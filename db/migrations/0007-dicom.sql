-- Where clips and exams came from in DICOM, and whose exam it is. Identity stands in a table of its own: nothing joins it for lists, search or results.

-- JSON DicomSource of a clip that came as DICOM.
CREATE TABLE clip_sources (
  clip_id TEXT PRIMARY KEY REFERENCES clips (id),
  sop_instance_uid TEXT NOT NULL,
  series_instance_uid TEXT NOT NULL,
  study_instance_uid TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX clip_sources_by_instance ON clip_sources (sop_instance_uid);

-- JSON DicomStudy: the study that an exam is, in the archive's words.
CREATE TABLE exam_studies (
  exam_id TEXT PRIMARY KEY REFERENCES exams (id) ON DELETE CASCADE,
  study_instance_uid TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX exam_studies_by_uid ON exam_studies (study_instance_uid);

-- JSON DicomPatient, with where it was learnt.
CREATE TABLE exam_patients (
  exam_id TEXT PRIMARY KEY REFERENCES exams (id) ON DELETE CASCADE,
  origin TEXT NOT NULL CHECK (origin IN ('dicom', 'worklist')),
  known_at TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
