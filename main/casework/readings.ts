/** Readings made in review, with the AI on screen: the same words as in labelling, in the mode that says so. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipId, Result } from '../../preload/domain.ts';
import type { Reader, Reading, ReadingContent } from '../../preload/readings.ts';
import { failure, success } from './failures.ts';
import { contentProblem } from './labelling.ts';

/** Continues the reader's last round of the clip. Errors: `not-found`, `bad-request` (no verdict, ranges that are none). */
export function commitInReview(log: CaseLog, reader: Pick<Reader, 'id'>, clipId: ClipId, content: ReadingContent): Result<Reading> {
  const clip = log.clips.get(clipId);
  if (clip === null) return failure('not-found');
  if (content.verdict === null) return failure('bad-request', 'A reading needs a verdict.', 'Say what the clip shows.');
  const problem = contentProblem(content, clip.frames);
  if (problem !== null) return failure('bad-request', problem);
  const round = Math.max(1, log.readings.lastRound(clipId, reader.id));
  const before = log.readings.latest(clipId, reader.id, round);
  const committedAt = new Date().toISOString();
  const reading: Reading = { ...content, id: randomUUID(), clipId, examId: clip.examId, reader: reader.id, round, mode: 'review', replaces: before?.id ?? null, committedAt, tookMs: null };
  log.together(() => {
    log.readings.append(reading);
    log.audit.append(committedAt, 'reading', clipId, { reading: reading.id, reader: reader.id, mode: reading.mode, round, verdict: reading.verdict, replaces: reading.replaces });
  });
  return success(reading);
}
