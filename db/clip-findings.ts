/** The least that zone marks need to know about each clip of an exam: the analysis that stands for it and its latest decision. */
import type { Database } from 'better-sqlite3';
import type { ClipId, ClipVerdict, ExamId, Verdict, ZoneId } from '../preload/domain.ts';
import { standsFirst } from './analyses.ts';

export interface ClipFinding {
  readonly clipId: ClipId;
  readonly examId: ExamId;
  readonly name: string;
  readonly zone: ZoneId | null;
  readonly sizeBytes: number;
  readonly simulated: boolean;
  /** Verdict of the analysis that stands for the clip; null while there is none. */
  readonly verdict: ClipVerdict | null;
  readonly decided: boolean;
  /** What the reader took the clip to be; null when undecided or unsure. */
  readonly decision: Verdict | 'not-readable' | null;
}

interface FindingSqlRow {
  readonly id: string;
  readonly exam_id: string;
  readonly name: string;
  readonly zone: string | null;
  readonly size_bytes: number;
  readonly simulated: number;
  readonly verdict: ClipVerdict | null;
  readonly answer: string | null;
  readonly decision: Verdict | 'not-readable' | null;
}

/** Findings of all clips of the given exams (at most a page of them), in order of import. */
export function clipFindings(db: Database, examIds: readonly ExamId[]): readonly ClipFinding[] {
  const rows = db.prepare<[string], FindingSqlRow>(`
    SELECT c.id, c.exam_id, c.name, c.zone, c.size_bytes, c.simulated,
      CASE WHEN a.rejection IS NOT NULL AND a.guard_overridden = 0 THEN 'rejected' ELSE a.verdict END AS verdict, d.answer, d.verdict AS decision
    FROM json_each(?) wanted
    CROSS JOIN clips c ON c.exam_id = wanted.value
    LEFT JOIN analyses a ON a.seq = (SELECT seq FROM analyses WHERE clip_id = c.id ORDER BY ${standsFirst} LIMIT 1)
    LEFT JOIN decisions d ON d.seq = (SELECT max(seq) FROM decisions WHERE clip_id = c.id)
    ORDER BY c.seq`).all(JSON.stringify(examIds));
  return rows.map((row) => ({
    clipId: row.id,
    examId: row.exam_id,
    name: row.name,
    zone: row.zone,
    sizeBytes: row.size_bytes,
    simulated: row.simulated === 1,
    verdict: row.verdict,
    decided: row.answer !== null,
    decision: row.decision,
  }));
}
