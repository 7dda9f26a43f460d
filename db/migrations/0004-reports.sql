-- Exam reports: one draft an exam, signed versions that never change, and the pictures that they show.

-- A frame as it was on screen, by the checksum of its PNG.
CREATE TABLE report_images (
  sha256 TEXT PRIMARY KEY,
  png BLOB NOT NULL,
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE report_versions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  exam_id TEXT NOT NULL REFERENCES exams (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  -- The report as it was signed, JSON; sha256 is that of this text.
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  reader_id TEXT,
  reader TEXT NOT NULL,
  role TEXT,
  signed_at TEXT NOT NULL,
  pin_checked INTEGER NOT NULL CHECK (pin_checked IN (0, 1)),
  -- The version that this one amends, and why; both NULL for the first.
  amends TEXT REFERENCES report_versions (id),
  reason TEXT,
  UNIQUE (exam_id, number),
  CHECK ((number = 1) = (amends IS NULL)),
  CHECK ((amends IS NULL) = (reason IS NULL))
) STRICT;

-- What is being written. Signing turns it into a version and takes it away.
CREATE TABLE report_drafts (
  exam_id TEXT PRIMARY KEY REFERENCES exams (id),
  -- Grows with every save: a save that knows an older one is refused.
  revision INTEGER NOT NULL,
  amends TEXT REFERENCES report_versions (id),
  reason TEXT NOT NULL,
  entries TEXT NOT NULL,
  reader TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_versions_once BEFORE INSERT ON report_versions WHEN EXISTS (SELECT 1 FROM report_versions WHERE id = NEW.id OR seq = NEW.seq OR (exam_id = NEW.exam_id AND number = NEW.number))
  BEGIN SELECT RAISE(ABORT, 'signed reports are append-only'); END;
CREATE TRIGGER report_versions_keep BEFORE UPDATE ON report_versions BEGIN SELECT RAISE(ABORT, 'signed reports are append-only'); END;
CREATE TRIGGER report_versions_stay BEFORE DELETE ON report_versions BEGIN SELECT RAISE(ABORT, 'signed reports are append-only'); END;
CREATE TRIGGER report_images_once BEFORE INSERT ON report_images WHEN EXISTS (SELECT 1 FROM report_images WHERE sha256 = NEW.sha256)
  BEGIN SELECT RAISE(ABORT, 'report images are append-only'); END;
CREATE TRIGGER report_images_keep BEFORE UPDATE ON report_images BEGIN SELECT RAISE(ABORT, 'report images are append-only'); END;
CREATE TRIGGER report_images_stay BEFORE DELETE ON report_images BEGIN SELECT RAISE(ABORT, 'report images are append-only'); END;
