/** Readings as agreement is computed from them: without ranges and strokes, with their patient. */
import type { Database } from 'better-sqlite3';
import type { ClipId } from '../preload/domain.ts';
import type { Findings, Reading, ReaderId } from '../preload/readings.ts';

export interface RatedReadingRow extends Pick<Reading, 'id' | 'clipId' | 'reader' | 'round' | 'mode' | 'committedAt' | 'tookMs' | 'verdict' | 'findings'> {
  /** Exams of one pseudonym are of one patient. Only for grouping: it is not shown. */
  readonly patient: string;
}

/** Readers' clips, and how many any two of them share. */
export interface ReaderClips {
  readonly reader: ReaderId;
  readonly clips: number;
  /** Clips with a reading by another reader too. */
  readonly shared: number;
  /** Clips read more than once by the reader. */
  readonly repeated: number;
}

export interface RatedReadings {
  /** Every reading, replaced ones too, in order of commit. */
  all(): readonly RatedReadingRow[];
  /** The same of clips that at least two readers read. */
  ofSharedClips(): readonly RatedReadingRow[];
  ofClip(clipId: ClipId): readonly RatedReadingRow[];
  readers(): readonly ReaderClips[];
}

type SqlRow = Omit<RatedReadingRow, 'findings'> & { readonly findings: string };

export function createRatedReadings(db: Database): RatedReadings {
  const selected = `SELECT r.id, r.clip_id AS clipId, r.reader_id AS reader, r.round, r.mode, r.committed_at AS committedAt, r.took_ms AS tookMs, r.verdict,
    json_extract(r.content, '$.findings') AS findings, lower(e.pseudonym) AS patient FROM readings r JOIN clips c ON c.id = r.clip_id JOIN exams e ON e.id = c.exam_id`;
  const all = db.prepare<[], SqlRow>(`${selected} ORDER BY r.seq`);
  const shared = db.prepare<[], SqlRow>(`${selected} WHERE r.clip_id IN (SELECT clip_id FROM readings GROUP BY clip_id HAVING count(DISTINCT reader_id) > 1) ORDER BY r.seq`);
  const ofClip = db.prepare<[string], SqlRow>(`${selected} WHERE r.clip_id = ? ORDER BY r.seq`);
  const readers = db.prepare<[], ReaderClips>(`SELECT reader_id AS reader, count(DISTINCT clip_id) AS clips,
      count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM readings o WHERE o.clip_id = r.clip_id AND o.reader_id <> r.reader_id) THEN clip_id END) AS shared,
      count(DISTINCT CASE WHEN round > 1 THEN clip_id END) AS repeated
    FROM readings r GROUP BY reader_id ORDER BY min(seq)`);
  const rowOf = (row: SqlRow): RatedReadingRow => {
    const findings: Findings = JSON.parse(row.findings);
    return { ...row, findings };
  };
  return { all: () => all.all().map(rowOf), ofSharedClips: () => shared.all().map(rowOf), ofClip: (clipId) => ofClip.all(clipId).map(rowOf), readers: () => readers.all() };
}
