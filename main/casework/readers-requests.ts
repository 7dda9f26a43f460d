/** Answers about readers, and what a locked window may still ask. */
import type { RequestName } from '../../preload/contract.ts';
import { failure, success } from './failures.ts';
import type { ReaderDesk } from './readers.ts';
import type { RequestHandlers } from './request-handlers.ts';

export function readerRequests(desk: ReaderDesk) {
  return {
    'readers.state': async () => success(desk.state()),
    'readers.signIn': async ({ readerId, pin }) => desk.signIn(readerId, pin),
    'readers.lock': async () => success(desk.lock()),
    'readers.add': async (profile) => desk.add(profile),
    'readers.update': async ({ readerId, name, initials, role }) =>
      desk.update(readerId, { ...(name === undefined ? {} : { name }), ...(initials === undefined ? {} : { initials }), ...(role === undefined ? {} : { role }) }),
    'readers.setActive': async ({ readerId, active }) => desk.setActive(readerId, active),
    'readers.setPin': async ({ readerId, pin, present }) => desk.setPin(readerId, pin, present),
  } satisfies Partial<RequestHandlers>;
}

/** What only tells, and what unlocks. The page keeps what it shows in step while it is locked; it may do nothing else. */
const whileLocked = new Set<RequestName>([
  'reports.get', 'reports.version', 'reports.page', 'reports.settings',
  'readers.state', 'readers.signIn', 'readers.lock', 'settings.get', 'app.info', 'app.notices', 'engine.status', 'storage.info',
  'exams.list', 'exams.get', 'clips.get', 'clips.analyses', 'analysis.look', 'analysis.cam', 'analysis.lime', 'analysis.limeCancel', 'analysis.summary',
  'jobs.list', 'models.list', 'models.detail', 'models.history', 'models.outdated', 'labelling.overview', 'labelling.clip', 'labelling.save', 'labelling.close', 'readings.ofClip', 'datasets.list',
]);

/** The same answers, but `locked` for everything that acts while `locked()`. What is not known to tell only, is refused. */
export function refusedWhileLocked(handlers: RequestHandlers, locked: () => boolean): RequestHandlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (whileLocked.has(name as RequestName)) return [name, handler];
    const ask = handler as (input: unknown) => Promise<unknown>;
    return [name, (input: unknown) => (locked() ? Promise.resolve(failure('locked')) : ask(input))];
  });
  return Object.fromEntries(guarded) as RequestHandlers;
}
