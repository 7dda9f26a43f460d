-- What the guard said of a clip, LIME maps, and the history of installed models.

-- JSON {reason, message}: why the guard took the clip for no readable lung ultrasound. With it, verdict and probability stay NULL, unless the reader
-- had the clip analysed anyway (guard_overridden): then the reason is kept as a warning beside the verdict.
ALTER TABLE analyses ADD COLUMN rejection TEXT;
ALTER TABLE analyses ADD COLUMN guard_overridden INTEGER NOT NULL DEFAULT 0 CHECK (guard_overridden IN (0, 1));

-- Settled LIME map of a frame. Can be made again; the seed says how it was drawn.
CREATE TABLE frame_lime (
  analysis INTEGER NOT NULL REFERENCES analyses (seq),
  frame INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (analysis, frame)
) STRICT;

-- Installations, activations and removals of models, in order: the way back to an earlier one.
CREATE TABLE model_events (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('installed', 'activated', 'rolled-back', 'removed')),
  model_id TEXT NOT NULL,
  model_version TEXT NOT NULL,
  model_sha256 TEXT NOT NULL,
  -- Who asked for it, and why in their own words (may be empty).
  reader TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER model_events_once BEFORE INSERT ON model_events WHEN EXISTS (SELECT 1 FROM model_events WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'model events are append-only'); END;
CREATE TRIGGER model_events_keep BEFORE UPDATE ON model_events BEGIN SELECT RAISE(ABORT, 'model events are append-only'); END;
CREATE TRIGGER model_events_stay BEFORE DELETE ON model_events BEGIN SELECT RAISE(ABORT, 'model events are append-only'); END;
