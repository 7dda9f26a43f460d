/** What labelling asks of clips and readings, and the sessions themselves: queue, drafts, history. */
import type { Database } from 'better-sqlite3';
import type { ClipId, ProtocolId, ZoneId } from '../preload/domain.ts';
import type { DraftSave, LabelGesture, LabellingPlan } from '../preload/labelling.ts';
import type { ReaderId, ReadingContent } from '../preload/readings.ts';
import { standsFirst } from './analyses.ts';

export interface SessionRecord {
  readonly id: string;
  readonly reader: ReaderId;
  readonly plan: LabellingPlan;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly position: number;
  readonly applied: number;
}

/** What decides on a clip's place in a queue. */
export interface Candidate {
  readonly clipId: ClipId;
  readonly zone: ZoneId | null;
  readonly examinedAt: string;
  /** Distance of the probability from the model's threshold; null without a result. */
  readonly doubt: number | null;
  /** Pairs of readers whose standing verdicts differ, as a share of all pairs; 0 with fewer than two. */
  readonly disagreement: number;
  /** The reader's rounds of this clip so far. */
  readonly rounds: number;
}

export interface QueuePlace {
  readonly clipId: ClipId;
  readonly zone: ZoneId | null;
  readonly round: number;
}

export interface DraftRecord {
  readonly content: ReadingContent;
  readonly spentMs: number;
}

export type CandidateFilter = Pick<LabellingPlan, 'protocol' | 'zones' | 'from' | 'to' | 'examIds' | 'unreadOnly'>;

export interface Labelling {
  /** All clips, and those that the reader has read. */
  counts(reader: ReaderId): { readonly clips: number; readonly read: number };
  /** Clips that match, in order of import. */
  candidates(reader: ReaderId, filter: CandidateFilter): readonly Candidate[];
  create(session: Omit<SessionRecord, 'endedAt' | 'position' | 'applied'>, queue: readonly QueuePlace[]): void;
  session(id: string): SessionRecord | null;
  /** The reader's newest session that is not ended. */
  openOf(reader: ReaderId): SessionRecord | null;
  end(id: string, at: string): void;
  queue(id: string): readonly QueuePlace[];
  place(id: string, clipId: ClipId): QueuePlace | null;
  drafts(id: string): ReadonlyMap<ClipId, DraftRecord>;
  draft(id: string, clipId: ClipId): DraftRecord | null;
  history(id: string): readonly LabelGesture[];
  /** One transaction. Throws where the history would get a gap. */
  save(save: DraftSave, at: string): void;
}

interface SessionSqlRow {
  readonly id: string;
  readonly reader_id: string;
  readonly plan: string;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly position: number;
  readonly applied: number;
}

function sessionOf(row: SessionSqlRow | undefined): SessionRecord | null {
  if (row === undefined) return null;
  const plan: LabellingPlan = JSON.parse(row.plan);
  const { id, reader_id: reader, created_at: createdAt, ended_at: endedAt, position, applied } = row;
  return { id, reader, plan, createdAt, endedAt, position, applied };
}

function draftOf(row: { readonly content: string; readonly spentMs: number }): DraftRecord {
  const content: ReadingContent = JSON.parse(row.content);
  return { content, spentMs: row.spentMs };
}

/** The newest reading of each reader of a clip gives one verdict; pairs that differ over all pairs. */
const disagreement = `coalesce((SELECT CAST(sum(a.verdict IS NOT b.verdict) AS REAL) / count(*) FROM standing a JOIN standing b ON a.clip_id = b.clip_id AND a.reader_id < b.reader_id
  WHERE a.clip_id = c.id), 0)`;

function candidatesSql(): string {
  return `WITH standing AS MATERIALIZED (SELECT clip_id, reader_id, verdict FROM readings WHERE seq IN (SELECT max(seq) FROM readings GROUP BY clip_id, reader_id))
    SELECT c.id AS clipId, c.zone, e.examined_at AS examinedAt,
      (SELECT abs(a.probability - json_extract(a.operating_points, '$.balanced')) FROM analyses a WHERE a.clip_id = c.id ORDER BY ${standsFirst.replaceAll('seq', 'a.seq')} LIMIT 1) AS doubt,
      ${disagreement} AS disagreement,
      coalesce((SELECT max(round) FROM readings r WHERE r.clip_id = c.id AND r.reader_id = @reader), 0) AS rounds
    FROM clips c JOIN exams e ON e.id = c.exam_id
    WHERE (@protocol IS NULL OR e.protocol = @protocol) AND (@zones IS NULL OR c.zone IN (SELECT value FROM json_each(@zones)))
      AND (@from IS NULL OR e.examined_at >= @from) AND (@to IS NULL OR e.examined_at < @to) AND (@exams IS NULL OR c.exam_id IN (SELECT value FROM json_each(@exams)))
      AND (@unread = 0 OR NOT EXISTS (SELECT 1 FROM readings r WHERE r.clip_id = c.id AND r.reader_id = @reader))
    ORDER BY c.seq`;
}

function parametersOf(reader: ReaderId, filter: CandidateFilter) {
  const list = (values: readonly string[]): string | null => (values.length === 0 ? null : JSON.stringify(values));
  const protocol: ProtocolId | null = filter.protocol;
  return { reader, protocol, zones: list(filter.zones), exams: list(filter.examIds), from: filter.from, to: filter.to, unread: filter.unreadOnly ? 1 : 0 };
}

