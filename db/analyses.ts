/** Analyses of clips: the row, the frame scores and their evidence, appended in batches while the engine works. */
import type { Database } from 'better-sqlite3';
import type { AnalysisId, AppError, ClipAnalysis, ClipId, ClipVerdict, ModelRef, OperatingPoints, Provider, Rejection, Verdict } from '../preload/domain.ts';

/** One grid of an evidence blob: the fused map first (named "fused"), then the branches. */
export interface MapShape {
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

export interface NewAnalysis {
  readonly id: AnalysisId;
  readonly clipId: ClipId;
  readonly model: ModelRef;
  readonly preprocessing: number;
  readonly provider: Provider;
  readonly frames: number;
  readonly operatingPoints: OperatingPoints;
  readonly maps: readonly MapShape[];
  readonly guardOverridden: boolean;
  readonly startedAt: string;
}

export interface AnalysisRecord extends NewAnalysis {
  readonly state: ClipAnalysis['state'];
  readonly scored: number;
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  readonly rejection: Rejection | null;
  /** Largest evidence a map over the scored frames. */
  readonly maxima: Float32Array;
  readonly finishedAt: string | null;
  readonly error: AppError | null;
}

export interface ScoreRow {
  readonly frame: number;
  readonly logit: number;
  readonly probability: number;
  readonly evidence: Float32Array;
}

export interface ScoreBatch {
  readonly scores: readonly ScoreRow[];
  /** Both null for a rejected clip, and while the guard has not judged it. */
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  /** Kept once told, also beside the verdict where the guard was overridden. */
  readonly rejection: Rejection | null;
  readonly maxima: Float32Array;
}

interface AnalysisSqlRow {
  readonly id: string;
  readonly clip_id: string;
  readonly model_id: string;
  readonly model_version: string;
  readonly model_sha256: string;
  readonly preprocessing: number;
  readonly provider: Provider;
  readonly state: ClipAnalysis['state'];
  readonly frames: number;
  readonly scored: number;
  readonly probability: number | null;
  readonly verdict: Verdict | null;
  readonly rejection: string | null;
  readonly guard_overridden: number;
  readonly operating_points: string;
  readonly maps: string;
  readonly maxima: Buffer;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly error: string | null;
}

/** Order in which a clip's analyses stand for it. An older result of the model in use stands before a newer one of another: comparing and rolling back never mix them. */
export const standsFirst = "model_sha256 = (SELECT value FROM settings WHERE name = 'note.activeModel') DESC, seq DESC";

export interface Analyses {
  insert(analysis: NewAnalysis): void;
  get(id: AnalysisId): AnalysisRecord | null;
  /** What stands for the clip: the newest of the model in use (settings note `activeModel`), else the newest of any. */
  latest(clipId: ClipId): AnalysisRecord | null;
  /** The newest of one model. */
  newestOf(clipId: ClipId, modelSha256: string): AnalysisRecord | null;
  /** All of a clip, newest first. */
  ofClip(clipId: ClipId): readonly AnalysisRecord[];
  /** Frames already stored are left as they are, so that a batch may come twice. */
  append(id: AnalysisId, batch: ScoreBatch): void;
  setState(id: AnalysisId, state: ClipAnalysis['state'], at: string | null, error: AppError | null): void;
  setProvider(id: AnalysisId, provider: Provider): void;
  probabilities(id: AnalysisId): readonly { readonly frame: number; readonly probability: number }[];
  evidence(id: AnalysisId, frame: number): { readonly probability: number; readonly evidence: Float32Array } | null;
  /** Marks what was running when the app ended; returns the ids. */
  interruptRunning(): readonly AnalysisId[];
}

function bytes(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Copied: SQLite's buffers need not be aligned to four bytes. */
function floats(blob: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(blob).buffer);
}

function analysisOf(row: AnalysisSqlRow): AnalysisRecord {
  const operatingPoints: OperatingPoints = JSON.parse(row.operating_points);
  const maps: readonly MapShape[] = JSON.parse(row.maps);
  const error: AppError | null = row.error === null ? null : JSON.parse(row.error);
  const rejection: Rejection | null = row.rejection === null ? null : JSON.parse(row.rejection);
  const guardOverridden = row.guard_overridden === 1;
  const verdict = rejection !== null && !guardOverridden ? 'rejected' : row.verdict;
  const { id, preprocessing, provider, state, frames, scored, probability } = row;
  const model = { id: row.model_id, version: row.model_version, sha256: row.model_sha256 };
  const times = { startedAt: row.started_at, finishedAt: row.finished_at };
  const maxima = floats(row.maxima);
  return { id, clipId: row.clip_id, model, preprocessing, provider, state, frames, scored, probability, verdict, rejection, guardOverridden, operatingPoints, maps, maxima, error, ...times };
}

export function createAnalyses(db: Database): Analyses {
  const insert = db.prepare(`INSERT INTO analyses (id, clip_id, model_id, model_version, model_sha256, preprocessing, provider, state, frames, operating_points, maps, maxima, guard_overridden, started_at)
    VALUES (@id, @clipId, @modelId, @modelVersion, @modelSha256, @preprocessing, @provider, 'running', @frames, @operatingPoints, @maps, @maxima, @guardOverridden, @startedAt)`);
  const get = db.prepare<[string], AnalysisSqlRow>('SELECT * FROM analyses WHERE id = ?');
  const latest = db.prepare<[string], AnalysisSqlRow>(`SELECT * FROM analyses WHERE clip_id = ? ORDER BY ${standsFirst} LIMIT 1`);
  const newestOf = db.prepare<[string, string], AnalysisSqlRow>('SELECT * FROM analyses WHERE clip_id = ? AND model_sha256 = ? ORDER BY seq DESC LIMIT 1');
  const ofClip = db.prepare<[string], AnalysisSqlRow>('SELECT * FROM analyses WHERE clip_id = ? ORDER BY seq DESC');
  const seqOf = db.prepare<[string], number>('SELECT seq FROM analyses WHERE id = ?').pluck();
  const score = db.prepare('INSERT OR IGNORE INTO frame_scores (analysis, frame, logit, probability) VALUES (?, ?, ?, ?)');
  const evidence = db.prepare('INSERT OR IGNORE INTO frame_evidence (analysis, frame, evidence) VALUES (?, ?, ?)');
  const progress = db.prepare(`UPDATE analyses SET scored = (SELECT count(*) FROM frame_scores WHERE analysis = @seq), probability = @probability,
    verdict = @verdict, rejection = coalesce(@rejection, rejection), maxima = @maxima WHERE seq = @seq`);
  const setState = db.prepare('UPDATE analyses SET state = ?, finished_at = ?, error = ? WHERE id = ?');
  const setProvider = db.prepare('UPDATE analyses SET provider = ? WHERE id = ?');
  const probabilities = db.prepare<[number], { frame: number; probability: number }>('SELECT frame, probability FROM frame_scores WHERE analysis = ? ORDER BY frame');
  const oneEvidence = db.prepare<[number, number], { probability: number; evidence: Buffer }>(
    'SELECT s.probability, e.evidence FROM frame_scores s JOIN frame_evidence e USING (analysis, frame) WHERE s.analysis = ? AND s.frame = ?',
  );
  const interrupt = db.prepare<[], string>("UPDATE analyses SET state = 'interrupted' WHERE state = 'running' RETURNING id").pluck();
  return {
    insert: ({ model, maps, operatingPoints, guardOverridden, ...rest }) => void insert.run({
      ...rest, guardOverridden: guardOverridden ? 1 : 0, modelId: model.id, modelVersion: model.version, modelSha256: model.sha256,
      operatingPoints: JSON.stringify(operatingPoints), maps: JSON.stringify(maps), maxima: bytes(new Float32Array(maps.length)),
    }),
    get: (id) => {
      const row = get.get(id);
      return row ? analysisOf(row) : null;
    },
    latest: (clipId) => {
      const row = latest.get(clipId);
      return row ? analysisOf(row) : null;
    },
    newestOf: (clipId, modelSha256) => {
      const row = newestOf.get(clipId, modelSha256);
      return row ? analysisOf(row) : null;
    },
    ofClip: (clipId) => ofClip.all(clipId).map(analysisOf),
    append: db.transaction((id: AnalysisId, batch: ScoreBatch) => {
      const seq = seqOf.get(id);
      if (seq === undefined) return;
      for (const row of batch.scores) {
        score.run(seq, row.frame, row.logit, row.probability);
        evidence.run(seq, row.frame, bytes(row.evidence));
      }
      const verdict = batch.verdict === 'rejected' ? null : batch.verdict;
      const rejection = batch.rejection === null ? null : JSON.stringify(batch.rejection);
      progress.run({ seq, probability: batch.probability, verdict, rejection, maxima: bytes(batch.maxima) });
    }),
    setState: (id, state, at, error) => void setState.run(state, at, error === null ? null : JSON.stringify(error), id),
    setProvider: (id, provider) => void setProvider.run(provider, id),
    probabilities: (id) => probabilities.all(seqOf.get(id) ?? -1),
    evidence: (id, frame) => {
      const row = oneEvidence.get(seqOf.get(id) ?? -1, frame);
      return row ? { probability: row.probability, evidence: floats(row.evidence) } : null;
    },
    interruptRunning: () => interrupt.all(),
  };
}
