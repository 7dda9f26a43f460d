/** One analysis that the host owes an answer for: what was asked, what is reported already, and how often the engine died on it. */
import { performance } from 'node:perf_hooks';
import type { Rejection, Result } from '../../preload/domain.ts';
import type { Judgement } from '../analysis/clip-guard.ts';
import type { AnalyseRequest, AnalysisOutcome, ScoredFrame, StepTimings } from './engine-protocol.ts';

export interface Outstanding {
  readonly key: string;
  /** The request with the frames reported so far among `done`: what a new engine process is asked. */
  resumed(): AnalyseRequest;
  /** Passes on the scores of frames that were not reported before. */
  report(scores: readonly ScoredFrame[], judgement: Judgement, spent: StepTimings): void;
  /** Notes that the engine died while working on it; answers how often that happened without a reported frame in between. */
  crashed(): number;
  /** Answers once; later calls do nothing. */
  settle(outcome: Result<null>): void;
}

export function createOutstanding(
  request: AnalyseRequest,
  onScores: (scores: readonly ScoredFrame[], judgement: Judgement) => void,
  onSettled: (result: Result<AnalysisOutcome>) => void,
): Outstanding {
  const from = performance.now();
  const done = new Set(request.done);
  const spent = { readMs: 0, preprocessMs: 0, inferMs: 0, explainMs: 0 };
  let rejection: Rejection | null = null;
  let crashes = 0;
  let settled = false;
  return {
    key: request.key,
    resumed: () => ({ ...request, done: [...done] }),
    report: (scores, judgement, more) => {
      if (settled) return;
      if (typeof judgement === 'object') rejection = judgement;
      spent.readMs += more.readMs;
      spent.preprocessMs += more.preprocessMs;
      spent.inferMs += more.inferMs;
      spent.explainMs += more.explainMs;
      const fresh = scores.filter(({ frame }) => !done.has(frame));
      if (fresh.length === 0) return;
      crashes = 0;
      for (const { frame } of fresh) done.add(frame);
      onScores(fresh, rejection ?? judgement);
    },
    crashed: () => {
      crashes += 1;
      return crashes;
    },
    settle: (outcome) => {
      if (settled) return;
      settled = true;
      onSettled(outcome.ok ? { ok: true, value: { ...spent, totalMs: performance.now() - from, rejection } } : outcome);
    },
  };
}
