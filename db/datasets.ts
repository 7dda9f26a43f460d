/** Datasets, their locked test sets and their uses. The database itself refuses a locked patient in training: see the migration's triggers. */
import type { Database } from 'better-sqlite3';
import type { DatasetClip, DatasetCounts, DatasetId, DatasetRules, DatasetUse, LeakReport, SplitSide } from '../preload/datasets.ts';

export interface DatasetRecord {
  readonly id: DatasetId;
  readonly lineage: string;
  readonly version: number;
  readonly name: string;
  readonly contentSha256: string;
  readonly program: string;
  readonly rules: DatasetRules;
  /** The consensus policy as it was chosen. */
  readonly policy: object;
  readonly counts: DatasetCounts;
  readonly leaks: LeakReport;
  readonly salt: string;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly lock: { readonly at: string; readonly reader: string; readonly reason: string } | null;
}

export type NewDataset = Omit<DatasetRecord, 'lock'>;

export interface Datasets {
  /** Writes a dataset with its clips and seals it. Throws `locked test set` and `a patient keeps one side of the split` (see `refusalOf`). */
  insert(dataset: NewDataset, clips: readonly DatasetClip[]): void;
  /** Newest first. */
  all(): readonly DatasetRecord[];
  get(id: DatasetId): DatasetRecord | null;
  /** The newest version of each lineage has this many; 0 for a new one. */
  lastVersion(lineage: string): number;
  /** Every clip of a dataset, for its export and its figures. To learn or judge by them, see `use`. */
  clips(id: DatasetId): readonly DatasetClip[];
  /** Side of every patient that any version of the lineage had. */
  sides(lineage: string): ReadonlyMap<string, SplitSide>;
  /** Throws where there is no test side, where it is locked already, or where its patients have trained something. */
  lock(id: DatasetId, lock: { readonly at: string; readonly reader: string; readonly reason: string }): void;
  /** Patients and recordings (SHA-256) of all locked test sets. */
  locked(): { readonly patients: ReadonlySet<string>; readonly contents: ReadonlySet<string> };
  /** Clips of all locked test sets, each once. */
  lockedClips(): readonly { readonly clipId: string; readonly sha256: string; readonly patient: string }[];
  /**
   * Writes down what a dataset is used for, and gives the clips of that purpose: all but the test side for training and tuning, the test side for evaluation.
   * Throws `locked test set` where training or tuning would see a locked patient.
   */
  use(id: DatasetId, use: DatasetUse): readonly DatasetClip[];
  /**
   * Writes down that these clips train or tune something, wherever their labels come from; call it before anything of them is read. All or none: throws
   * `locked test set` where one is of a locked patient or recording.
   */
  trainOn(clipIds: readonly string[], by: { readonly at: string; readonly reader: string }): void;
  /** Oldest first. */
  uses(id: DatasetId): readonly DatasetUse[];
  /** Hashes of a recording's frames as this version makes them; null where they are still to be made. */
  fingerprint(sha256: string, version: number): string | null;
  keepFingerprint(sha256: string, version: number, record: string): void;
}

interface DatasetSqlRow {
  readonly id: string;
  readonly lineage: string;
  readonly version: number;
  readonly name: string;
  readonly content_sha256: string;
  readonly program: string;
  readonly rules: string;
  readonly policy: string;
  readonly counts: string;
  readonly leaks: string;
  readonly salt: string;
  readonly made_by: string;
  readonly made_at: string;
  readonly lock_at: string | null;
  readonly lock_reader: string | null;
  readonly lock_reason: string | null;
}

