/** Keeps the analysis on screen in step with what the engine reports, without losing a score whichever message comes first. */
import type { AnalysisProgress } from '../../preload/contract.ts';
import type { ClipAnalysis } from '../../preload/domain.ts';

/** The analysis with newly scored frames; as it was when the report is of another analysis. */
export function withProgress(analysis: ClipAnalysis, report: AnalysisProgress): ClipAnalysis {
  if (analysis.id !== report.analysisId) return analysis;
  const frameProbabilities = [...analysis.frameProbabilities];
  for (const { frame, probability } of report.scores) if (frame >= 0 && frame < report.frames) frameProbabilities[frame] = probability;
  // A report that was overtaken by a later one must not turn the count back.
  const late = report.scored < analysis.scored;
  return {
    ...analysis,
    frameProbabilities: Array.from({ length: Math.max(analysis.frames, frameProbabilities.length) }, (_, frame) => frameProbabilities[frame] ?? null),
    scored: Math.max(analysis.scored, report.scored),
    probability: late ? analysis.probability : report.probability,
    verdict: late ? analysis.verdict : report.verdict,
    rejection: late ? analysis.rejection : report.rejection,
    state: report.state,
  };
}

/** A freshly read analysis, with scores that were reported before it was read and are not in it yet. */
export function withEarlierScores(fresh: ClipAnalysis | null, earlier: ClipAnalysis | null): ClipAnalysis | null {
  if (fresh === null || earlier === null || fresh.id !== earlier.id || earlier.scored <= fresh.scored) return fresh;
  return {
    ...fresh,
    frameProbabilities: fresh.frameProbabilities.map((probability, frame) => probability ?? earlier.frameProbabilities[frame] ?? null),
    scored: earlier.scored,
    probability: earlier.probability,
    verdict: earlier.verdict,
    rejection: earlier.rejection,
  };
}
