/** What every page may need: settings, the engine, jobs and messages, kept in step with main. */
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { asAppError, request, subscribe } from '../api.ts';
import type { AppInfo, EngineStatus, Settings } from '../../preload/domain.ts';
import type { ModelsState } from '../../preload/models.ts';
import type { ReadersState } from '../../preload/readings.ts';
import { createCaseLog } from '../cases/case-log-store.ts';
import type { CaseLogState } from '../cases/case-log-store.ts';
import { createJobs } from './jobs.ts';
import type { Jobs } from './jobs.ts';
import { createNotices } from './notices.ts';
import type { Notices } from './notices.ts';

export interface Workstation {
  /** Null until main has answered. */
  readonly settings: Settings | null;
  readonly engine: EngineStatus | null;
  readonly info: AppInfo | null;
  readonly models: ModelsState | null;
  readonly readers: ReadersState | null;
}

export interface AppState {
  readonly workstation: StoreApi<Workstation>;
  readonly jobs: StoreApi<Jobs>;
  readonly notices: StoreApi<Notices>;
  readonly cases: StoreApi<CaseLogState>;
}

/** Busy imports tell of an exam many times a second; its row is renewed at most this often. */
const rowSettleMs = 300;

/** Empty stores. */
export function createAppState(): AppState {
  return {
    workstation: createStore<Workstation>()(() => ({ settings: null, engine: null, info: null, models: null, readers: null })),
    jobs: createJobs(),
    notices: createNotices(),
    cases: createCaseLog({
      list: (query) => request('exams.list', query),
      get: (examId) => request('exams.get', { examId }),
      asError: asAppError,
      settleMs: rowSettleMs,
    }),
  };
}

/** Fills the stores from main and follows its events; failures become toasts. Returns the function that stops following. */
export function connectAppState({ workstation, jobs, notices, cases }: AppState): () => void {
  const failed = (thrown: unknown) => notices.getState().showError(asAppError(thrown));
  const stops = [
    subscribe('settings.changed', (settings) => workstation.setState({ settings })),
    subscribe('engine.changed', (engine) => workstation.setState({ engine })),
    subscribe('models.changed', (models) => workstation.setState({ models })),
    subscribe('readers.changed', (readers) => workstation.setState({ readers })),
    subscribe('job.changed', (job) => jobs.getState().put(job)),
    subscribe('exam.changed', ({ examId }) => cases.getState().examChanged(examId)),
  ];
  request('settings.get', {}).then((settings) => workstation.setState({ settings }), failed);
  request('engine.status', {}).then((engine) => workstation.setState({ engine }), failed);
  request('models.list', {}).then(({ state: models }) => workstation.setState({ models }), failed);
  request('readers.state', {}).then((readers) => workstation.setState({ readers }), failed);
  request('app.info', {}).then((info) => workstation.setState({ info }), failed);
  request('jobs.list', {}).then((list) => jobs.getState().replace(list), failed);
  return () => {
    for (const stop of stops) stop();
  };
}

export const AppStateContext = createContext<AppState | null>(null);

function useAppState(): AppState {
  const state = useContext(AppStateContext);
  if (state === null) throw new Error('AppStateContext is missing');
  return state;
}

/** Settings, engine status and app info; null until known. */
export function useWorkstation<T>(select: (state: Workstation) => T): T {
  return useStore(useAppState().workstation, select);
}

/** The job list and its changes. */
export function useJobs<T>(select: (state: Jobs) => T): T {
  return useStore(useAppState().jobs, select);
}

/** The case log: filter, rows, selection. */
export function useCases<T>(select: (state: CaseLogState) => T): T {
  return useStore(useAppState().cases, select);
}

/** Toasts (`showError`, `showDone`) and sentences for screen readers (`announce`). */
export function useNotices<T>(select: (state: Notices) => T): T {
  return useStore(useAppState().notices, select);
}

/** Runs a request from a click or key and shows its failure as a toast; answers null then. */
export function useAttempt(): <T>(work: () => Promise<T>) => Promise<T | null> {
  const showError = useNotices((state) => state.showError);
  return async (work) => {
    try {
      return await work();
    } catch (thrown) {
      showError(asAppError(thrown));
      return null;
    }
  };
}
