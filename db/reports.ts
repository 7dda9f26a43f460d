/** Exam reports: one draft an exam, append-only signed versions, and key images by checksum. Triggers refuse any change of what was signed. */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { ExamId } from '../preload/domain.ts';
import type { ReaderRole } from '../preload/readings.ts';
import type { ReportContent, ReportEntries, ReportVersion, ReportVersionId, ReportVersionRow } from '../preload/report.ts';

export interface StoredDraft {
  readonly examId: ExamId;
  readonly revision: number;
  readonly amends: ReportVersionId | null;
  readonly reason: string;
  readonly entries: ReportEntries;
  readonly reader: string;
  readonly updatedAt: string;
}

export type NewVersion = Omit<ReportVersion, 'sha256' | 'amends'> & { readonly amends: { readonly id: ReportVersionId; readonly reason: string } | null };

/** Exams with a signed report, by the day of the exam; what is left out does not narrow. */
export interface ReportRange {
  /** Inclusive, ISO times. */
  readonly from?: string;
  /** Exclusive. */
  readonly to?: string;
}

export interface Reports {
  draft(examId: ExamId): StoredDraft | null;
  putDraft(draft: StoredDraft): void;
  dropDraft(examId: ExamId): void;
  /** Stores the content as it is and answers the version with its checksum. */
  appendVersion(version: NewVersion): ReportVersion;
  version(id: ReportVersionId): ReportVersion | null;
  /** Newest first. */
  versions(examId: ExamId): readonly ReportVersionRow[];
  newest(examId: ExamId): ReportVersion | null;
  /** The newest version of the same pseudonym's last signed exam before this one. */
  priorOf(examId: ExamId): ReportVersion | null;
  /** Ids of exams with a signed version, in order of the exams' dates. */
  signedExams(range: ReportRange): readonly ExamId[];
  /** Null where the checksum is unknown. */
  image(sha256: string): Uint8Array<ArrayBuffer> | null;
  /** Keeps a PNG once; answers its checksum. */
  keepImage(png: Uint8Array, at: string): string;
}

interface VersionSqlRow {
  readonly id: string;
  readonly exam_id: string;
  readonly number: number;
  readonly content: string;
  readonly sha256: string;
  readonly reader_id: string | null;
  readonly reader: string;
  readonly role: ReaderRole | null;
  readonly signed_at: string;
  readonly pin_checked: number;
  readonly amends: string | null;
  readonly reason: string | null;
  readonly amended_number: number | null;
  readonly amended_at: string | null;
}

