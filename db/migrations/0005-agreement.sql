-- Second reads and repeats that readers are asked for, and adjudicators' decisions. Append-only: what is no longer wanted is withdrawn, a changed decision is a new one.

-- One gesture: clips for one reader, chosen by a stated rule.
CREATE TABLE assignments (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  reader_id TEXT NOT NULL REFERENCES readers (id),
  -- How the clips were chosen, JSON.
  rule TEXT NOT NULL,
  assigned_by TEXT NOT NULL REFERENCES readers (id),
  assigned_at TEXT NOT NULL
) STRICT;
CREATE INDEX assignments_by_reader ON assignments (reader_id, seq);

CREATE TABLE assigned_clips (
  assignment INTEGER NOT NULL REFERENCES assignments (seq),
  position INTEGER NOT NULL,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  -- The round to read: 1 for a second reader's read, 2 and more for a repeat.
  round INTEGER NOT NULL CHECK (round >= 1),
  PRIMARY KEY (assignment, position),
  UNIQUE (assignment, clip_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment_withdrawals (
  assignment INTEGER PRIMARY KEY REFERENCES assignments (seq),
  withdrawn_by TEXT NOT NULL REFERENCES readers (id),
  withdrawn_at TEXT NOT NULL
) STRICT;

-- The newest of a clip stands.
CREATE TABLE adjudications (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  adjudicator_id TEXT NOT NULL REFERENCES readers (id),
  decided_at TEXT NOT NULL,
  verdict TEXT CHECK (verdict IN ('IS', 'healthy', 'not-readable', 'not-lung')),
  -- JSON: the other answers.
  findings TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- The reading that was followed; NULL for an answer of the adjudicator's own. And all readings that were on screen, JSON.
  followed TEXT REFERENCES readings (id),
  considered TEXT NOT NULL,
  -- The adjudicator had read the clip as a reader.
  own_read INTEGER NOT NULL CHECK (own_read IN (0, 1))
) STRICT;
CREATE INDEX adjudications_by_clip ON adjudications (clip_id, seq);

CREATE TRIGGER assignments_once BEFORE INSERT ON assignments WHEN EXISTS (SELECT 1 FROM assignments WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assignments_keep BEFORE UPDATE ON assignments BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assignments_stay BEFORE DELETE ON assignments BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assigned_clips_once BEFORE INSERT ON assigned_clips
  WHEN EXISTS (SELECT 1 FROM assigned_clips WHERE assignment = NEW.assignment AND (position = NEW.position OR clip_id = NEW.clip_id))
  BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assigned_clips_keep BEFORE UPDATE ON assigned_clips BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assigned_clips_stay BEFORE DELETE ON assigned_clips BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assignment_withdrawals_once BEFORE INSERT ON assignment_withdrawals WHEN EXISTS (SELECT 1 FROM assignment_withdrawals WHERE assignment = NEW.assignment)
  BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assignment_withdrawals_keep BEFORE UPDATE ON assignment_withdrawals BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER assignment_withdrawals_stay BEFORE DELETE ON assignment_withdrawals BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER adjudications_once BEFORE INSERT ON adjudications WHEN EXISTS (SELECT 1 FROM adjudications WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'adjudications are append-only'); END;
CREATE TRIGGER adjudications_keep BEFORE UPDATE ON adjudications BEGIN SELECT RAISE(ABORT, 'adjudications are append-only'); END;
CREATE TRIGGER adjudications_stay BEFORE DELETE ON adjudications BEGIN SELECT RAISE(ABORT, 'adjudications are append-only'); END;
-- What was followed is a reading of the same clip.
CREATE TRIGGER adjudications_follow BEFORE INSERT ON adjudications
  WHEN NEW.followed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM readings WHERE id = NEW.followed AND clip_id = NEW.clip_id)
  BEGIN SELECT RAISE(ABORT, 'an adjudication follows a reading of its clip'); END;