/** How datasets and locks name a patient: exams of one pseudonym, whatever its case, are of one patient. As SQLite's `lower`, which knows ASCII only. */
export function patientKey(pseudonym: string): string {
  return pseudonym.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** What the database refused a dataset, a lock or a use for; null for any other error. */
export type DatasetRefusal = 'locked' | 'moved' | 'no-test' | 'trained-on' | 'already';

const refusals: readonly (readonly [RegExp, DatasetRefusal])[] = [
  [/locked test set/, 'locked'], [/keeps one side/, 'moved'], [/no test set/, 'no-test'], [/was trained on/, 'trained-on'], [/append-only/, 'already'],
];

export function refusalOf(error: unknown): DatasetRefusal | null {
  return error instanceof Error ? (refusals.find(([words]) => words.test(error.message))?.[1] ?? null) : null;
}

function recordOf(row: DatasetSqlRow): DatasetRecord {
  const { id, lineage, version, name, program, salt } = row;
  const [rules, policy, counts, leaks]: [DatasetRules, object, DatasetCounts, LeakReport] = [JSON.parse(row.rules), JSON.parse(row.policy), JSON.parse(row.counts), JSON.parse(row.leaks)];
  const lock = row.lock_at === null ? null : { at: row.lock_at, reader: row.lock_reader ?? '', reason: row.lock_reason ?? '' };
  return { id, lineage, version, name, program, salt, rules, policy, counts, leaks, lock, contentSha256: row.content_sha256, madeBy: row.made_by, madeAt: row.made_at };
}

const withLock = `SELECT d.*, l.at AS lock_at, l.reader AS lock_reader, l.reason AS lock_reason FROM datasets d LEFT JOIN dataset_locks l ON l.dataset = d.seq`;

export function createDatasets(db: Database): Datasets {
  const insert = db.prepare(`INSERT INTO datasets (id, lineage, version, name, content_sha256, program, rules, policy, counts, leaks, salt, made_by, made_at)
    VALUES (@id, @lineage, @version, @name, @contentSha256, @program, @rules, @policy, @counts, @leaks, @salt, @madeBy, @madeAt)`);
  const insertClip = db.prepare(`INSERT INTO dataset_clips (dataset, clip_id, sha256, patient, side, positive, record) VALUES (@dataset, @clipId, @sha256, @patient, @side, @positive, @record)`);
  const seal = db.prepare('INSERT INTO dataset_seals (dataset) VALUES (?)');
  const seqOf = db.prepare<[string], number>('SELECT seq FROM datasets WHERE id = ?').pluck();
  const all = db.prepare<[], DatasetSqlRow>(`${withLock} ORDER BY d.seq DESC`);
  const get = db.prepare<[string], DatasetSqlRow>(`${withLock} WHERE d.id = ?`);
  const lastVersion = db.prepare<[string], number>('SELECT coalesce(max(version), 0) FROM datasets WHERE lineage = ?').pluck();
  const clipsOf = db.prepare<[string], string>('SELECT c.record FROM dataset_clips c JOIN datasets d ON d.seq = c.dataset WHERE d.id = ? ORDER BY c.clip_id').pluck();
  const sides = db.prepare<[string], { patient: string; side: SplitSide }>('SELECT DISTINCT c.patient, c.side FROM dataset_clips c JOIN datasets d ON d.seq = c.dataset WHERE d.lineage = ?');
  const lock = db.prepare('INSERT INTO dataset_locks (dataset, at, reader, reason) VALUES (?, @at, @reader, @reason)');
  const lockedPatients = db.prepare<[], string>('SELECT patient FROM locked_patients').pluck();
  const lockedContents = db.prepare<[], string>('SELECT sha256 FROM locked_contents').pluck();
  const lockedClips = db.prepare<[], { clipId: string; sha256: string; patient: string }>("SELECT DISTINCT c.clip_id AS clipId, c.sha256, c.patient FROM dataset_clips c JOIN dataset_locks l ON l.dataset = c.dataset WHERE c.side = 'test' ORDER BY c.clip_id");
  const insertUse = db.prepare('INSERT INTO dataset_uses (id, dataset, purpose, at, reader, detail) VALUES (@id, @dataset, @purpose, @at, @reader, @detail)');
  const uses = db.prepare<[string], Omit<DatasetUse, 'detail'> & { readonly detail: string }>('SELECT u.id, u.purpose, u.at, u.reader, u.detail FROM dataset_uses u JOIN datasets d ON d.seq = u.dataset WHERE d.id = ? ORDER BY u.seq');
  const trainOn = db.prepare('INSERT INTO trained_clips (clip_id, at, reader) VALUES (@clipId, @at, @reader)');
  const fingerprint = db.prepare<[string, number], string>('SELECT record FROM clip_fingerprints WHERE sha256 = ? AND version = ?').pluck();
  const keepFingerprint = db.prepare('INSERT OR REPLACE INTO clip_fingerprints (sha256, version, record) VALUES (?, ?, ?)');

  const numberOf = (id: DatasetId): number => {
    const seq = seqOf.get(id);
    if (seq === undefined) throw new Error('There is no such dataset.');
    return seq;
  };
  const clips = (id: DatasetId) => clipsOf.all(id).map((record): DatasetClip => JSON.parse(record));
  return {
    insert: db.transaction((dataset: NewDataset, members: readonly DatasetClip[]) => {
      const { rules, policy, counts, leaks, ...plain } = dataset;
      const seq = insert.run({ ...plain, rules: JSON.stringify(rules), policy: JSON.stringify(policy), counts: JSON.stringify(counts), leaks: JSON.stringify(leaks) }).lastInsertRowid;
      for (const clip of members) {
        const { clipId, sha256, patient, side } = clip;
        insertClip.run({ dataset: seq, clipId, sha256, patient, side, positive: clip.positive ? 1 : 0, record: JSON.stringify(clip) });
      }
      seal.run(seq);
    }),
    all: () => all.all().map(recordOf),
    get: (id) => {
      const row = get.get(id);
      return row === undefined ? null : recordOf(row);
    },
    lastVersion: (lineage) => lastVersion.get(lineage) ?? 0,
    clips,
    sides: (lineage) => new Map(sides.all(lineage).map(({ patient, side }) => [patient, side])),
    lock: (id, given) => void lock.run(numberOf(id), given),
    locked: () => ({ patients: new Set(lockedPatients.all()), contents: new Set(lockedContents.all()) }),
    lockedClips: () => lockedClips.all(),
    use: db.transaction((id: DatasetId, { detail, ...use }: DatasetUse) => {
      insertUse.run({ ...use, dataset: numberOf(id), detail: JSON.stringify(detail) });
      return clips(id).filter(({ side }) => (side === 'test') === (use.purpose === 'evaluation'));
    }),
    trainOn: db.transaction((clipIds: readonly string[], by: { readonly at: string; readonly reader: string }) => {
      for (const clipId of clipIds) trainOn.run({ ...by, clipId });
    }),
    uses: (id) => uses.all(id).map(({ detail, ...use }) => ({ ...use, detail: JSON.parse(detail) })),
    fingerprint: (sha256, version) => fingerprint.get(sha256, version) ?? null,
    keepFingerprint: (sha256, version, record) => void keepFingerprint.run(sha256, version, record),
  };
}
