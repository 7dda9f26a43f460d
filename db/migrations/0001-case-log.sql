-- The case log. Rows that may never change (decisions, audit) are guarded by triggers.

CREATE TABLE exams (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  pseudonym TEXT NOT NULL COLLATE NOCASE,
  examined_at TEXT NOT NULL,
  protocol TEXT NOT NULL CHECK (protocol IN ('blue6', 'zones8', 'zones12')),
  created_at TEXT NOT NULL,
  -- Derived from the exam's clips by casework, for filters and sorting only.
  simulated INTEGER NOT NULL DEFAULT 0,
  clips INTEGER NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  read_state TEXT NOT NULL DEFAULT 'unread' CHECK (read_state IN ('unread', 'partial', 'read')),
  verdict TEXT NOT NULL DEFAULT 'incomplete' CHECK (verdict IN ('IS', 'not-IS', 'incomplete', 'indeterminate')),
  notes TEXT NOT NULL DEFAULT ''
) STRICT;

-- One index a sort order; each also carries the filters, so that a page never touches rows it does not show.
CREATE INDEX exams_by_date ON exams (examined_at, seq, verdict, read_state, protocol);
CREATE INDEX exams_by_pseudonym ON exams (pseudonym COLLATE NOCASE, seq, verdict, read_state, protocol, examined_at);
CREATE INDEX exams_by_size ON exams (size_bytes, seq, verdict, read_state, protocol, examined_at);
CREATE INDEX exams_by_filter ON exams (verdict, read_state, protocol, examined_at);

-- Words of an exam in three-letter pieces: any substring of three letters or more is found. rowid = exams.seq.
CREATE VIRTUAL TABLE exam_search USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

-- What decoding found out, once a file's content, shared by every clip made of it.
CREATE TABLE media (
  sha256 TEXT PRIMARY KEY,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clips (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  exam_id TEXT NOT NULL REFERENCES exams (id),
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  name TEXT NOT NULL,
  zone TEXT,
  imported_at TEXT NOT NULL,
  frames INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  damaged INTEGER NOT NULL,
  simulated INTEGER NOT NULL,
  thumbnails INTEGER NOT NULL,
  UNIQUE (exam_id, sha256)
) STRICT;

CREATE TABLE analyses (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  model_id TEXT NOT NULL,
  model_version TEXT NOT NULL,
  model_sha256 TEXT NOT NULL,
  preprocessing INTEGER NOT NULL,
  provider TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'done', 'failed', 'cancelled')),
  frames INTEGER NOT NULL,
  scored INTEGER NOT NULL DEFAULT 0,
  probability REAL,
  verdict TEXT CHECK (verdict IN ('IS', 'healthy', 'indeterminate')),
  operating_points TEXT NOT NULL,
  -- Grids of an evidence blob, in order: the fused map first, then each branch; JSON [{name, height, width}].
  maps TEXT NOT NULL,
  -- Largest evidence of each map over the frames scored so far; float32, little endian.
  maxima BLOB NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  error TEXT
) STRICT;
CREATE INDEX analyses_by_clip ON analyses (clip_id, seq);

CREATE TABLE frame_scores (
  analysis INTEGER NOT NULL REFERENCES analyses (seq),
  frame INTEGER NOT NULL,
  logit REAL NOT NULL,
  probability REAL NOT NULL,
  PRIMARY KEY (analysis, frame)
) STRICT, WITHOUT ROWID;

-- Grad-CAM evidence before normalisation: float32, little endian, the grids of analyses.maps one after the other, row major.
CREATE TABLE frame_evidence (
  analysis INTEGER NOT NULL REFERENCES analyses (seq),
  frame INTEGER NOT NULL,
  evidence BLOB NOT NULL,
  PRIMARY KEY (analysis, frame)
) STRICT;

CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  analysis_id TEXT REFERENCES analyses (id),
  answer TEXT NOT NULL CHECK (answer IN ('agree', 'disagree', 'unsure')),
  verdict TEXT CHECK (verdict IN ('IS', 'healthy', 'indeterminate', 'not-readable')),
  comment TEXT NOT NULL,
  reader TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  shown TEXT
) STRICT;
CREATE INDEX decisions_by_clip ON decisions (clip_id, seq);

CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'analyse', 'benchmark')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
  exam_id TEXT,
  -- The whole job as the page sees it, JSON.
  record TEXT NOT NULL
) STRICT;

-- What is left to do of a job: files to import (paths stay in here and never reach the page) or clips to analyse.
CREATE TABLE job_items (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Hash chain: hash = SHA-256 of (previous, seq, at, kind, subject, detail); see db/audit.ts.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
-- INSERT OR REPLACE would remove the old row without asking the trigger above.
CREATE TRIGGER decisions_once BEFORE INSERT ON decisions WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER audit_once BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_keep BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_stay BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
