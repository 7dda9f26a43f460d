-- Clips that trained or tuned something, whatever their labels came from (datasets, readings, decisions). Append-only. Written before the first of them is read:
-- the database refuses a locked patient or recording here as it does in datasets, and a lock of what has trained.
CREATE TABLE trained_clips (
  seq INTEGER PRIMARY KEY,
  clip_id TEXT NOT NULL REFERENCES clips (id),
  at TEXT NOT NULL,
  reader TEXT NOT NULL
) STRICT;
CREATE INDEX trained_clips_by_clip ON trained_clips (clip_id);

CREATE TRIGGER trained_clips_not_locked BEFORE INSERT ON trained_clips
  WHEN EXISTS (
    SELECT 1 FROM clips c JOIN exams e ON e.id = c.exam_id WHERE c.id = NEW.clip_id
      AND (EXISTS (SELECT 1 FROM locked_patients WHERE patient = lower(e.pseudonym)) OR EXISTS (SELECT 1 FROM locked_contents WHERE sha256 = c.sha256)))
  BEGIN SELECT RAISE(ABORT, 'locked test set'); END;
CREATE TRIGGER dataset_locks_untrained BEFORE INSERT ON dataset_locks
  WHEN EXISTS (
    SELECT 1 FROM dataset_clips t WHERE t.dataset = NEW.dataset AND t.side = 'test'
      AND (t.patient IN (SELECT lower(e.pseudonym) FROM trained_clips u JOIN clips c ON c.id = u.clip_id JOIN exams e ON e.id = c.exam_id)
        OR t.sha256 IN (SELECT c.sha256 FROM trained_clips u JOIN clips c ON c.id = u.clip_id)))
  BEGIN SELECT RAISE(ABORT, 'test set was trained on'); END;

CREATE TRIGGER trained_clips_once BEFORE INSERT ON trained_clips WHEN EXISTS (SELECT 1 FROM trained_clips WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'trained clips are append-only'); END;
CREATE TRIGGER trained_clips_keep BEFORE UPDATE ON trained_clips BEGIN SELECT RAISE(ABORT, 'trained clips are append-only'); END;
CREATE TRIGGER trained_clips_stay BEFORE DELETE ON trained_clips BEGIN SELECT RAISE(ABORT, 'trained clips are append-only'); END;
