/** What labelling asks of clips and readings, and the labelling sessions themselves. */
import type { Database } from 'better-sqlite3';
import type { LabellingOverview } from '../preload/labelling.ts';
import type { ReaderId } from '../preload/readings.ts';

export interface Labelling {
  overview(reader: ReaderId): LabellingOverview;
}

export function createLabelling(db: Database): Labelling {
  const overview = db.prepare<[string], LabellingOverview>(
    'SELECT (SELECT count(*) FROM clips) AS clips, (SELECT count(DISTINCT clip_id) FROM readings WHERE reader_id = ?) AS read',
  );
  return { overview: (reader) => overview.get(reader) ?? { clips: 0, read: 0 } };
}
