/** A report on screen: what was typed, saved a moment after the last change, and what main says of it. Knows no React. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { AppError } from '../../preload/domain.ts';
import type { ReportEntries, ReportState, ZoneEntry } from '../../preload/report.ts';

/** What goes to main: sources are main's to say. */
export type ReportEdit = Omit<ReportEntries, 'zones'> & { readonly zones: readonly Omit<ZoneEntry, 'sources'>[] };

export interface ReportView {
  /** Main's word; null until it came. */
  readonly report: ReportState | null;
  /** As typed, ahead of main by what is not saved yet. */
  readonly entries: ReportEntries | null;
  readonly saving: 'saved' | 'pending' | 'failed';
  readonly error: AppError | null;
}

export interface ReportLine {
  get(): Promise<ReportState>;
  save(revision: number, edit: ReportEdit): Promise<ReportState>;
  asError(thrown: unknown): AppError;
  /** Pause after the last change before it is saved. */
  readonly pauseMs: number;
}

export interface ReportStore {
  readonly view: StoreApi<ReportView>;
  load(): Promise<void>;
  /** Changes what is typed; signed reports stay as they are. */
  edit(change: (entries: ReportEntries) => ReportEntries): void;
  /** Saves what is typed; false where that failed. */
  flush(): Promise<boolean>;
  /** Saves, then asks main for more; throws what main refuses. */
  act(work: (revision: number) => Promise<ReportState>): Promise<ReportState | null>;
  dispose(): void;
}

export function editOf({ zones, ...rest }: ReportEntries): ReportEdit {
  return { ...rest, zones: zones.map(({ sources: _sources, ...zone }) => zone) };
}

export function createReportStore(line: ReportLine): ReportStore {
  const view = createStore<ReportView>()(() => ({ report: null, entries: null, saving: 'saved', error: null }));
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** Saves follow one another: each names the revision that the one before made. */
  let running: Promise<boolean> | null = null;

  const take = (report: ReportState): void => view.setState({ report, entries: report.entries, saving: 'saved', error: null });
  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const saveOnce = async (): Promise<boolean> => {
    const { report, entries, saving } = view.getState();
    if (report === null || entries === null || saving === 'saved') return true;
    try {
      const saved = await line.save(report.revision, editOf(entries));
      if (view.getState().entries === entries) take(saved);
      else view.setState({ report: saved });
      return true;
    } catch (thrown) {
      const error = line.asError(thrown);
      view.setState({ saving: 'failed', error });
      // Somebody else was first: what they saved is shown, as the message says.
      if (error.code === 'conflict') await line.get().then((report) => view.setState({ report, entries: report.entries, saving: 'saved' }), () => undefined);
      return false;
    }
  };

  const flush = async (): Promise<boolean> => {
    stopTimer();
    while (running !== null) await running;
    running = saveOnce().finally(() => {
      running = null;
    });
    const saved = await running;
    return saved && view.getState().saving === 'pending' ? flush() : saved;
  };

  const schedule = (): void => {
    stopTimer();
    timer = setTimeout(() => void flush(), line.pauseMs);
  };

  return {
    view,
    load: async () => {
      if (view.getState().saving === 'pending') return;
      try {
        const report = await line.get();
        // Typed meanwhile: the save that follows brings main's word along.
        if (view.getState().saving !== 'pending') take(report);
      } catch (thrown) {
        view.setState({ error: line.asError(thrown) });
      }
    },
    edit: (change) => {
      const { entries, report } = view.getState();
      if (entries === null || report === null || report.stage === 'signed') return;
      view.setState({ entries: change(entries), saving: 'pending', error: null });
      schedule();
    },
    flush,
    act: async (work) => {
      if (!(await flush())) return null;
      const { report } = view.getState();
      if (report === null) return null;
      const next = await work(report.revision);
      take(next);
      return next;
    },
    dispose: () => void flush(),
  };
}
