/** A reader's answer to the AI result on screen: appended, never changed. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { Decision, Result } from '../../preload/domain.ts';
import type { Reader } from '../../preload/readings.ts';
import { failure, success } from './failures.ts';
import { refreshExam } from './summaries.ts';

export type DecisionInput = Pick<Decision, 'clipId' | 'analysisId' | 'answer' | 'verdict' | 'comment'>;

type Shown = NonNullable<Decision['shown']>;

/** What the clip is taken to be; undefined where answer and verdict do not fit together. */
function verdictOf({ answer, verdict }: DecisionInput, shown: Shown | null): Decision['verdict'] | undefined {
  switch (answer) {
    case 'agree': return shown !== null && (verdict === null || verdict === shown.verdict) ? shown.verdict : undefined;
    case 'disagree': return verdict !== null && verdict !== shown?.verdict ? verdict : undefined;
    case 'unsure': return verdict === null ? null : undefined;
  }
}

/**
 * Errors: `not-found` (clip, or analysis of this clip), `bad-request` (agreeing without a result, disagreeing without or with the same verdict).
 * Without an analysis, `disagree` with a verdict is the reader's own finding.
 */
export function decide(log: CaseLog, reader: Pick<Reader, 'id' | 'name'>, input: DecisionInput): Result<Decision> {
  const clip = log.clips.get(input.clipId);
  const analysis = input.analysisId === null ? null : log.analyses.get(input.analysisId);
  if (clip === null || (input.analysisId !== null && analysis?.clipId !== input.clipId)) return failure('not-found');
  const shown: Shown | null =
    analysis === null || analysis.probability === null || analysis.verdict === null || analysis.verdict === 'rejected'
      ? null
      : { probability: analysis.probability, verdict: analysis.verdict, model: analysis.model, provider: analysis.provider, scored: analysis.scored };
  const verdict = verdictOf(input, shown);
  if (verdict === undefined) return failure('bad-request', 'Answer and finding do not fit together.', 'Agree with a result, or disagree and say what the clip shows.');
  const decidedAt = new Date().toISOString();
  const decision: Decision = { ...input, id: randomUUID(), verdict, reader: reader.name, readerId: reader.id, decidedAt, shown };
  log.together(() => {
    log.decisions.append(decision);
    log.audit.append(decidedAt, 'decision', clip.id, { decision: decision.id, reader: reader.id, analysis: input.analysisId, answer: input.answer, verdict, shown });
    refreshExam(log, clip.examId);
  });
  return success(decision);
}
