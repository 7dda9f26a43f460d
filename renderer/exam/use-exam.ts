/** One exam, kept in step with main, and what can be done with it. */
import { useEffect, useRef } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { ClipId, ExamDetail, ExamId, ZoneId } from '../../preload/domain.ts';
import { findingWords } from '../findings/finding.ts';
import { count, probability } from '../format.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { withClip } from './exam-clips.ts';
import type { ExamChange } from './ExamFields.tsx';

/** `again`: also what is analysed already. `despiteGuard`: also what was rejected. */
export interface AnalysisWish {
  readonly again: boolean;
  readonly despiteGuard: boolean;
}

/** Busy analyses tell of the exam many times a second; it is read again at most this often. */
const settleMs = 250;

/** Calls `work` once, `settleMs` after the first call of a burst. */
function useSettled(work: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current();
    }, settleMs);
  };
}

/** The exam and its actions; failures of actions become toasts. */
export function useExam(examId: ExamId) {
  const exam = useRequest('exams.get', { examId });
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  const reloadSoon = useSettled(exam.reload);
  const mine = (event: { readonly examId: ExamId }) => {
    if (event.examId === examId) reloadSoon();
  };
  useEvent('exam.changed', mine);
  useEvent('clip.changed', mine);
  useEvent('analysis.progress', ({ clipId, state, verdict, rejection, probability: value }) => {
    const clip = exam.value?.clipRows.find(({ id }) => id === clipId);
    if (clip === undefined || state === 'running') return;
    reloadSoon();
    if (state !== 'done' || verdict === null) return;
    announce(verdict === 'rejected' ? `${clip.name}: rejected. ${rejection?.message ?? ''}` : `${clip.name}: ${findingWords(verdict)}, probability ${probability(value)}.`);
  });

  const put = (detail: ExamDetail | null) => {
    if (detail !== null) exam.set(detail);
    return detail !== null;
  };
  return {
    exam,
    save: async (change: ExamChange) => put(await attempt(() => request('exams.update', { examId, ...change }))),
    assign: async (clipId: ClipId, zone: ZoneId | null) => {
      const changed = await attempt(() => request('clips.assignZone', { clipId, zone }));
      if (changed === null || exam.value === null) return;
      exam.set({ ...exam.value, clipRows: withClip(exam.value.clipRows, changed) });
      announce(zone === null ? `${changed.name} has no zone now.` : `${changed.name} moved to ${zone}.`);
      exam.reload();
    },
    analyse: async (clipIds: readonly ClipId[], { again, despiteGuard }: AnalysisWish) => {
      const started = await attempt(() => request('analysis.start', { clipIds: [...clipIds], again, despiteGuard }));
      if (started === null) return;
      announce(`Analysing ${count(clipIds.length, 'clip')}.`);
      exam.reload();
    },
  };
}
