/** Exams: what people enter, and what casework derives from the clips for filters and search. */
import type { Database } from 'better-sqlite3';
import type { ClipId, ExamId, ExamResult, ProtocolId, ReadState } from '../preload/domain.ts';

export interface ExamRecord {
  readonly id: ExamId;
  readonly pseudonym: string;
  readonly examinedAt: string;
  readonly protocol: ProtocolId;
  readonly createdAt: string;
  readonly simulated: boolean;
  readonly clips: number;
  readonly sizeBytes: number;
  readonly readState: ReadState;
  readonly verdict: ExamResult['verdict'];
  readonly notes: string;
}

export interface NewExam {
  readonly id: ExamId;
  readonly pseudonym: string;
  readonly examinedAt: string;
  readonly protocol: ProtocolId;
  readonly createdAt: string;
}

export type ExamPatch = Partial<Pick<ExamRecord, 'pseudonym' | 'examinedAt' | 'protocol' | 'notes'>>;

/** Derived columns and the words that search finds the exam by. */
export interface ExamFacets extends Pick<ExamRecord, 'simulated' | 'clips' | 'sizeBytes' | 'readState' | 'verdict'> {
  readonly words: string;
}

export interface ExamSqlRow {
  readonly seq: number;
  readonly id: string;
  readonly pseudonym: string;
  readonly examined_at: string;
  readonly protocol: ProtocolId;
  readonly created_at: string;
  readonly simulated: number;
  readonly clips: number;
  readonly size_bytes: number;
  readonly read_state: ReadState;
  readonly verdict: ExamResult['verdict'];
  readonly notes: string;
}

export interface Exams {
  insert(exam: NewExam): void;
  get(id: ExamId): ExamRecord | null;
  /** False when there is no such exam. */
  update(id: ExamId, patch: ExamPatch): boolean;
  setFacets(id: ExamId, facets: ExamFacets): void;
  /** Removes an exam that has neither clips nor a report; others stay. */
  removeEmpty(id: ExamId): boolean;
  pseudonymTaken(pseudonym: string): boolean;
  count(): number;
  withClip(clipId: ClipId): ExamId | null;
}

export function examOf(row: ExamSqlRow): ExamRecord {
  return {
    id: row.id,
    pseudonym: row.pseudonym,
    examinedAt: row.examined_at,
    protocol: row.protocol,
    createdAt: row.created_at,
    simulated: row.simulated === 1,
    clips: row.clips,
    sizeBytes: row.size_bytes,
    readState: row.read_state,
    verdict: row.verdict,
    notes: row.notes,
  };
}

export function createExams(db: Database): Exams {
  const insert = db.prepare('INSERT INTO exams (id, pseudonym, examined_at, protocol, created_at) VALUES (@id, @pseudonym, @examinedAt, @protocol, @createdAt)');
  const get = db.prepare<[string], ExamSqlRow>('SELECT * FROM exams WHERE id = ?');
  const update = db.prepare(`UPDATE exams SET pseudonym = coalesce(@pseudonym, pseudonym), examined_at = coalesce(@examinedAt, examined_at),
    protocol = coalesce(@protocol, protocol), notes = coalesce(@notes, notes) WHERE id = @id`);
  const facets = db.prepare<object, number>(`UPDATE exams SET simulated = @simulated, clips = @clips, size_bytes = @sizeBytes, read_state = @readState,
    verdict = @verdict WHERE id = @id RETURNING seq`).pluck();
  const index = db.prepare('INSERT OR REPLACE INTO exam_search (rowid, words) VALUES (?, ?)');
  const unindex = db.prepare('DELETE FROM exam_search WHERE rowid = ?');
  const remove = db.prepare<[string], number>(
    `DELETE FROM exams WHERE id = ? AND NOT EXISTS (SELECT 1 FROM clips WHERE clips.exam_id = exams.id)
      AND NOT EXISTS (SELECT 1 FROM report_drafts d WHERE d.exam_id = exams.id) AND NOT EXISTS (SELECT 1 FROM report_versions v WHERE v.exam_id = exams.id) RETURNING seq`,
  ).pluck();
  const taken = db.prepare('SELECT 1 FROM exams WHERE pseudonym = ?');
  const count = db.prepare<[], number>('SELECT count(*) FROM exams').pluck();
  const withClip = db.prepare<[string], string>('SELECT exam_id FROM clips WHERE id = ?').pluck();
  return {
    insert: (exam) => void insert.run(exam),
    get: (id) => {
      const row = get.get(id);
      return row ? examOf(row) : null;
    },
    update: (id, patch) => {
      const { pseudonym = null, examinedAt = null, protocol = null, notes = null } = patch;
      return update.run({ id, pseudonym, examinedAt, protocol, notes }).changes > 0;
    },
    setFacets: db.transaction((id: ExamId, { words, simulated, ...rest }: ExamFacets) => {
      const seq = facets.get({ ...rest, id, simulated: simulated ? 1 : 0 });
      if (seq !== undefined) index.run(seq, words);
    }),
    removeEmpty: db.transaction((id: ExamId) => {
      const seq = remove.get(id);
      if (seq === undefined) return false;
      unindex.run(seq);
      return true;
    }),
    pseudonymTaken: (pseudonym) => taken.get(pseudonym) !== undefined,
    count: () => count.get() ?? 0,
    withClip: (clipId) => withClip.get(clipId) ?? null,
  };
}
