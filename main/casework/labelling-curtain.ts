/**
 * The curtain of a blind session: while it is drawn, main neither answers nor tells the page anything but what labelling needs. What is not known to be blind
 * is refused, so that a channel added later cannot leak a result. Changes that were kept back are told when the curtain is lifted.
 */
import type { Events, RequestName } from '../../preload/contract.ts';
import type { Emit } from './emit.ts';
import { failure } from './failures.ts';
import type { RequestHandlers } from './request-handlers.ts';

/** Answers that carry no result and nobody else's reading. The labelling channels blind themselves: see labelling-clips.ts. */
const blindRequests = new Set<RequestName>([
  'labelling.overview', 'labelling.preview', 'labelling.start', 'labelling.open', 'labelling.clip', 'labelling.save', 'labelling.commit', 'labelling.reveal', 'labelling.close', 'labelling.finish',
  'readers.state', 'readers.signIn', 'readers.lock', 'settings.get', 'settings.set', 'app.info', 'app.notices', 'engine.status', 'storage.info',
  'jobs.list', 'jobs.cancel', 'jobs.resume', 'jobs.dismiss',
]);

/** Events without results: jobs carry titles and progress only, models what is installed. */
const blindEvents = new Set<keyof Events>(['job.changed', 'engine.changed', 'settings.changed', 'readers.changed', 'models.changed']);

export interface Curtain {
  drawn(): boolean;
  draw(): void;
  lift(): void;
  /** Tells at once, or keeps back. */
  readonly emit: Emit;
}

export function createCurtain(emit: Emit): Curtain {
  let drawn = false;
  const exams = new Set<string>();
  const clips = new Map<string, string>();
  const keep = (name: keyof Events, event: Events[keyof Events]): void => {
    // Of results only that something changed: the page reads the rest anew.
    if (name === 'clip.changed' && 'examId' in event && 'clipId' in event && event.examId !== null && event.clipId !== null) clips.set(event.clipId, event.examId);
    else if (name === 'exam.changed' && 'examId' in event && event.examId !== null) exams.add(event.examId);
  };
  return {
    drawn: () => drawn,
    draw: () => {
      drawn = true;
    },
    lift: () => {
      drawn = false;
      for (const [clipId, examId] of clips) emit('clip.changed', { clipId, examId });
      for (const examId of exams) emit('exam.changed', { examId });
      clips.clear();
      exams.clear();
    },
    emit: (name, event) => {
      if (!drawn || blindEvents.has(name)) emit(name, event);
      else keep(name, event);
    },
  };
}

/** The same answers, but `blind` for all others while the curtain is drawn. */
export function refusedBehindCurtain(handlers: RequestHandlers, curtain: Pick<Curtain, 'drawn'>): RequestHandlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (blindRequests.has(name as RequestName)) return [name, handler];
    const ask = handler as (input: unknown) => Promise<unknown>;
    return [name, (input: unknown) => (curtain.drawn() ? Promise.resolve(failure('blind')) : ask(input))];
  });
  return Object.fromEntries(guarded) as RequestHandlers;
}
