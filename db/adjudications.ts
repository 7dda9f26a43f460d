/** Adjudicators' decisions on clips: append-only, the newest of a clip stands. Triggers refuse any change. */
import type { Database } from 'better-sqlite3';
import type { Adjudication } from '../preload/agreement.ts';
import type { ClipId } from '../preload/domain.ts';
import type { Findings, ReadingId, ReadingVerdict } from '../preload/readings.ts';

export interface Adjudications {
  append(adjudication: Adjudication): void;
  /** Newest first. */
  ofClip(clipId: ClipId): readonly Adjudication[];
  /** The newest of every clip that has one. */
  standing(): readonly Adjudication[];
}

interface AdjudicationSqlRow {
  readonly id: string;
  readonly clip_id: string;
  readonly adjudicator_id: string;
  readonly decided_at: string;
  readonly verdict: ReadingVerdict | null;
  readonly findings: string;
  readonly reason: string;
  readonly followed: string | null;
  readonly considered: string;
  readonly own_read: number;
}

function adjudicationOf(row: AdjudicationSqlRow): Adjudication {
  const { id, clip_id: clipId, adjudicator_id: adjudicator, decided_at: decidedAt, verdict, reason, followed, own_read: ownRead } = row;
  const findings: Findings = JSON.parse(row.findings);
  const considered: readonly ReadingId[] = JSON.parse(row.considered);
  return { id, clipId, adjudicator, decidedAt, verdict, findings, reason, followed, considered, ownRead: ownRead === 1 };
}

export function createAdjudications(db: Database): Adjudications {
  const append = db.prepare(`INSERT INTO adjudications (id, clip_id, adjudicator_id, decided_at, verdict, findings, reason, followed, considered, own_read)
    VALUES (@id, @clipId, @adjudicator, @decidedAt, @verdict, @findings, @reason, @followed, @considered, @ownRead)`);
  const ofClip = db.prepare<[string], AdjudicationSqlRow>('SELECT * FROM adjudications WHERE clip_id = ? ORDER BY seq DESC');
  const standing = db.prepare<[], AdjudicationSqlRow>('SELECT * FROM adjudications WHERE seq IN (SELECT max(seq) FROM adjudications GROUP BY clip_id) ORDER BY seq');
  return {
    append: ({ findings, considered, ownRead, ...rest }) => void append.run({ ...rest, findings: JSON.stringify(findings), considered: JSON.stringify(considered), ownRead: ownRead ? 1 : 0 }),
    ofClip: (clipId) => ofClip.all(clipId).map(adjudicationOf),
    standing: () => standing.all().map(adjudicationOf),
  };
}
