/** Clips of exams, and the media record each was decoded to. A clip row exists only when its clip is whole. */
import type { Database } from 'better-sqlite3';
import type { ClipId, ClipMedia, ExamId, ZoneId } from '../preload/domain.ts';

export interface ClipRecord {
  readonly id: ClipId;
  readonly examId: ExamId;
  readonly sha256: string;
  readonly name: string;
  readonly zone: ZoneId | null;
  readonly importedAt: string;
  readonly frames: number;
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly damaged: boolean;
  readonly simulated: boolean;
  readonly thumbnails: number;
}

export interface NewClip {
  readonly id: ClipId;
  readonly examId: ExamId;
  readonly name: string;
  readonly zone: ZoneId | null;
  readonly importedAt: string;
  readonly media: ClipMedia;
}

interface ClipSqlRow {
  readonly id: string;
  readonly exam_id: string;
  readonly sha256: string;
  readonly name: string;
  readonly zone: string | null;
  readonly imported_at: string;
  readonly frames: number;
  readonly duration_ms: number;
  readonly width: number;
  readonly height: number;
  readonly size_bytes: number;
  readonly damaged: number;
  readonly simulated: number;
  readonly thumbnails: number;
}

export interface Clips {
  insert(clip: NewClip): void;
  get(id: ClipId): ClipRecord | null;
  ofExam(examId: ExamId): readonly ClipRecord[];
  /** The clip of this exam that was made of the same file content. */
  withContent(examId: ExamId, sha256: string): ClipId | null;
  media(sha256: string): ClipMedia | null;
  setZone(id: ClipId, zone: ZoneId | null): boolean;
}

function clipOf(row: ClipSqlRow): ClipRecord {
  const { exam_id: examId, imported_at: importedAt, duration_ms: durationMs, size_bytes: sizeBytes } = row;
  const { id, sha256, name, zone, frames, width, height, thumbnails } = row;
  const damaged = row.damaged === 1;
  return { id, examId, sha256, name, zone, importedAt, frames, durationMs, width, height, sizeBytes, damaged, simulated: row.simulated === 1, thumbnails };
}

export function createClips(db: Database): Clips {
  const keepMedia = db.prepare('INSERT OR REPLACE INTO media (sha256, record) VALUES (?, ?)');
  const insert = db.prepare(`INSERT INTO clips (id, exam_id, sha256, name, zone, imported_at, frames, duration_ms, width, height, size_bytes, damaged, simulated, thumbnails)
    VALUES (@id, @examId, @sha256, @name, @zone, @importedAt, @frames, @durationMs, @width, @height, @sizeBytes, @damaged, @simulated, @thumbnails)`);
  const get = db.prepare<[string], ClipSqlRow>('SELECT * FROM clips WHERE id = ?');
  const ofExam = db.prepare<[string], ClipSqlRow>('SELECT * FROM clips WHERE exam_id = ? ORDER BY seq');
  const withContent = db.prepare<[string, string], string>('SELECT id FROM clips WHERE exam_id = ? AND sha256 = ?').pluck();
  const media = db.prepare<[string], string>('SELECT record FROM media WHERE sha256 = ?').pluck();
  const setZone = db.prepare('UPDATE clips SET zone = ? WHERE id = ?');
  return {
    insert: db.transaction(({ media: record, ...clip }: NewClip) => {
      const { sha256, frames, durationMs, width, height, sizeBytes, thumbnails } = record;
      keepMedia.run(sha256, JSON.stringify(record));
      insert.run({
        ...clip, sha256, frames, durationMs, width, height, sizeBytes, thumbnails,
        damaged: record.damaged ? 1 : 0, simulated: record.simulated ? 1 : 0,
      });
    }),
    get: (id) => {
      const row = get.get(id);
      return row ? clipOf(row) : null;
    },
    ofExam: (examId) => ofExam.all(examId).map(clipOf),
    withContent: (examId, sha256) => withContent.get(examId, sha256) ?? null,
    media: (sha256) => {
      const record = media.get(sha256);
      if (record === undefined) return null;
      const parsed: ClipMedia = JSON.parse(record);
      return parsed;
    },
    setZone: (id, zone) => setZone.run(zone, id).changes > 0,
  };
}
