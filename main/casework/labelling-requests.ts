/** Answers about labelling and readings. Opening a session draws the curtain, leaving it lifts it. */
import type { CaseLog } from '../../db/case-log.ts';
import type { DraftSave } from '../../preload/labelling.ts';
import type { ReadingContent } from '../../preload/readings.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import type { Curtain } from './labelling-curtain.ts';
import type { LabellingDesk } from './labelling.ts';
import type { ReaderDesk } from './readers.ts';
import { commitInReview } from './readings.ts';
import type { RequestHandlers } from './request-handlers.ts';

export interface LabellingContext {
  readonly log: CaseLog;
  readonly emit: Emit;
  readonly readers: ReaderDesk;
  readonly labelling: LabellingDesk;
  readonly curtain: Curtain;
}

export function labellingRequests({ log, emit, readers, labelling, curtain }: LabellingContext) {
  return {
    'labelling.overview': async () => success(labelling.overview()),
    'labelling.preview': async (plan) => labelling.preview({ ...plan, seed: plan.seed ?? 0 }),
    'labelling.start': async (plan) => labelling.start(plan),
    'labelling.open': async ({ sessionId }) => {
      const opened = labelling.open(sessionId);
      if (opened.ok) curtain.draw();
      return opened;
    },
    'labelling.clip': async ({ sessionId, clipId }) => labelling.clip(sessionId, clipId),
    'labelling.save': async (save: DraftSave) => labelling.save(save),
    'labelling.commit': async ({ save, clipId, tookMs }) => labelling.commit(save, clipId, tookMs),
    'labelling.reveal': async ({ sessionId, clipId }) => labelling.reveal(sessionId, clipId),
    'labelling.close': async () => {
      curtain.lift();
      return success(null);
    },
    'labelling.finish': async ({ sessionId }) => labelling.finish(sessionId),
    'readings.ofClip': async ({ clipId }) => (log.clips.get(clipId) === null ? failure('not-found') : success(log.readings.ofClip(clipId))),
    'readings.commit': async ({ clipId, content }: { readonly clipId: string; readonly content: ReadingContent }) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const reading = commitInReview(log, reader.value, clipId, content);
      if (reading.ok) emit('clip.changed', { clipId, examId: reading.value.examId });
      return reading;
    },
  } satisfies Partial<RequestHandlers>;
}
