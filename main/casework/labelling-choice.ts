/**
 * Which clips a labelling session would hold. Of a small case log that is looked up at once; of a large one in a helper process, because going through
 * hundreds of thousands of clips would hold main's event loop up for seconds.
 */
import { fileURLToPath } from 'node:url';
import type { CaseLog } from '../../db/case-log.ts';
import type { Labelling, QueuePlace } from '../../db/labelling.ts';
import type { Result } from '../../preload/domain.ts';
import type { LabellingPlan, PlanPreview } from '../../preload/labelling.ts';
import type { ReaderId } from '../../preload/readings.ts';
import { spawnNode } from '../child.ts';
import type { Child, SpawnChild } from '../child.ts';
import { failure, success } from './failures.ts';
import { queueOf } from './labelling-queue.ts';

export const labellingWorkerEntry = fileURLToPath(new URL('./labelling-worker.ts', import.meta.url));

/** One question a process. */
export interface ToLabellingWorker {
  readonly what: 'preview' | 'queue';
  /** The case log, read only. */
  readonly database: string;
  readonly reader: ReaderId;
  readonly plan: LabellingPlan;
}

export interface LabellingChoice {
  /** Error `cancelled` for a question that a newer one ended. */
  preview(reader: ReaderId, plan: LabellingPlan): Promise<Result<PlanPreview>>;
  /** Error `internal` when the helper died. */
  queue(reader: ReaderId, plan: LabellingPlan): Promise<Result<readonly QueuePlace[]>>;
}

export function previewOf(labelling: Pick<Labelling, 'candidates'>, reader: ReaderId, plan: LabellingPlan): PlanPreview {
  const candidates = labelling.candidates(reader, plan);
  return { clips: candidates.length, unread: candidates.filter(({ rounds }) => rounds === 0).length };
}

export function chosenQueue(labelling: Pick<Labelling, 'candidates'>, reader: ReaderId, plan: LabellingPlan): readonly QueuePlace[] {
  return queueOf(labelling.candidates(reader, plan), plan);
}

/** Without a helper. */
export function chooseHere({ labelling }: Pick<CaseLog, 'labelling'>): LabellingChoice {
  return {
    preview: async (reader, plan) => success(previewOf(labelling, reader, plan)),
    queue: async (reader, plan) => success(chosenQueue(labelling, reader, plan)),
  };
}

/** More clips than this take longer than a helper's start. */
const fewClips = 20_000;

/** `began` gets the child, so that a newer question can end it. */
function asked<T>(spawn: SpawnChild, question: ToLabellingWorker, began: (child: Child) => void): Promise<Result<T>> {
  return new Promise((resolve) => {
    const child = spawn();
    let answered = false;
    began(child);
    child.onMessage((answer) => {
      answered = true;
      child.kill();
      resolve(success(answer as T));
    });
    child.onExit(() => {
      if (!answered) resolve(failure('cancelled'));
    });
    child.post(question);
  });
}

/** `database`: path of the case log's file. `few`: up to so many clips no helper is asked. */
export function createLabellingChoice(log: CaseLog, database: string, spawn: SpawnChild = () => spawnNode(labellingWorkerEntry), few = fewClips): LabellingChoice {
  const here = chooseHere(log);
  let looking: Child | null = null;
  const isSmall = (reader: ReaderId): boolean => log.labelling.counts(reader).clips <= few;
  return {
    preview: async (reader, plan) => {
      looking?.kill('SIGKILL');
      looking = null;
      return isSmall(reader) ? here.preview(reader, plan) : asked<PlanPreview>(spawn, { what: 'preview', database, reader, plan }, (child) => (looking = child));
    },
    queue: async (reader, plan) => {
      if (isSmall(reader)) return here.queue(reader, plan);
      const queue = await asked<readonly QueuePlace[]>(spawn, { what: 'queue', database, reader, plan }, () => undefined);
      return queue.ok ? queue : failure('internal');
    },
  };
}