interface DraftSqlRow {
  readonly exam_id: string;
  readonly revision: number;
  readonly amends: string | null;
  readonly reason: string;
  readonly entries: string;
  readonly reader: string;
  readonly updated_at: string;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function rowOf(row: Omit<VersionSqlRow, 'content'>): ReportVersionRow {
  const { id, exam_id: examId, number, amends, reason, amended_number: amended, amended_at: amendedAt } = row;
  const signature = { readerId: row.reader_id, name: row.reader, role: row.role, signedAt: row.signed_at, pinChecked: row.pin_checked === 1 };
  const before = amends === null || reason === null || amended === null || amendedAt === null ? null : { id: amends, number: amended, signedAt: amendedAt, reason };
  return { id, examId, number, sha256: row.sha256, signature, amends: before };
}

function versionOf({ content, ...row }: VersionSqlRow): ReportVersion {
  const parsed: ReportContent = JSON.parse(content);
  return { ...rowOf(row), content: parsed };
}

function draftOf(row: DraftSqlRow): StoredDraft {
  const { exam_id: examId, revision, amends, reason, reader, updated_at: updatedAt } = row;
  const entries: ReportEntries = JSON.parse(row.entries);
  return { examId, revision, amends, reason, entries, reader, updatedAt };
}

const facts = 'v.id, v.exam_id, v.number, v.sha256, v.reader_id, v.reader, v.role, v.signed_at, v.pin_checked, v.amends, v.reason, b.number AS amended_number, b.signed_at AS amended_at';
const joined = 'FROM report_versions v LEFT JOIN report_versions b ON b.id = v.amends';

export function createReports(db: Database): Reports {
  const draft = db.prepare<[string], DraftSqlRow>('SELECT * FROM report_drafts WHERE exam_id = ?');
  const putDraft = db.prepare(`INSERT INTO report_drafts (exam_id, revision, amends, reason, entries, reader, updated_at) VALUES (@examId, @revision, @amends, @reason, @entries, @reader, @updatedAt)
    ON CONFLICT (exam_id) DO UPDATE SET revision = excluded.revision, amends = excluded.amends, reason = excluded.reason, entries = excluded.entries, reader = excluded.reader, updated_at = excluded.updated_at`);
  const dropDraft = db.prepare('DELETE FROM report_drafts WHERE exam_id = ?');
  const append = db.prepare(`INSERT INTO report_versions (id, exam_id, number, content, sha256, reader_id, reader, role, signed_at, pin_checked, amends, reason)
    VALUES (@id, @examId, @number, @content, @sha256, @readerId, @reader, @role, @signedAt, @pinChecked, @amends, @reason)`);
  const version = db.prepare<[string], VersionSqlRow>(`SELECT ${facts}, v.content ${joined} WHERE v.id = ?`);
  const versions = db.prepare<[string], Omit<VersionSqlRow, 'content'>>(`SELECT ${facts} ${joined} WHERE v.exam_id = ? ORDER BY v.number DESC`);
  const newest = db.prepare<[string], VersionSqlRow>(`SELECT ${facts}, v.content ${joined} WHERE v.exam_id = ? ORDER BY v.number DESC LIMIT 1`);
  const priorOf = db.prepare<[string], VersionSqlRow>(`SELECT ${facts}, v.content ${joined} JOIN exams e ON e.id = v.exam_id JOIN exams now ON now.id = ?
    WHERE e.pseudonym = now.pseudonym COLLATE NOCASE AND e.id <> now.id AND e.examined_at < now.examined_at ORDER BY e.examined_at DESC, e.seq DESC, v.number DESC LIMIT 1`);
  const signedExams = db.prepare<[string | null, string | null], string>(`SELECT e.id FROM exams e WHERE e.examined_at >= coalesce(?, '') AND e.examined_at < coalesce(?, '9999')
    AND EXISTS (SELECT 1 FROM report_versions v WHERE v.exam_id = e.id) ORDER BY e.examined_at, e.seq`).pluck();
  const image = db.prepare<[string], Buffer>('SELECT png FROM report_images WHERE sha256 = ?').pluck();
  const known = db.prepare('SELECT 1 FROM report_images WHERE sha256 = ?');
  const keepImage = db.prepare('INSERT INTO report_images (sha256, png, added_at) VALUES (?, ?, ?)');
  const one = (row: VersionSqlRow | undefined): ReportVersion | null => (row === undefined ? null : versionOf(row));
  return {
    draft: (examId) => {
      const row = draft.get(examId);
      return row === undefined ? null : draftOf(row);
    },
    putDraft: (stored) => void putDraft.run({ ...stored, entries: JSON.stringify(stored.entries) }),
    dropDraft: (examId) => void dropDraft.run(examId),
    appendVersion: ({ id, examId, number, content, signature, amends }) => {
      const text = JSON.stringify(content);
      const { readerId, name, role, signedAt, pinChecked } = signature;
      append.run({ id, examId, number, content: text, sha256: sha256(text), readerId, reader: name, role, signedAt, pinChecked: pinChecked ? 1 : 0, amends: amends?.id ?? null, reason: amends?.reason ?? null });
      const stored = one(version.get(id));
      if (stored === null) throw new Error('A signed report is missing right after it was stored');
      return stored;
    },
    version: (id) => one(version.get(id)),
    versions: (examId) => versions.all(examId).map(rowOf),
    newest: (examId) => one(newest.get(examId)),
    priorOf: (examId) => one(priorOf.get(examId)),
    signedExams: ({ from = null, to = null }) => signedExams.all(from, to),
    image: (checksum) => {
      const png = image.get(checksum);
      return png === undefined ? null : new Uint8Array(png);
    },
    keepImage: (png, at) => {
      const checksum = sha256(png);
      if (known.get(checksum) === undefined) keepImage.run(checksum, png, at);
      return checksum;
    },
  };
}