/** Statements that a save needs, run inside one transaction. */
function createSave(db: Database, seqOf: (id: string) => number): (save: DraftSave, at: string) => void {
  const draft = db.prepare(`INSERT INTO labelling_drafts (session, clip_id, content, spent_ms, updated_at) VALUES (@session, @clipId, @content, @spentMs, @at)
    ON CONFLICT (session, clip_id) DO UPDATE SET content = excluded.content, spent_ms = excluded.spent_ms, updated_at = excluded.updated_at`);
  const known = db.prepare<[number], number>('SELECT count(*) FROM labelling_history WHERE session = ?').pluck();
  const cut = db.prepare('DELETE FROM labelling_history WHERE session = ? AND position >= ?');
  const add = db.prepare('INSERT INTO labelling_history (session, position, clip_id, label, before, after) VALUES (?, ?, ?, ?, ?, ?)');
  const stand = db.prepare('UPDATE labelling_sessions SET position = ?, applied = ? WHERE seq = ?');
  return db.transaction(({ sessionId, position, drafts, history }: DraftSave, at: string) => {
    const session = seqOf(sessionId);
    for (const { clipId, content, spentMs } of drafts) draft.run({ session, clipId, content: JSON.stringify(content), spentMs: Math.round(spentMs), at });
    if (history.from > (known.get(session) ?? 0)) throw new Error('The history of a labelling session has a gap');
    if (history.entries.length > 0) {
      cut.run(session, history.from);
      history.entries.forEach(({ clipId, label, before, after }, index) => add.run(session, history.from + index, clipId, label, JSON.stringify(before), JSON.stringify(after)));
    }
    stand.run(position, history.applied, session);
  });
}

export function createLabelling(db: Database): Labelling {
  const counts = db.prepare<[string], { clips: number; read: number }>(
    'SELECT (SELECT count(*) FROM clips) AS clips, (SELECT count(DISTINCT clip_id) FROM readings WHERE reader_id = ?) AS read',
  );
  const candidates = db.prepare<object, Candidate>(candidatesSql());
  const insert = db.prepare('INSERT INTO labelling_sessions (id, reader_id, plan, created_at) VALUES (@id, @reader, @plan, @createdAt)');
  const enqueue = db.prepare('INSERT INTO labelling_queue (session, position, clip_id, round) VALUES (?, ?, ?, ?)');
  const one = db.prepare<[string], SessionSqlRow>('SELECT * FROM labelling_sessions WHERE id = ?');
  const openOf = db.prepare<[string], SessionSqlRow>('SELECT * FROM labelling_sessions WHERE reader_id = ? AND ended_at IS NULL ORDER BY seq DESC LIMIT 1');
  const end = db.prepare('UPDATE labelling_sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL');
  const seq = db.prepare<[string], number>('SELECT seq FROM labelling_sessions WHERE id = ?').pluck();
  const seqOf = (id: string): number => seq.get(id) ?? -1;
  const places = 'SELECT q.clip_id AS clipId, c.zone, q.round FROM labelling_queue q JOIN clips c ON c.id = q.clip_id WHERE q.session = ?';
  const queue = db.prepare<[number], QueuePlace>(`${places} ORDER BY q.position`);
  const place = db.prepare<[number, string], QueuePlace>(`${places} AND q.clip_id = ?`);
  const drafts = db.prepare<[number], { clipId: string; content: string; spentMs: number }>('SELECT clip_id AS clipId, content, spent_ms AS spentMs FROM labelling_drafts WHERE session = ?');
  const draft = db.prepare<[number, string], { content: string; spentMs: number }>('SELECT content, spent_ms AS spentMs FROM labelling_drafts WHERE session = ? AND clip_id = ?');
  const history = db.prepare<[number], { clipId: string; label: string; before: string; after: string }>(
    'SELECT clip_id AS clipId, label, before, after FROM labelling_history WHERE session = ? ORDER BY position',
  );
  return {
    counts: (reader) => counts.get(reader) ?? { clips: 0, read: 0 },
    candidates: (reader, filter) => candidates.all(parametersOf(reader, filter)),
    create: db.transaction(({ plan, ...session }: Omit<SessionRecord, 'endedAt' | 'position' | 'applied'>, clips: readonly QueuePlace[]) => {
      const { lastInsertRowid } = insert.run({ ...session, plan: JSON.stringify(plan) });
      clips.forEach(({ clipId, round }, position) => enqueue.run(lastInsertRowid, position, clipId, round));
    }),
    session: (id) => sessionOf(one.get(id)),
    openOf: (reader) => sessionOf(openOf.get(reader)),
    end: (id, at) => void end.run(at, id),
    queue: (id) => queue.all(seqOf(id)),
    place: (id, clipId) => place.get(seqOf(id), clipId) ?? null,
    drafts: (id) => new Map(drafts.all(seqOf(id)).map(({ clipId, ...row }) => [clipId, draftOf(row)])),
    draft: (id, clipId) => {
      const row = draft.get(seqOf(id), clipId);
      return row === undefined ? null : draftOf(row);
    },
    history: (id) => history.all(seqOf(id)).map(({ clipId, label, before, after }): LabelGesture => ({ clipId, label, before: JSON.parse(before), after: JSON.parse(after) })),
    save: createSave(db, seqOf),
  };
}
