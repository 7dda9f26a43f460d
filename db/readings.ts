/** Committed readings: append-only, the newest of a reader, clip and round stands. Triggers refuse any change. */
import type { Database } from 'better-sqlite3';
import type { ClipId, ExamId } from '../preload/domain.ts';
import type { Reading, ReaderId, ReadingContent, ReadingId, ReadingMode, ReadingVerdict } from '../preload/readings.ts';

/** What is left out does not narrow. */
export interface ReadingFilter {
  readonly clipIds?: readonly ClipId[];
  readonly examIds?: readonly ExamId[];
  readonly readers?: readonly ReaderId[];
  /** Only readings of these modes are looked at; of those, the newest stands. `['blind']` gives what was said before the reveal. */
  readonly modes?: readonly ReadingMode[];
  /** Committed at or after, and before; ISO times. */
  readonly from?: string;
  readonly to?: string;
}

/** That AI and other readers were shown to a reader, and after which reading. */
export interface Reveal {
  readonly clipId: ClipId;
  readonly reader: ReaderId;
  readonly round: number;
  /** The reading committed before. */
  readonly readingId: ReadingId;
  readonly at: string;
  readonly shown: RevealShown;
}

/** Ids and figures of what was shown; no text. */
export interface RevealShown {
  readonly analysis: string | null;
  readonly probability: number | null;
  readonly verdict: string | null;
  readonly readings: readonly ReadingId[];
}

export interface Readings {
  append(reading: Reading): void;
  get(id: ReadingId): Reading | null;
  /** All of a clip, newest first. */
  ofClip(clipId: ClipId): readonly Reading[];
  /** The newest of each reader, clip and round, in order of commit. */
  standing(filter: ReadingFilter): readonly Reading[];
  /** Every reading, replaced ones too, in order of commit. */
  all(filter: ReadingFilter): readonly Reading[];
  /** The reader's newest reading of the clip in this round; null where there is none. */
  latest(clipId: ClipId, reader: ReaderId, round: number): Reading | null;
  /** The reader's last round of the clip; 0 where they have not read it. */
  lastRound(clipId: ClipId, reader: ReaderId): number;
  /** Once for a reader, clip and round; a second time throws. */
  appendReveal(reveal: Reveal): void;
  reveal(clipId: ClipId, reader: ReaderId, round: number): Reveal | null;
  /** In order of time. */
  reveals(): readonly Reveal[];
}

interface ReadingSqlRow {
  readonly id: string;
  readonly clip_id: string;
  readonly exam_id: string;
  readonly reader_id: string;
  readonly round: number;
  readonly mode: ReadingMode;
  readonly replaces: string | null;
  readonly verdict: ReadingVerdict | null;
  readonly content: string;
  readonly committed_at: string;
  readonly took_ms: number | null;
}

interface RevealSqlRow {
  readonly clipId: string;
  readonly reader: string;
  readonly round: number;
  readonly readingId: string;
  readonly at: string;
  readonly shown: string;
}

function readingOf(row: ReadingSqlRow): Reading {
  const { id, clip_id: clipId, exam_id: examId, reader_id: reader, round, mode, replaces, verdict, committed_at: committedAt, took_ms: tookMs } = row;
  const content: Omit<ReadingContent, 'verdict'> = JSON.parse(row.content);
  return { id, clipId, examId, reader, round, mode, replaces, verdict, ...content, committedAt, tookMs };
}

function revealOf({ shown, ...row }: RevealSqlRow): Reveal {
  const parsed: RevealShown = JSON.parse(shown);
  return { ...row, shown: parsed };
}

const selected = 'SELECT r.*, c.exam_id FROM readings r JOIN clips c ON c.id = r.clip_id';
const inList = (column: string, name: string): string => `(@${name} IS NULL OR ${column} IN (SELECT value FROM json_each(@${name})))`;
const narrowed = [
  inList('r.clip_id', 'clipIds'), inList('c.exam_id', 'examIds'), inList('r.reader_id', 'readers'), inList('r.mode', 'modes'),
  '(@from IS NULL OR r.committed_at >= @from)', '(@to IS NULL OR r.committed_at < @to)',
].join(' AND ');

