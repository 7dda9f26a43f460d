/** The case log on screen: filter, loaded rows, selected row and scroll place; kept while other pages are open. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { AppError, ExamDetail, ExamId, ExamPage, ExamQuery } from '../../preload/domain.ts';
import { everyCase } from './case-filter.ts';
import type { CaseFilter } from './case-filter.ts';
import { emptyLog, holds, pageSize, pageWanted, withPage, withRow } from './case-log.ts';
import type { CaseLog, PageWanted } from './case-log.ts';

export interface CaseLogState {
  readonly filter: CaseFilter;
  readonly log: CaseLog;
  /** True while the rows on screen belong to an older filter. */
  readonly stale: boolean;
  readonly error: AppError | null;
  readonly selected: number;
  readonly show: (filter: CaseFilter) => void;
  readonly select: (index: number) => void;
  /** The list's scroll place in px; kept outside the state, so that scrolling draws nothing else. */
  readonly readScrollTop: () => number;
  readonly setScrollTop: (scrollTop: number) => void;
  /** Loads rows `first`..`last`, one page at a time; the newest call decides where to. */
  readonly want: (first: number, last: number) => void;
  /** Loads from the start again; rows stay on screen meanwhile. */
  readonly refresh: () => void;
  /** Something about the exam changed: its row is renewed, or the log where it is new. */
  readonly examChanged: (examId: ExamId) => void;
}

/** How the store asks main. */
export interface CaseLogSource {
  readonly list: (query: ExamQuery) => Promise<ExamPage>;
  readonly get: (examId: ExamId) => Promise<ExamDetail>;
  readonly asError: (thrown: unknown) => AppError;
  /** Wait before changed exams are asked for, so that a busy import costs a few questions a second. */
  readonly settleMs: number;
}

function queryOf(filter: CaseFilter, { end, cursor }: PageWanted): ExamQuery {
  return { ...filter, descending: end === 'head' ? filter.descending : !filter.descending, cursor, limit: pageSize };
}

/** A store that has not loaded anything yet. */
export function createCaseLog(source: CaseLogSource): StoreApi<CaseLogState> {
  let turn = 0;
  let busy = false;
  let scrollTop = 0;
  let range: readonly [number, number] = [0, 0];
  const changed = new Set<ExamId>();
  /** Asked for once and not among the loaded rows: filtered out or far away. Their changes cost no further reload. */
  const elsewhere = new Set<ExamId>();

  return createStore<CaseLogState>()((set, get) => {
    const ask = async (wanted: PageWanted) => {
      const mine = turn;
      busy = true;
      try {
        const answer = await source.list(queryOf(get().filter, wanted));
        if (mine !== turn) return;
        const { log, stale } = get();
        set({ log: withPage(stale ? emptyLog : log, wanted, answer), stale: false, error: null });
        busy = false;
        proceed();
      } catch (thrown) {
        if (mine !== turn) return;
        busy = false;
        set({ error: source.asError(thrown), stale: false });
      }
    };
    const proceed = () => {
      if (busy || get().stale || get().error !== null) return;
      const wanted = pageWanted(get().log, ...range);
      if (wanted !== null) void ask(wanted);
    };
    const restart = () => {
      turn += 1;
      set({ stale: true, error: null });
      void ask({ end: 'head', page: 0, cursor: null });
    };
    const settle = async () => {
      const ids = [...changed];
      changed.clear();
      const missing = ids.filter((id) => !holds(get().log, id) && !elsewhere.has(id));
      if (missing.length > 0) {
        for (const id of missing) elsewhere.add(id);
        restart();
        return;
      }
      for (const id of ids.filter((one) => holds(get().log, one))) {
        try {
          const row = await source.get(id);
          set({ log: withRow(get().log, row) });
        } catch {
          // Gone or unreadable: what the log says of it decides.
          restart();
          return;
        }
      }
    };
    return {
      filter: everyCase, log: emptyLog, stale: false, error: null, selected: 0,
      show: (filter) => {
        scrollTop = 0;
        elsewhere.clear();
        set({ filter, selected: 0 });
        range = [0, 0];
        restart();
      },
      select: (index) => set({ selected: Math.max(0, Math.min(index, (get().log.total ?? 1) - 1)) }),
      readScrollTop: () => scrollTop,
      setScrollTop: (next) => {
        scrollTop = next;
      },
      want: (first, last) => {
        range = [first, last];
        proceed();
      },
      refresh: restart,
      examChanged: (examId) => {
        if (get().log.total === null) return;
        if (changed.size === 0) setTimeout(() => void settle(), source.settleMs);
        changed.add(examId);
      },
    };
  });
}
