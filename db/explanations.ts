/** Explanations of analyses: evidence of suspicious frames in slices, and the cache of settled LIME maps. */
import type { Database } from 'better-sqlite3';
import type { AnalysisId } from '../preload/domain.ts';

export interface FrameEvidence {
  readonly frame: number;
  /** Grids of the analysis' maps, one after the other. */
  readonly evidence: Float32Array;
}

export interface LimeRow {
  readonly seed: number;
  readonly samples: number;
  /** As casework packed it. */
  readonly record: Uint8Array;
}

export interface ExplanationsTable {
  /** The next frames after `after` whose probability is at least `threshold`, in order, at most `limit`. */
  suspicious(id: AnalysisId, threshold: number, after: number, limit: number): readonly FrameEvidence[];
  lime(id: AnalysisId, frame: number): LimeRow | null;
  /** A map made anew takes the place of the old one. */
  keepLime(id: AnalysisId, frame: number, row: LimeRow): void;
}

export function createExplanationsTable(db: Database): ExplanationsTable {
  const suspicious = db.prepare<[string, number, number, number], { frame: number; evidence: Buffer }>(
    `SELECT s.frame, e.evidence FROM analyses a JOIN frame_scores s ON s.analysis = a.seq JOIN frame_evidence e ON e.analysis = a.seq AND e.frame = s.frame
      WHERE a.id = ? AND s.frame > ? AND s.probability >= ? ORDER BY s.frame LIMIT ?`,
  );
  const lime = db.prepare<[string, number], { seed: number; samples: number; record: Buffer }>(
    'SELECT l.seed, l.samples, l.record FROM frame_lime l JOIN analyses a ON a.seq = l.analysis WHERE a.id = ? AND l.frame = ?',
  );
  const keep = db.prepare<[number, number, number, Uint8Array, string]>(
    'INSERT OR REPLACE INTO frame_lime (analysis, frame, seed, samples, record) SELECT seq, ?, ?, ?, ? FROM analyses WHERE id = ?',
  );
  return {
    // Copied: SQLite's buffers need not be aligned to four bytes.
    suspicious: (id, threshold, after, limit) =>
      suspicious.all(id, after, threshold, limit).map(({ frame, evidence }) => ({ frame, evidence: new Float32Array(new Uint8Array(evidence).buffer) })),
    lime: (id, frame) => lime.get(id, frame) ?? null,
    keepLime: (id, frame, { seed, samples, record }) => void keep.run(frame, seed, samples, record, id),
  };
}