function parameters({ clipIds, examIds, readers, modes, from, to }: ReadingFilter) {
  const list = (values: readonly string[] | undefined): string | null => (values === undefined ? null : JSON.stringify(values));
  return { clipIds: list(clipIds), examIds: list(examIds), readers: list(readers), modes: list(modes), from: from ?? null, to: to ?? null };
}

export function createReadings(db: Database): Readings {
  const append = db.prepare(`INSERT INTO readings (id, clip_id, reader_id, round, mode, replaces, verdict, content, committed_at, took_ms)
    VALUES (@id, @clipId, @reader, @round, @mode, @replaces, @verdict, @content, @committedAt, @tookMs)`);
  const get = db.prepare<[string], ReadingSqlRow>(`${selected} WHERE r.id = ?`);
  const ofClip = db.prepare<[string], ReadingSqlRow>(`${selected} WHERE r.clip_id = ? ORDER BY r.seq DESC`);
  const all = db.prepare<object, ReadingSqlRow>(`${selected} WHERE ${narrowed} ORDER BY r.seq`);
  const standing = db.prepare<object, ReadingSqlRow>(
    `SELECT * FROM (SELECT r.*, c.exam_id, row_number() OVER (PARTITION BY r.reader_id, r.clip_id, r.round ORDER BY r.seq DESC) AS age
      FROM readings r JOIN clips c ON c.id = r.clip_id WHERE ${narrowed}) WHERE age = 1 ORDER BY seq`,
  );
  const latest = db.prepare<[string, string, number], ReadingSqlRow>(`${selected} WHERE r.clip_id = ? AND r.reader_id = ? AND r.round = ? ORDER BY r.seq DESC LIMIT 1`);
  const lastRound = db.prepare<[string, string], number | null>('SELECT max(round) FROM readings WHERE clip_id = ? AND reader_id = ?').pluck();
  const appendReveal = db.prepare('INSERT INTO reveals (clip_id, reader_id, round, reading_id, shown, at) VALUES (@clipId, @reader, @round, @readingId, @shown, @at)');
  const revealed = 'SELECT clip_id AS clipId, reader_id AS reader, round, reading_id AS readingId, shown, at FROM reveals';
  const reveal = db.prepare<[string, string, number], RevealSqlRow>(`${revealed} WHERE clip_id = ? AND reader_id = ? AND round = ?`);
  const reveals = db.prepare<[], RevealSqlRow>(`${revealed} ORDER BY seq`);
  const one = (row: ReadingSqlRow | undefined): Reading | null => (row === undefined ? null : readingOf(row));
  return {
    append: ({ id, clipId, reader, round, mode, replaces, verdict, findings, confidence, comment, ranges, strokes, committedAt, tookMs }) => {
      const content = JSON.stringify({ findings, confidence, comment, ranges, strokes });
      append.run({ id, clipId, reader, round, mode, replaces, verdict, content, committedAt, tookMs: tookMs === null ? null : Math.round(tookMs) });
    },
    get: (id) => one(get.get(id)),
    ofClip: (clipId) => ofClip.all(clipId).map(readingOf),
    standing: (filter) => standing.all(parameters(filter)).map(readingOf),
    all: (filter) => all.all(parameters(filter)).map(readingOf),
    latest: (clipId, reader, round) => one(latest.get(clipId, reader, round)),
    lastRound: (clipId, reader) => lastRound.get(clipId, reader) ?? 0,
    appendReveal: ({ shown, ...rest }) => void appendReveal.run({ ...rest, shown: JSON.stringify(shown) }),
    reveal: (clipId, reader, round) => {
      const row = reveal.get(clipId, reader, round);
      return row === undefined ? null : revealOf(row);
    },
    reveals: () => reveals.all().map(revealOf),
  };
}
