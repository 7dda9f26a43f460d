/** One exam's report, saved as it is typed and kept in step with main. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { asAppError, request, useEvent } from '../api.ts';
import type { ExamId } from '../../preload/domain.ts';
import type { ReportState, ZoneEntry } from '../../preload/report.ts';
import { useAttempt } from '../state/app-state.ts';
import { createReportStore } from './report-store.ts';
import type { ReportStore, ReportView } from './report-store.ts';

/** Well under the second that a crash may cost. */
const pauseMs = 350;

export interface ReportDesk extends ReportView {
  readonly store: ReportStore;
  /** Changes one zone. */
  readonly zone: (zone: string, change: (entry: ZoneEntry) => ZoneEntry) => void;
  /** Saves, asks, and shows a refusal as a message; null then. */
  readonly act: (work: (revision: number) => Promise<ReportState>) => Promise<ReportState | null>;
}

export function useReport(examId: ExamId): ReportDesk {
  const attempt = useAttempt();
  const store = useMemo(() => createReportStore({
    pauseMs, asError: asAppError,
    get: () => request('reports.get', { examId }),
    save: (revision, edit) => request('reports.save', { examId, revision, edit: { ...edit, zones: edit.zones.map((zone) => ({ ...zone, evidence: [...zone.evidence] })), keyImages: [...edit.keyImages] } }),
  }), [examId]);
  const view = useStore(store.view);
  useEffect(() => {
    void store.load();
    const leave = (): void => void store.flush();
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      store.dispose();
    };
  }, [store]);
  const mine = (event: { readonly examId: ExamId }): void => {
    if (event.examId === examId) void store.load();
  };
  useEvent('report.changed', mine);
  useEvent('exam.changed', mine);
  useEvent('readers.changed', () => void store.load());
  return {
    ...view, store,
    zone: (zone, change) => store.edit((entries) => ({ ...entries, zones: entries.zones.map((entry) => (entry.zone === zone ? change(entry) : entry)) })),
    act: (work) => attempt(() => store.act(work)),
  };
}
