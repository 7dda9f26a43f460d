/** Clips that somebody has read, with what a dataset's filters ask of them. */
import type { Database } from 'better-sqlite3';

export interface ReadClipRow {
  readonly clipId: string;
  readonly sha256: string;
  /** Exams of one pseudonym are of one patient. Only for grouping: it is not shown. */
  readonly patient: string;
  readonly zone: string | null;
  /** Maker and model as DICOM names them; empty where the file names none. */
  readonly device: string;
  readonly examinedAt: string;
  readonly frames: number;
  readonly damaged: boolean;
  readonly simulated: boolean;
  /** A fan, or a rectangle that is smaller than the picture by 1% at least: as the de-identification counts. */
  readonly hasBorder: boolean;
  /** The guard took it for no readable lung ultrasound in the newest analysis, and nobody overrode that. */
  readonly rejected: boolean;
}

export interface ClipName {
  readonly clipId: string;
  readonly sha256: string;
  readonly name: string;
  readonly frames: number;
}

export interface DatasetCandidates {
  read(): readonly ReadClipRow[];
  /** Of every clip, for matching files of readings. */
  names(): readonly ClipName[];
}

type SqlRow = Omit<ReadClipRow, 'damaged' | 'simulated' | 'device' | 'hasBorder' | 'rejected'> & { readonly damaged: number; readonly simulated: number; readonly border: number; readonly device: string | null; readonly rejected: number | null };

export function createDatasetCandidates(db: Database): DatasetCandidates {
  const read = db.prepare<[], SqlRow>(`SELECT c.id AS clipId, c.sha256, lower(e.pseudonym) AS patient, c.zone, e.examined_at AS examinedAt, c.frames, c.damaged, c.simulated,
      (m.record ->> '$.sector.kind' = 'convex' OR (m.record ->> '$.sector.box.width') * (m.record ->> '$.sector.box.height') <= 0.99 * c.width * c.height) AS border,
      (SELECT trim(s.record ->> '$.device.manufacturer' || ' ' || (s.record ->> '$.device.model')) FROM clip_sources s WHERE s.clip_id = c.id) AS device,
      (SELECT a.rejection IS NOT NULL AND a.guard_overridden = 0 FROM analyses a WHERE a.clip_id = c.id ORDER BY a.seq DESC LIMIT 1) AS rejected
    FROM clips c JOIN exams e ON e.id = c.exam_id JOIN media m ON m.sha256 = c.sha256 WHERE EXISTS (SELECT 1 FROM readings r WHERE r.clip_id = c.id) ORDER BY c.id`);
  const names = db.prepare<[], ClipName>('SELECT id AS clipId, sha256, name, frames FROM clips');
  return {
    read: () => read.all().map(({ damaged, simulated, device, border, rejected, ...row }) => ({ ...row, device: device ?? '', damaged: damaged === 1, simulated: simulated === 1, hasBorder: border === 1, rejected: rejected === 1 })),
    names: () => names.all(),
  };
}
