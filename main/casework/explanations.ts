/** Explanations on request: LIME of a frame, and the mean evidence of a clip's suspicious frames. */
import type { CaseLog } from '../../db/case-log.ts';
import type { AnalysisId, ClipSummary, Lime, Result } from '../../preload/domain.ts';
import { clipSummary } from './clip-summary.ts';
import { failure, success } from './failures.ts';

export interface Explanations {
  lime(analysisId: AnalysisId, frame: number): Promise<Result<Lime | null>>;
  cancelLime(analysisId: AnalysisId, frame: number): void;
  summary(analysisId: AnalysisId): Promise<Result<ClipSummary | null>>;
}

export function createExplanations({ log }: { readonly log: CaseLog }): Explanations {
  return {
    lime: () => Promise.resolve(success(null)),
    cancelLime: () => undefined,
    summary: async (analysisId) => {
      const analysis = log.analyses.get(analysisId);
      return analysis === null ? failure('not-found') : success(await clipSummary(log.explanations, analysis));
    },
  };
}

/** The explanations' part of the request table. */
export function explanationRequests(explanations: Explanations) {
  return {
    'analysis.lime': ({ analysisId, frame }: { readonly analysisId: AnalysisId; readonly frame: number }) => explanations.lime(analysisId, frame),
    'analysis.limeCancel': ({ analysisId, frame }: { readonly analysisId: AnalysisId; readonly frame: number }) => {
      explanations.cancelLime(analysisId, frame);
      return Promise.resolve(success(null));
    },
    'analysis.summary': ({ analysisId }: { readonly analysisId: AnalysisId }) => explanations.summary(analysisId),
  };
}
