/** Jobs as the page sees them, and what is left to do of each, so that a killed app can go on. */
import type { Database } from 'better-sqlite3';
import type { Job, JobId } from '../preload/domain.ts';
import { relaxed } from './open.ts';

export interface JobItem {
  readonly position: number;
  /** A file's path or a clip's id. */
  readonly subject: string;
  /** JSON, the job's own matter. */
  readonly detail: string;
}

export interface JobsTable {
  save(job: Job): void;
  /** Progress alone: not worth waiting for the disk. Not inside a transaction. */
  saveProgress(job: Job): void;
  all(): readonly Job[];
  remove(id: JobId): void;
  addItems(id: JobId, items: readonly Omit<JobItem, 'position'>[]): void;
  /** A lost mark only means that a finished item is recognised once more. Not inside a transaction. */
  itemDone(id: JobId, position: number): void;
  itemsLeft(id: JobId): readonly JobItem[];
  itemCount(id: JobId): { readonly total: number; readonly left: number };
  clearItems(id: JobId): void;
}

export function createJobsTable(db: Database): JobsTable {
  const save = db.prepare(`INSERT INTO jobs (id, kind, state, exam_id, record) VALUES (@id, @kind, @state, @examId, @record)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, exam_id = excluded.exam_id, record = excluded.record`);
  const all = db.prepare<[], string>('SELECT record FROM jobs ORDER BY seq').pluck();
  const remove = db.prepare('DELETE FROM jobs WHERE id = ?');
  const nextPosition = db.prepare<[string], number>('SELECT coalesce(max(position) + 1, 0) FROM job_items WHERE job_id = ?').pluck();
  const addItem = db.prepare('INSERT INTO job_items (job_id, position, subject, detail) VALUES (?, ?, ?, ?)');
  const itemDone = db.prepare('UPDATE job_items SET done = 1 WHERE job_id = ? AND position = ?');
  const left = db.prepare<[string], JobItem>('SELECT position, subject, detail FROM job_items WHERE job_id = ? AND done = 0 ORDER BY position');
  const count = db.prepare<[string], { total: number; left: number }>('SELECT count(*) AS total, total(done = 0) AS left FROM job_items WHERE job_id = ?');
  const clear = db.prepare('DELETE FROM job_items WHERE job_id = ?');
  const keep = (job: Job) => void save.run({ id: job.id, kind: job.kind, state: job.state, examId: job.examId, record: JSON.stringify(job) });
  return {
    save: keep,
    saveProgress: (job) => relaxed(db, () => keep(job)),
    all: () => all.all().map((record): Job => JSON.parse(record)),
    remove: (id) => void remove.run(id),
    addItems: db.transaction((id: JobId, items: readonly Omit<JobItem, 'position'>[]) => {
      const first = nextPosition.get(id) ?? 0;
      items.forEach((item, index) => addItem.run(id, first + index, item.subject, item.detail));
    }),
    itemDone: (id, position) => void relaxed(db, () => itemDone.run(id, position)),
    itemsLeft: (id) => left.all(id),
    itemCount: (id) => count.get(id) ?? { total: 0, left: 0 },
    clearItems: (id) => void clear.run(id),
  };
}
