/** Second reads and repeats that readers are asked for: append-only; withdrawn, never deleted. Done with the reader's reading of that round or a later one. */
import type { Database } from 'better-sqlite3';
import type { Assignment, AssignmentRule } from '../preload/agreement.ts';
import type { ClipId } from '../preload/domain.ts';
import type { ReaderId } from '../preload/readings.ts';

export interface AssignedClip {
  readonly clipId: ClipId;
  readonly round: number;
}

export interface NewAssignment {
  readonly id: string;
  readonly reader: ReaderId;
  readonly rule: AssignmentRule;
  readonly by: ReaderId;
  readonly at: string;
  /** In the order to read; each clip once. */
  readonly clips: readonly AssignedClip[];
}

export interface Assignments {
  append(assignment: NewAssignment): void;
  /** False where there is none, or it is withdrawn already. */
  withdraw(id: string, by: ReaderId, at: string): boolean;
  /** Newest first; withdrawn ones too. */
  list(): readonly Assignment[];
  get(id: string): Assignment | null;
  /** Clips that the reader still has to read, in the order assigned; the lowest round where several ask for the same clip. */
  open(reader: ReaderId): readonly AssignedClip[];
  /** Clips that the reader has not read and is not asked to read. `readByOthers`: only those that somebody else has read. */
  unread(reader: ReaderId, readByOthers: boolean): readonly ClipId[];
  /** Clips that the reader has read and is not asked to read again, with their next round. */
  repeatable(reader: ReaderId): readonly AssignedClip[];
}

interface AssignmentSqlRow {
  readonly id: string;
  readonly reader: string;
  readonly rule: string;
  readonly by: string;
  readonly at: string;
  readonly clips: number;
  readonly done: number;
  readonly withdrawnAt: string | null;
}

/** True for a clip that is read as far as it was asked for. */
const isRead = 'EXISTS (SELECT 1 FROM readings r WHERE r.clip_id = c.clip_id AND r.reader_id = a.reader_id AND r.round >= c.round)';
const openClips = `FROM assigned_clips c JOIN assignments a ON a.seq = c.assignment
  WHERE a.reader_id = @reader AND NOT EXISTS (SELECT 1 FROM assignment_withdrawals w WHERE w.assignment = a.seq) AND NOT ${isRead}`;

export function createAssignments(db: Database): Assignments {
  const insert = db.prepare('INSERT INTO assignments (id, reader_id, rule, assigned_by, assigned_at) VALUES (@id, @reader, @rule, @by, @at)');
  const insertClip = db.prepare('INSERT INTO assigned_clips (assignment, position, clip_id, round) VALUES (?, ?, ?, ?)');
  const withdraw = db.prepare(`INSERT INTO assignment_withdrawals (assignment, withdrawn_by, withdrawn_at) SELECT seq, @by, @at FROM assignments
    WHERE id = @id AND seq NOT IN (SELECT assignment FROM assignment_withdrawals)`);
  const selected = `SELECT a.id, a.reader_id AS reader, a.rule, a.assigned_by AS by, a.assigned_at AS at, w.withdrawn_at AS withdrawnAt,
      (SELECT count(*) FROM assigned_clips c WHERE c.assignment = a.seq) AS clips, (SELECT count(*) FROM assigned_clips c WHERE c.assignment = a.seq AND ${isRead}) AS done
    FROM assignments a LEFT JOIN assignment_withdrawals w ON w.assignment = a.seq`;
  const list = db.prepare<[], AssignmentSqlRow>(`${selected} ORDER BY a.seq DESC`);
  const get = db.prepare<[string], AssignmentSqlRow>(`${selected} WHERE a.id = ?`);
  const open = db.prepare<object, AssignedClip>(`SELECT c.clip_id AS clipId, min(c.round) AS round ${openClips} GROUP BY c.clip_id ORDER BY min(a.seq * 1000000 + c.position)`);
  const unread = db.prepare<object, string>(`SELECT id FROM clips WHERE id NOT IN (SELECT clip_id FROM readings WHERE reader_id = @reader) AND id NOT IN (SELECT c.clip_id ${openClips})
    AND (@others = 0 OR id IN (SELECT clip_id FROM readings WHERE reader_id <> @reader)) ORDER BY seq`).pluck();
  const repeatable = db.prepare<object, AssignedClip>(`SELECT clip_id AS clipId, max(round) + 1 AS round FROM readings WHERE reader_id = @reader
    AND clip_id NOT IN (SELECT c.clip_id ${openClips}) GROUP BY clip_id ORDER BY min(seq)`);
  const assignmentOf = ({ rule, ...row }: AssignmentSqlRow): Assignment => {
    const parsed: AssignmentRule = JSON.parse(rule);
    return { ...row, rule: parsed };
  };
  return {
    append: db.transaction(({ rule, clips, ...rest }: NewAssignment) => {
      const { lastInsertRowid } = insert.run({ ...rest, rule: JSON.stringify(rule) });
      clips.forEach(({ clipId, round }, position) => insertClip.run(lastInsertRowid, position, clipId, round));
    }),
    withdraw: (id, by, at) => withdraw.run({ id, by, at }).changes > 0,
    list: () => list.all().map(assignmentOf),
    get: (id) => {
      const row = get.get(id);
      return row === undefined ? null : assignmentOf(row);
    },
    open: (reader) => open.all({ reader }),
    unread: (reader, readByOthers) => unread.all({ reader, others: readByOthers ? 1 : 0 }),
    repeatable: (reader) => repeatable.all({ reader }),
  };
}
