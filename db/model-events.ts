/** What was done to the installed models, in order: append-only. */
import type { Database } from 'better-sqlite3';
import type { ModelEvent } from '../preload/models.ts';

interface EventSqlRow {
  readonly at: string;
  readonly kind: ModelEvent['kind'];
  readonly model_id: string;
  readonly model_version: string;
  readonly model_sha256: string;
  readonly reader: string;
  readonly reason: string;
}

export interface ModelEvents {
  append(event: ModelEvent): void;
  /** Oldest first. */
  all(): readonly ModelEvent[];
}

export function createModelEvents(db: Database): ModelEvents {
  const append = db.prepare(`INSERT INTO model_events (at, kind, model_id, model_version, model_sha256, reader, reason)
    VALUES (@at, @kind, @id, @version, @sha256, @reader, @reason)`);
  const all = db.prepare<[], EventSqlRow>('SELECT * FROM model_events ORDER BY seq');
  return {
    append: ({ model: { id, version, sha256 }, at, kind, reader, reason }) => void append.run({ at, kind, id, version, sha256, reader, reason }),
    all: () => all.all().map(({ at, kind, reader, reason, ...row }) => ({
      at, kind, reader, reason, model: { id: row.model_id, version: row.model_version, sha256: row.model_sha256 },
    })),
  };
}
