/** Readers' decisions: append-only, the newest stands. Triggers refuse any change. */
import type { Database } from 'better-sqlite3';
import type { ClipId, Decision } from '../preload/domain.ts';

interface DecisionSqlRow {
  readonly id: string;
  readonly clip_id: string;
  readonly analysis_id: string | null;
  readonly answer: Decision['answer'];
  readonly verdict: Decision['verdict'];
  readonly comment: string;
  readonly reader: string;
  readonly reader_id: string | null;
  readonly decided_at: string;
  readonly shown: string | null;
}

export interface Decisions {
  append(decision: Decision): void;
  /** Newest first. */
  ofClip(clipId: ClipId): readonly Decision[];
  latest(clipId: ClipId): Decision | null;
}

function decisionOf(row: DecisionSqlRow): Decision {
  const { clip_id: clipId, analysis_id: analysisId, decided_at: decidedAt, reader_id: readerId, id, answer, verdict, comment, reader } = row;
  const shown: Decision['shown'] = row.shown === null ? null : JSON.parse(row.shown);
  return { id, clipId, analysisId, answer, verdict, comment, reader, readerId, decidedAt, shown };
}

export function createDecisions(db: Database): Decisions {
  const append = db.prepare(`INSERT INTO decisions (id, clip_id, analysis_id, answer, verdict, comment, reader, reader_id, decided_at, shown)
    VALUES (@id, @clipId, @analysisId, @answer, @verdict, @comment, @reader, @readerId, @decidedAt, @shown)`);
  const ofClip = db.prepare<[string], DecisionSqlRow>('SELECT * FROM decisions WHERE clip_id = ? ORDER BY seq DESC');
  const latest = db.prepare<[string], DecisionSqlRow>('SELECT * FROM decisions WHERE clip_id = ? ORDER BY seq DESC LIMIT 1');
  return {
    append: (decision) => void append.run({ ...decision, shown: decision.shown === null ? null : JSON.stringify(decision.shown) }),
    ofClip: (clipId) => ofClip.all(clipId).map(decisionOf),
    latest: (clipId) => {
      const row = latest.get(clipId);
      return row ? decisionOf(row) : null;
    },
  };
}
