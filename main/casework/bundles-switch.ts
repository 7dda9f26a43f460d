/** What follows when another bundle comes into use: the history it is read from, and the exams whose marks now come from another analysis. */
import { setImmediate as breath } from 'node:timers/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { ModelRef } from '../../preload/domain.ts';
import type { ModelEvent } from '../../preload/models.ts';
import type { Emit } from './emit.ts';
import { refreshExam } from './summaries.ts';

/** Notes of the case log: the bundle whose analyses stand first, the one that derived columns were made for, and the one before the first activation. */
export const activeNote = 'activeModel';
const facetsNote = 'facetsModel';
export const firstNote = 'firstModel';

/** Looked at between two breaths of main's event loop. */
const clipsAtOnce = 2_000;
const examsAtOnce = 20;

/**
 * Bundles in use one after the other, the present one last: what was rolled back from is gone, so that rolling back again leads further back.
 * `first`: the one in use before anybody chose.
 */
export function usedBefore(first: ModelRef | null, events: readonly ModelEvent[]): readonly ModelRef[] {
  let stack: readonly ModelRef[] = first === null ? [] : [first];
  for (const { kind, model } of events) {
    if (kind === 'activated') stack = [...stack, model];
    if (kind === 'rolled-back') {
      const back = stack.findLastIndex(({ sha256 }, index) => sha256 === model.sha256 && index < stack.length - 1);
      stack = back < 0 ? [...stack, model] : stack.slice(0, back + 1);
    }
  }
  return stack;
}

/** Brings the marks of all exams with analyses of several models up to date; what was cut off is done at the next start. */
export async function followActiveModel(log: CaseLog, emit: Emit, signal: AbortSignal): Promise<void> {
  const active = log.settings.note(activeNote);
  if (active === null || log.settings.note(facetsNote) === active) return;
  const stale = () => signal.aborted || log.settings.note(activeNote) !== active;
  for (let after: number | null = 0; after !== null && !stale(); ) {
    const page: ReturnType<CaseLog['byModel']['examsOfSeveral']> = log.byModel.examsOfSeveral(after, clipsAtOnce);
    for (let from = 0; from < page.rows.length; from += examsAtOnce) {
      const some = page.rows.slice(from, from + examsAtOnce);
      log.together(() => some.forEach((examId) => refreshExam(log, examId)));
      for (const examId of some) emit('exam.changed', { examId });
      await breath();
      if (stale()) return;
    }
    after = page.next;
    await breath();
  }
  if (!stale()) log.settings.setNote(facetsNote, active);
}
