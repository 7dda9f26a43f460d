-- Readers, and what they say of clips apart from any model. Readings are append-only: a changed mind is a new row that names the one it replaces.

-- Never deleted: a reader's readings stay, so a profile is retired instead.
CREATE TABLE readers (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  initials TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('sonographer', 'annotator', 'adjudicator', 'admin')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at TEXT NOT NULL,
  -- scrypt record, JSON; NULL without a PIN. Wrong PINs in a row, and until when no other is tried.
  pin TEXT,
  pin_failures INTEGER NOT NULL DEFAULT 0,
  pin_blocked_until TEXT
) STRICT;
CREATE UNIQUE INDEX readers_by_initials ON readers (initials) WHERE active = 1;
CREATE TRIGGER readers_stay BEFORE DELETE ON readers BEGIN SELECT RAISE(ABORT, 'readers are retired, not deleted'); END;

-- Earlier decisions carry their reader's name as text only.
ALTER TABLE decisions ADD COLUMN reader_id TEXT REFERENCES readers (id);

CREATE TABLE readings (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  reader_id TEXT NOT NULL REFERENCES readers (id),
  -- 1 for a reader's first read of the clip, 2 and more for repeats.
  round INTEGER NOT NULL CHECK (round >= 1),
  mode TEXT NOT NULL CHECK (mode IN ('blind', 'revealed', 'review', 'imported')),
  replaces TEXT REFERENCES readings (id),
  verdict TEXT CHECK (verdict IN ('IS', 'healthy', 'not-readable', 'not-lung')),
  -- The other answers, JSON: findings, confidence, comment, ranges, strokes.
  content TEXT NOT NULL,
  committed_at TEXT NOT NULL,
  took_ms INTEGER
) STRICT;
CREATE INDEX readings_by_clip ON readings (clip_id, reader_id, round, seq);
CREATE INDEX readings_by_reader ON readings (reader_id, committed_at);

-- When AI and other readers were shown to a reader, after which committed reading, and what: makes anchoring measurable.
CREATE TABLE reveals (
  seq INTEGER PRIMARY KEY,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  reader_id TEXT NOT NULL REFERENCES readers (id),
  round INTEGER NOT NULL,
  reading_id TEXT NOT NULL REFERENCES readings (id),
  -- JSON {analysis, probability, verdict, readings}: ids and figures, no text.
  shown TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (clip_id, reader_id, round)
) STRICT;

CREATE TABLE labelling_sessions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  reader_id TEXT NOT NULL REFERENCES readers (id),
  -- JSON: order, seed, filters, scheme, reveal, repeat.
  plan TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at TEXT,
  -- Where the reader stands in the queue, and how many entries of the history are done (the rest can be redone).
  position INTEGER NOT NULL DEFAULT 0,
  applied INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX labelling_sessions_by_reader ON labelling_sessions (reader_id, seq);

CREATE TABLE labelling_queue (
  session INTEGER NOT NULL REFERENCES labelling_sessions (seq),
  position INTEGER NOT NULL,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  round INTEGER NOT NULL,
  PRIMARY KEY (session, position),
  UNIQUE (session, clip_id)
) STRICT, WITHOUT ROWID;

-- What is said and not committed yet; the body of a reading, JSON, with the time already spent on it.
CREATE TABLE labelling_drafts (
  session INTEGER NOT NULL REFERENCES labelling_sessions (seq),
  clip_id TEXT NOT NULL REFERENCES clips (id),
  content TEXT NOT NULL,
  spent_ms INTEGER NOT NULL DEFAULT 0,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (session, clip_id)
) STRICT, WITHOUT ROWID;

-- Gestures of a session in order, for undo and redo across its clips. `before` and `after` are the changed parts of the draft, JSON.
CREATE TABLE labelling_history (
  session INTEGER NOT NULL REFERENCES labelling_sessions (seq),
  position INTEGER NOT NULL,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  label TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER readings_once BEFORE INSERT ON readings WHEN EXISTS (SELECT 1 FROM readings WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
CREATE TRIGGER readings_keep BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
CREATE TRIGGER readings_stay BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
-- What is replaced is of the same reader, clip and round.
CREATE TRIGGER readings_follow BEFORE INSERT ON readings
  WHEN NEW.replaces IS NOT NULL AND NOT EXISTS (SELECT 1 FROM readings WHERE id = NEW.replaces AND clip_id = NEW.clip_id AND reader_id = NEW.reader_id AND round = NEW.round)
  BEGIN SELECT RAISE(ABORT, 'a reading replaces one of the same reader, clip and round'); END;
CREATE TRIGGER reveals_once BEFORE INSERT ON reveals WHEN EXISTS (SELECT 1 FROM reveals WHERE seq = NEW.seq OR (clip_id = NEW.clip_id AND reader_id = NEW.reader_id AND round = NEW.round))
  BEGIN SELECT RAISE(ABORT, 'reveals are append-only'); END;
CREATE TRIGGER reveals_keep BEFORE UPDATE ON reveals BEGIN SELECT RAISE(ABORT, 'reveals are append-only'); END;
CREATE TRIGGER reveals_stay BEFORE DELETE ON reveals BEGIN SELECT RAISE(ABORT, 'reveals are append-only'); END;
