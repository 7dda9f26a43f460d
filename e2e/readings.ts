/** Readers and blind readings by the bridge, for tests that begin where several people have read. Labelling by hand is tested for itself. */
import type { Page } from '@playwright/test';
import type { BLineClass, Reader, ReaderRole, ReadingContent, ReadingVerdict } from '../preload/readings.ts';
import { ask } from './in-page.ts';

const empty: ReadingContent = {
  verdict: null, findings: { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null }, confidence: null, comment: '', ranges: [], strokes: [],
};

/** Adds a reader without a PIN; the present reader must be admin. */
export async function addReader(page: Page, initials: string, role: ReaderRole): Promise<Reader> {
  const { readers } = await ask(page, 'readers.add', { name: `Reader ${initials}`, initials, role, pin: null });
  const added = readers.find((reader) => reader.initials === initials);
  if (added === undefined) throw new Error(`Reader ${initials} was not added`);
  return added;
}

export async function signIn(page: Page, reader: Reader): Promise<void> {
  await ask(page, 'readers.signIn', { readerId: reader.id, pin: null });
}

export interface Said {
  readonly verdict: ReadingVerdict;
  readonly bLines?: BLineClass;
  readonly severity?: 0 | 1 | 2 | 3;
}

/** The present reader reads the clips in a blind session, in the order of their zones. */
export async function readBlind(page: Page, said: readonly Said[]): Promise<void> {
  const { sessionId } = await ask(page, 'labelling.start', {
    order: 'zone', seed: 1, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: said.length, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false,
  });
  const { queue } = await ask(page, 'labelling.open', { sessionId });
  for (const [at, { clipId }] of queue.entries()) {
    const { verdict = null, bLines = null, severity } = said[at] ?? {};
    const content: ReadingContent = { ...empty, verdict, findings: { ...empty.findings, bLines, severity: severity === undefined ? null : { scheme: 'lus', score: severity } } };
    await ask(page, 'labelling.commit', { save: { sessionId, position: at, drafts: [{ clipId, content, spentMs: 4_000 }], history: { from: 0, entries: [], applied: 0 } }, clipId, tookMs: 4_000 + 500 * at });
  }
  await ask(page, 'labelling.finish', { sessionId });
  await ask(page, 'labelling.close', {});
}
