/** Which clips a model has analysed, and what readers took them for. In pages by clip, so that a large case log never holds up main. */
import type { Database } from 'better-sqlite3';
import type { ClipId, ExamId } from '../preload/domain.ts';

export interface ClipPage<T> {
  readonly rows: readonly T[];
  /** Where the next page starts; null after the last. */
  readonly next: number | null;
}

export interface LabelledClip {
  readonly clipId: ClipId;
  readonly examId: ExamId;
  readonly name: string;
  readonly pseudonym: string;
  /** What the newest decision took it for. */
  readonly decision: 'IS' | 'healthy';
}

export interface AnalysesByModel {
  /** Clips that were analysed, but not to the end by this model. `after` is 0 at first. */
  outdated(modelSha256: string, after: number, clips: number): ClipPage<ClipId>;
  /** Clips whose newest decision is IS or healthy. */
  labelled(after: number, clips: number): ClipPage<LabelledClip>;
  /** Exams with a clip that more than one model has analysed: what stands for it follows the model in use. */
  examsOfSeveral(after: number, clips: number): ClipPage<ExamId>;
}

interface Seen {
  readonly seq: number;
}

/** Pages cut by clips looked at, not by clips found: each costs the same. */
function paged<R extends Seen, T>(look: (after: number, clips: number) => readonly R[], pick: (row: R) => T | null) {
  return (after: number, clips: number): ClipPage<T> => {
    const seen = look(after, clips);
    const rows = seen.map(pick).filter((row) => row !== null);
    return { rows, next: seen.length < clips ? null : (seen.at(-1)?.seq ?? null) };
  };
}

export function createAnalysesByModel(db: Database): AnalysesByModel {
  const outdated = db.prepare<{ after: number; clips: number; sha256: string }, { seq: number; id: string; outdated: number }>(`
    SELECT c.seq, c.id, EXISTS (SELECT 1 FROM analyses WHERE clip_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM analyses WHERE clip_id = c.id AND model_sha256 = @sha256 AND state = 'done') AS outdated
    FROM clips c WHERE c.seq > @after ORDER BY c.seq LIMIT @clips`);
  const labelled = db.prepare<{ after: number; clips: number }, Omit<LabelledClip, 'decision'> & { seq: number; decision: string | null }>(`
    SELECT c.seq, c.id AS clipId, c.exam_id AS examId, c.name, e.pseudonym,
      (SELECT verdict FROM decisions WHERE clip_id = c.id ORDER BY seq DESC LIMIT 1) AS decision
    FROM clips c JOIN exams e ON e.id = c.exam_id WHERE c.seq > @after ORDER BY c.seq LIMIT @clips`);
  const several = db.prepare<{ after: number; clips: number }, { seq: number; examId: string; models: number }>(`
    SELECT c.seq, c.exam_id AS examId, (SELECT count(DISTINCT model_sha256) FROM analyses WHERE clip_id = c.id) AS models
    FROM clips c WHERE c.seq > @after ORDER BY c.seq LIMIT @clips`);
  return {
    outdated: (sha256, from, limit) => paged((after, clips) => outdated.all({ after, clips, sha256 }), (row) => (row.outdated === 1 ? row.id : null))(from, limit),
    labelled: paged((after, clips) => labelled.all({ after, clips }), ({ seq: _seq, decision, ...clip }) => (decision === 'IS' || decision === 'healthy' ? { ...clip, decision } : null)),
    examsOfSeveral: (from, limit) => {
      const page = paged((after: number, clips: number) => several.all({ after, clips }), (row) => (row.models > 1 ? row.examId : null))(from, limit);
      return { ...page, rows: [...new Set(page.rows)] };
    },
  };
}
