/** A program for tests: reads and adjudicates clips without end and names what is committed, until it is killed. Argument: the case log's file. */
import process from 'node:process';
import { createCaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { migrationsFolder, testMedia } from '../../db/test-case-log.ts';
import type { Result } from '../../preload/domain.ts';
import { decideBetween } from './adjudication.ts';
import { chooseHere } from './labelling-choice.ts';
import { createLabellingDesk } from './labelling.ts';
import { createReaderDesk } from './readers.ts';
import { commitInReview } from './readings.ts';

/** What it says after each commit. */
export type Committed = { readonly what: 'reading' | 'decision' | 'draft'; readonly id: string; readonly text: string };

const clips = 400;
const at = '2026-11-23T10:00:00.000Z';
const nothing = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null } as const;

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const tell = (committed: Committed): void => void process.send?.(committed);

async function work(database: string): Promise<void> {
  const log = createCaseLog(value(openDatabase({ path: database, migrations: readMigrations(migrationsFolder) })));
  const readers = createReaderDesk(log, () => undefined);
  const reader = readers.state().current;
  log.readers.insert({ id: 'other', name: 'Other', initials: 'OT', role: 'annotator', createdAt: at });
  log.exams.insert({ id: 'e', pseudonym: 'P-KILL', examinedAt: at, protocol: 'blue6', createdAt: at });
  for (let n = 0; n < clips; n++) log.clips.insert({ id: `c${n}`, examId: 'e', name: 'clip.mp4', zone: 'R1', importedAt: at, media: { ...testMedia, sha256: String(n).padStart(64, '0') } });
  const labelling = createLabellingDesk(log, readers, chooseHere(log));
  const { sessionId } = value(await labelling.start({ order: 'date', seed: 1, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: clips, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false }));
  for (let n = 0; n < clips; n++) {
    const clipId = `c${n}`;
    const content = (comment: string) => ({ verdict: 'IS', findings: nothing, confidence: null, comment, ranges: [], strokes: [] }) as const;
    const save = (comment: string) => ({ sessionId, position: n, drafts: [{ clipId, content: content(comment), spentMs: 1 }], history: { from: 0, entries: [], applied: 0 } });
    value(labelling.save(save(`draft ${n}`)));
    tell({ what: 'draft', id: clipId, text: `draft ${n}` });
    const own = value(labelling.commit(save(`said ${n}`), clipId, null));
    tell({ what: 'reading', id: own.id, text: `said ${n}` });
    const other = value(commitInReview(log, { id: 'other' }, clipId, { ...content(`other ${n}`), verdict: 'healthy' }));
    const decision = value(decideBetween(log, reader, { clipId, verdict: 'IS', findings: nothing, reason: `why ${n}`, followed: own.id, considered: [own.id, other.id] }));
    tell({ what: 'decision', id: decision.id, text: `why ${n}` });
  }
}

const [database] = process.argv.slice(2);
if (database !== undefined) await work(database);
