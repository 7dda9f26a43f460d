-- Datasets made from readings, their locked test sets, and every use of them. All of it append-only: a changed dataset is a new version.

CREATE TABLE datasets (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Versions of one lineage share the sides of their patients.
  lineage TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  name TEXT NOT NULL,
  -- Of clips' bytes, labels, frames, sides and rules: equal content, equal hash.
  content_sha256 TEXT NOT NULL,
  program TEXT NOT NULL,
  -- JSON: DatasetRules, the consensus policy, DatasetCounts, LeakReport.
  rules TEXT NOT NULL,
  policy TEXT NOT NULL,
  counts TEXT NOT NULL,
  leaks TEXT NOT NULL,
  -- Key of the pseudonyms in exports; never leaves the machine.
  salt TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (lineage, version)
) STRICT;

CREATE TABLE dataset_clips (
  dataset INTEGER NOT NULL REFERENCES datasets (seq),
  clip_id TEXT NOT NULL REFERENCES clips (id),
  -- Of the original file, and whose it is (the exam's pseudonym in small letters).
  sha256 TEXT NOT NULL,
  patient TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('train', 'validation', 'test') OR side GLOB 'fold-[1-9]*'),
  positive INTEGER NOT NULL CHECK (positive IN (0, 1)),
  -- The whole DatasetClip, JSON.
  record TEXT NOT NULL,
  PRIMARY KEY (dataset, clip_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dataset_clips_by_patient ON dataset_clips (patient, dataset, side);
CREATE INDEX dataset_clips_by_content ON dataset_clips (sha256, dataset, side);

-- From here on no clip comes to a dataset.
CREATE TABLE dataset_seals (
  dataset INTEGER PRIMARY KEY REFERENCES datasets (seq)
) STRICT;

-- A locked test side: its patients may never train or tune anything.
CREATE TABLE dataset_locks (
  dataset INTEGER PRIMARY KEY REFERENCES dataset_seals (dataset),
  at TEXT NOT NULL,
  reader TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (length(trim(reason)) > 0)
) STRICT;
-- Filled by the triggers below: patients by name, and the recordings themselves, should they come again under another name.
CREATE TABLE locked_patients (
  patient TEXT PRIMARY KEY,
  dataset INTEGER NOT NULL REFERENCES dataset_locks (dataset)
) STRICT, WITHOUT ROWID;
CREATE TABLE locked_contents (
  sha256 TEXT PRIMARY KEY,
  dataset INTEGER NOT NULL REFERENCES dataset_locks (dataset)
) STRICT, WITHOUT ROWID;

-- Whatever reads a dataset to learn from it or to judge by it writes a row here first.
CREATE TABLE dataset_uses (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dataset INTEGER NOT NULL REFERENCES dataset_seals (dataset),
  purpose TEXT NOT NULL CHECK (purpose IN ('training', 'tuning', 'evaluation')),
  at TEXT NOT NULL,
  reader TEXT NOT NULL,
  -- JSON: what for (model, figures).
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX dataset_uses_by_dataset ON dataset_uses (dataset, seq);

-- Perceptual hashes of a recording's frames; can be made again.
CREATE TABLE clip_fingerprints (
  sha256 TEXT PRIMARY KEY REFERENCES media (sha256),
  version INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER dataset_clips_sealed BEFORE INSERT ON dataset_clips WHEN EXISTS (SELECT 1 FROM dataset_seals WHERE dataset = NEW.dataset)
  BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
-- A patient has one side in all versions of a lineage.
CREATE TRIGGER dataset_clips_one_side BEFORE INSERT ON dataset_clips
  WHEN EXISTS (
    SELECT 1 FROM dataset_clips c JOIN datasets d ON d.seq = c.dataset
    WHERE c.patient = NEW.patient AND c.side <> NEW.side AND d.lineage = (SELECT lineage FROM datasets WHERE seq = NEW.dataset))
  BEGIN SELECT RAISE(ABORT, 'a patient keeps one side of the split'); END;
-- So do a recording's copies, whatever name they come under.
CREATE TRIGGER dataset_clips_one_side_of_content BEFORE INSERT ON dataset_clips
  WHEN EXISTS (SELECT 1 FROM dataset_clips c WHERE c.sha256 = NEW.sha256 AND c.dataset = NEW.dataset AND c.side <> NEW.side)
  BEGIN SELECT RAISE(ABORT, 'a recording keeps one side of the split'); END;
CREATE TRIGGER dataset_clips_not_locked BEFORE INSERT ON dataset_clips
  WHEN NEW.side <> 'test' AND (EXISTS (SELECT 1 FROM locked_patients WHERE patient = NEW.patient) OR EXISTS (SELECT 1 FROM locked_contents WHERE sha256 = NEW.sha256))
  BEGIN SELECT RAISE(ABORT, 'locked test set'); END;

CREATE TRIGGER dataset_locks_something BEFORE INSERT ON dataset_locks
  WHEN NOT EXISTS (SELECT 1 FROM dataset_clips WHERE dataset = NEW.dataset AND side = 'test')
  BEGIN SELECT RAISE(ABORT, 'no test set to lock'); END;
-- What has trained already is no test any more.
CREATE TRIGGER dataset_locks_unseen BEFORE INSERT ON dataset_locks
  WHEN EXISTS (
    SELECT 1 FROM dataset_uses u JOIN dataset_clips seen ON seen.dataset = u.dataset AND seen.side <> 'test'
    WHERE u.purpose <> 'evaluation' AND EXISTS (
      SELECT 1 FROM dataset_clips t WHERE t.dataset = NEW.dataset AND t.side = 'test' AND (t.patient = seen.patient OR t.sha256 = seen.sha256)))
  BEGIN SELECT RAISE(ABORT, 'test set was trained on'); END;
CREATE TRIGGER dataset_locks_fill AFTER INSERT ON dataset_locks BEGIN
  INSERT INTO locked_patients (patient, dataset) SELECT DISTINCT patient, NEW.dataset FROM dataset_clips
    WHERE dataset = NEW.dataset AND side = 'test' AND patient NOT IN (SELECT patient FROM locked_patients);
  INSERT INTO locked_contents (sha256, dataset) SELECT DISTINCT sha256, NEW.dataset FROM dataset_clips
    WHERE dataset = NEW.dataset AND side = 'test' AND sha256 NOT IN (SELECT sha256 FROM locked_contents);
END;
-- A new name does not unlock a patient.
CREATE TRIGGER locked_patients_renamed AFTER UPDATE OF pseudonym ON exams
  WHEN EXISTS (SELECT 1 FROM locked_patients WHERE patient = lower(OLD.pseudonym)) AND NOT EXISTS (SELECT 1 FROM locked_patients WHERE patient = lower(NEW.pseudonym))
  BEGIN INSERT INTO locked_patients (patient, dataset) SELECT lower(NEW.pseudonym), dataset FROM locked_patients WHERE patient = lower(OLD.pseudonym); END;
-- Nor does a dataset that was made before the lock.
CREATE TRIGGER dataset_uses_not_locked BEFORE INSERT ON dataset_uses
  WHEN NEW.purpose <> 'evaluation' AND EXISTS (
    SELECT 1 FROM dataset_clips c WHERE c.dataset = NEW.dataset AND c.side <> 'test'
      AND (EXISTS (SELECT 1 FROM locked_patients l WHERE l.patient = c.patient) OR EXISTS (SELECT 1 FROM locked_contents l WHERE l.sha256 = c.sha256)))
  BEGIN SELECT RAISE(ABORT, 'locked test set'); END;

CREATE TRIGGER datasets_once BEFORE INSERT ON datasets
  WHEN EXISTS (SELECT 1 FROM datasets WHERE id = NEW.id OR seq = NEW.seq OR (lineage = NEW.lineage AND version = NEW.version))
  BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER datasets_keep BEFORE UPDATE ON datasets BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER datasets_stay BEFORE DELETE ON datasets BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_clips_once BEFORE INSERT ON dataset_clips WHEN EXISTS (SELECT 1 FROM dataset_clips WHERE dataset = NEW.dataset AND clip_id = NEW.clip_id)
  BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_clips_keep BEFORE UPDATE ON dataset_clips BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_clips_stay BEFORE DELETE ON dataset_clips BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_seals_once BEFORE INSERT ON dataset_seals WHEN EXISTS (SELECT 1 FROM dataset_seals WHERE dataset = NEW.dataset)
  BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_seals_keep BEFORE UPDATE ON dataset_seals BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_seals_stay BEFORE DELETE ON dataset_seals BEGIN SELECT RAISE(ABORT, 'datasets are append-only'); END;
CREATE TRIGGER dataset_locks_once BEFORE INSERT ON dataset_locks WHEN EXISTS (SELECT 1 FROM dataset_locks WHERE dataset = NEW.dataset)
  BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER dataset_locks_keep BEFORE UPDATE ON dataset_locks BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER dataset_locks_stay BEFORE DELETE ON dataset_locks BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER locked_patients_once BEFORE INSERT ON locked_patients WHEN EXISTS (SELECT 1 FROM locked_patients WHERE patient = NEW.patient)
  BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER locked_patients_keep BEFORE UPDATE ON locked_patients BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER locked_patients_stay BEFORE DELETE ON locked_patients BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER locked_contents_once BEFORE INSERT ON locked_contents WHEN EXISTS (SELECT 1 FROM locked_contents WHERE sha256 = NEW.sha256)
  BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER locked_contents_keep BEFORE UPDATE ON locked_contents BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER locked_contents_stay BEFORE DELETE ON locked_contents BEGIN SELECT RAISE(ABORT, 'locks are append-only'); END;
CREATE TRIGGER dataset_uses_once BEFORE INSERT ON dataset_uses WHEN EXISTS (SELECT 1 FROM dataset_uses WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'uses of datasets are append-only'); END;
CREATE TRIGGER dataset_uses_keep BEFORE UPDATE ON dataset_uses BEGIN SELECT RAISE(ABORT, 'uses of datasets are append-only'); END;
CREATE TRIGGER dataset_uses_stay BEFORE DELETE ON dataset_uses BEGIN SELECT RAISE(ABORT, 'uses of datasets are append-only'); END;

-- Kinds of jobs are the program's matter and grow with it; the table no longer lists them.
CREATE TABLE jobs_any (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
  exam_id TEXT,
  -- The whole job as the page sees it, JSON.
  record TEXT NOT NULL
) STRICT;
INSERT INTO jobs_any SELECT seq, id, kind, state, exam_id, record FROM jobs;
CREATE TABLE job_items_any (
  job_id TEXT NOT NULL REFERENCES jobs_any (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO job_items_any SELECT job_id, position, subject, detail, done FROM job_items;
DROP TABLE job_items;
DROP TABLE jobs;
ALTER TABLE jobs_any RENAME TO jobs;
ALTER TABLE job_items_any RENAME TO job_items;
