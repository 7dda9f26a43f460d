/**
 * The audit log: append-only and hash-chained, so that a changed, removed or inserted entry shows. Details never carry patient data.
 * The chain proves order and content up to its last entry; entries cut off its end show only against a kept copy of the last hash.
 */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

export type AuditKind = 'import' | 'analysis' | 'decision' | 'model' | 'settings' | 'exam' | 'reader' | 'reading' | 'labelling' | 'report' | 'adjudication' | 'assignment' | 'dataset' | 'export';

export interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: AuditKind;
  /** Id of what the entry is about. */
  readonly subject: string;
  /** JSON. */
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

export interface Audit {
  append(at: string, kind: AuditKind, subject: string, detail: object): void;
  /** `seq` of the first entry that does not fit the chain; null when all do. */
  verify(): number | null;
  entries(): readonly AuditEntry[];
}

/** `previous` of the first entry. */
const origin = '0'.repeat(64);

function hashOf({ seq, at, kind, subject, detail, previous }: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify([previous, seq, at, kind, subject, detail])).digest('hex');
}

export function createAudit(db: Database): Audit {
  const last = db.prepare<[], AuditEntry>('SELECT * FROM audit ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare('INSERT INTO audit (seq, at, kind, subject, detail, previous, hash) VALUES (@seq, @at, @kind, @subject, @detail, @previous, @hash)');
  const all = db.prepare<[], AuditEntry>('SELECT * FROM audit ORDER BY seq');
  return {
    append: db.transaction((at: string, kind: AuditKind, subject: string, detail: object) => {
      const before = last.get();
      const entry = { seq: (before?.seq ?? 0) + 1, at, kind, subject, detail: JSON.stringify(detail), previous: before?.hash ?? origin };
      insert.run({ ...entry, hash: hashOf(entry) });
    }),
    verify: () => {
      let previous = origin;
      let seq = 1;
      for (const entry of all.iterate()) {
        if (entry.seq !== seq || entry.previous !== previous || entry.hash !== hashOf(entry)) return entry.seq;
        previous = entry.hash;
        seq += 1;
      }
      return null;
    },
    entries: () => all.all(),
  };
}
